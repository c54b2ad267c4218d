import { type Alarm, type Fleet, type Instant, MINUTE } from './model.ts';
import type { Policy } from './policy.ts';

/** Something that the config promises and that does not exist or does not work, with its mend. */
export type Gap = { readonly what: string; readonly mend: string };

/** What a comparison finds: gaps in what guards the endpoint, or traffic on what was rolled back. */
export type Finding = 'unguarded' | 'quarantine';

/** What people were last told of an endpoint's findings of one kind. */
export type Notice = { readonly gaps: readonly string[]; readonly toldAt: Instant };

/**
 * What there is. `confirmed`: email addresses, and `lambda` where the function that serves Slack is subscribed. What is
 * `unread` is not judged.
 */
export type Inventory = {
  readonly fleet: Fleet | undefined | 'unread';
  readonly alarms: ReadonlyMap<string, Alarm> | 'unread';
  readonly confirmed: ReadonlySet<string> | 'unread';
};

export const SLACK_SUBSCRIBER = 'lambda';

/** CloudFormation leaves alone what the template does not change: a plain deploy would bring nothing back. */
const BRING_BACK = 'bring it back: npx cdk deploy --revert-drift';

const DAY = 24 * 60 * MINUTE;

/** Each endpoint is compared once in so many minutes: SageMaker throttles DescribeEndpoint early. */
const COMPARED_EVERY = 5;

/** Whether the endpoint at this place of the config is compared in this minute. */
export const comparedNow = (index: number, now: Instant): boolean =>
  Math.floor(now / MINUTE) % COMPARED_EVERY === index % COMPARED_EVERY;

/** All that makes the endpoint unguarded. `alarmNames`: those that its guards should have. */
export const findGaps = (
  policy: Policy,
  alarmNames: readonly string[],
  { fleet, alarms, confirmed }: Inventory,
): readonly Gap[] => [
  ...(fleet === 'unread' ? [] : endpointGaps(policy, fleet)),
  ...(alarms === 'unread' ? [] : alarmNames.flatMap((name) => alarmGaps(name, alarms.get(name)))),
  ...(confirmed === 'unread' ? [] : contactGaps(policy, confirmed)),
];

/** Told once when something new is missing, and again daily while anything is. */
export const owesNotice = (before: Notice | undefined, gaps: readonly Pick<Gap, 'what'>[], now: Instant): boolean =>
  gaps.length > 0 &&
  (before === undefined || gaps.some(({ what }) => !before.gaps.includes(what)) || now - before.toldAt >= DAY);

const endpointGaps = ({ endpoint, stable, canaries }: Policy, fleet: Fleet | undefined): readonly Gap[] => {
  if (fleet === undefined)
    return [
      {
        what: `endpoint ${endpoint} does not exist`,
        mend: `correct its name in rollback.config.ts (case matters), or create it`,
      },
    ];
  const there = fleet.variants.map(({ name }) => name);
  return [stable, ...canaries]
    .filter((variant) => !there.includes(variant))
    .map((variant) => ({
      what: `variant ${variant} does not exist`,
      mend: `the endpoint has ${there.join(', ')}: correct rollback.config.ts and deploy`,
    }));
};

const alarmGaps = (name: string, alarm: Alarm | undefined): readonly Gap[] => {
  if (alarm === undefined) return [{ what: `alarm ${name} does not exist`, mend: BRING_BACK }];
  if (alarm.actionsEnabled) return [];
  return [
    {
      what: `alarm ${name} has its actions disabled`,
      mend: `aws cloudwatch enable-alarm-actions --alarm-names '${name}'`,
    },
  ];
};

const contactGaps = ({ contacts }: Policy, confirmed: ReadonlySet<string>): readonly Gap[] => [
  ...contacts.emails
    .filter((email) => !confirmed.has(email))
    .map((email) => ({
      what: `${email} gets no messages, or no pages`,
      mend: `confirm both subscriptions from the mails that AWS sent; where one is gone, ${BRING_BACK}`,
    })),
  ...(contacts.slackWebhookParameter === undefined || confirmed.has(SLACK_SUBSCRIBER)
    ? []
    : [{ what: 'Slack gets no messages', mend: BRING_BACK }]),
];
