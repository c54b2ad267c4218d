import { isDeepStrictEqual } from 'node:util';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import { findGaps, SLACK_SUBSCRIBER } from '../../../lambdas/domain/unguarded.ts';
import { UNREAD } from '../../account/unread.ts';
import { type Finding, finding, REVERT } from '../finding.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { LiveTopic } from '../inventory/people.ts';
import type { PromisedSubscription } from '../promised/parts.ts';
import { mayCall } from './permissions.ts';
import { policyTroubles } from './policies.ts';

/** Who would hear, and by which road. */
export const checkPeople = (inventory: Inventory): readonly Finding[] => [
  ...checkTopics(inventory),
  ...inventory.policies.flatMap((policy) => checkContacts(inventory, policy)),
  ...checkFilters(inventory),
  ...checkWebhooks(inventory),
  ...checkSlack(inventory),
];

const ROADS = ['oncall', 'pager'] as const;
const ARNS = { oncall: 'oncallTopic', pager: 'pagerTopic' } as const;

const topicName = ({ deployed }: Inventory, road: (typeof ROADS)[number]): string =>
  `topic ${deployed.parts[ARNS[road]].split(':').at(-1)}`;

const checkTopics = (inventory: Inventory): readonly Finding[] =>
  ROADS.flatMap((road) => {
    const where = topicName(inventory, road);
    const live = inventory.topics[road];
    if (live === UNREAD) return [];
    if (live === undefined) {
      const carries = road === 'oncall' ? 'no message of ours reaches anybody' : 'no alarm pages anybody';
      return [finding('topic-missing', { where, what: `it does not exist: ${carries}`, ...REVERT })];
    }
    if (live.policy === UNREAD) return [];
    return policyTroubles(inventory, inventory.deployed.parts[ARNS[road]], live.policy).map((what) =>
      finding('topic-policy', { where, what, ...REVERT }),
    );
  });

/** In the same words as the functions' own comparison; and whether anybody is left. */
const checkContacts = ({ topics: { confirmed } }: Inventory, policy: Policy): readonly Finding[] => {
  if (confirmed === UNREAD) return [];
  const { endpoint, contacts } = policy;
  const where = `endpoint ${endpoint}`;
  const gaps = findGaps(policy, [], { fleet: 'unread', alarms: 'unread', confirmed });
  const everybody = contacts.emails.length + (contacts.slackWebhookParameter === undefined ? 0 : 1);
  return [
    ...gaps.map((gap) =>
      finding(gap.what.startsWith('Slack') ? 'slack-unsubscribed' : 'email-unconfirmed', { where, endpoint, ...gap }),
    ),
    ...(gaps.length === everybody
      ? [
          finding('nobody-told', {
            where,
            endpoint,
            what: 'nobody is told of it at all',
            mend: 'Mend one of its subscriptions first.',
          }),
        ]
      : []),
  ];
};

const checkFilters = (inventory: Inventory): readonly Finding[] => {
  const { promised } = inventory;
  if (promised === UNREAD) return [];
  return ROADS.flatMap((road) => {
    const live = inventory.topics[road];
    if (live === undefined || live === UNREAD) return [];
    const wanted = promised.subscriptions.filter(({ topic }) => topic === inventory.deployed.parts[ARNS[road]]);
    return wanted
      .filter((one) => isFilteredOtherwise(live, one))
      .map(({ protocol, endpoint }) =>
        finding('email-filter', {
          where: topicName(inventory, road),
          what: `the subscription of ${protocol === 'lambda' ? 'notify' : endpoint} has another filter policy than deployed: it may get less than it should`,
          ...REVERT,
        }),
      );
  });
};

const isFilteredOtherwise = ({ subscriptions }: LiveTopic, wanted: PromisedSubscription): boolean => {
  if (subscriptions === UNREAD) return false;
  const live = subscriptions.find(
    ({ protocol, endpoint, confirmed }) => confirmed && protocol === wanted.protocol && endpoint === wanted.endpoint,
  );
  if (live === undefined) return false;
  const scope = (said: string | undefined, filter: unknown) =>
    filter === undefined ? '' : (said ?? 'MessageAttributes');
  return (
    !isDeepStrictEqual(live.filter, wanted.filter) ||
    scope(live.scope, live.filter) !== scope(wanted.scope, wanted.filter)
  );
};

const checkWebhooks = ({ policies, webhooks }: Inventory): readonly Finding[] => {
  if (webhooks === UNREAD) return [];
  const names = new Set(policies.flatMap(({ contacts }) => contacts.slackWebhookParameter ?? []));
  return [...names].flatMap((name) => {
    const where = `SSM parameter ${name}`;
    const type = webhooks.get(name);
    if (type === undefined)
      return [
        finding('webhook-missing', {
          where,
          what: "it does not exist: Slack gets no messages, and each one ends among notify's dead letters",
          mend: "Store the webhook's URL there (docs/first-deploy.md):",
          command: `aws ssm put-parameter --name ${name} --type SecureString --value "$WEBHOOK"`,
        }),
      ];
    if (type === 'SecureString') return [];
    return [
      finding('webhook-not-secure', {
        where,
        what: `it is a ${type}: whoever may list parameters can read the webhook's URL, and post with it`,
        mend: 'Make a new webhook in Slack, delete the parameter, and store the new URL as a SecureString:',
        command: `aws ssm put-parameter --name ${name} --type SecureString --value "$WEBHOOK"`,
      }),
    ];
  });
};

/** The topic's subscription alone does not do: Lambda has to let the topic call. */
const checkSlack = (inventory: Inventory): readonly Finding[] => {
  const { promised, handlers, deployed, topics } = inventory;
  const { policy, settings } = handlers.notify;
  if (promised === UNREAD || policy === UNREAD || settings === undefined) return [];
  const wanted = promised.permissions.filter(({ from }) => from === deployed.parts.oncallTopic);
  const subscribed = topics.confirmed !== UNREAD && topics.confirmed.has(SLACK_SUBSCRIBER);
  if (!subscribed || wanted.every((one) => mayCall(policy ?? [], one))) return [];
  return [
    finding('permission-sns', {
      where: `function ${deployed.parts.notify}`,
      what: 'Lambda does not let the on-call topic call it: Slack gets no messages',
      ...REVERT,
    }),
  ];
};
