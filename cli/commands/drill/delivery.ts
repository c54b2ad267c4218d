import { GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { paginateListSubscriptionsByTopic, type Subscription } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Instant } from '../../../lambdas/domain/model.ts';
import { UNREAD, type Unread } from '../../account/unread.ts';
import { BOUNDS, broken, type Cause, type Hop, notKnown, until, worked } from './hops.ts';
import type { Scene } from './scene.ts';

const MINUTE = 60_000;

/** Of the topics' deliveries, and of the runs of the function that serves Slack, since the drill began. */
export type Figures = {
  readonly delivered: number;
  readonly failed: number;
  readonly runs: number;
  readonly failures: number;
};

const queries = ({ deployed: { parts } }: Scene): readonly MetricDataQuery[] => {
  const topic = (arn: string): string => arn.split(':').at(-1) ?? arn;
  const ask = (
    id: string,
    Namespace: string,
    MetricName: string,
    [Name, Value]: readonly [string, string],
  ): MetricDataQuery => ({
    Id: id,
    MetricStat: { Metric: { Namespace, MetricName, Dimensions: [{ Name, Value }] }, Period: 60, Stat: 'Sum' },
  });
  return [parts.oncallTopic, parts.pagerTopic]
    .flatMap((arn, place) => [
      ask(`delivered_${place}`, 'AWS/SNS', 'NumberOfNotificationsDelivered', ['TopicName', topic(arn)]),
      ask(`failed_${place}`, 'AWS/SNS', 'NumberOfNotificationsFailed', ['TopicName', topic(arn)]),
    ])
    .concat([
      ask('runs_0', 'AWS/Lambda', 'Invocations', ['FunctionName', parts.notify]),
      ask('failures_0', 'AWS/Lambda', 'Errors', ['FunctionName', parts.notify]),
    ]);
};

const figuresOf = async (scene: Scene, since: Instant): Promise<Figures | Unread> => {
  const now = scene.session.io.clock();
  const reply = await scene.blanks.tried('The metrics of the topics and of the function for Slack', () =>
    scene.session.account.cloudwatch().send(
      new GetMetricDataCommand({
        MetricDataQueries: [...queries(scene)],
        StartTime: new Date(since - (since % MINUTE)),
        EndTime: new Date(Math.max(now, since) + MINUTE),
      }),
    ),
  );
  if (reply === UNREAD) return UNREAD;
  const sum = (what: string): number =>
    (reply.MetricDataResults ?? [])
      .filter(({ Id = '' }) => Id.startsWith(`${what}_`))
      .flatMap(({ Values = [] }) => Values)
      .reduce((total, value) => total + value, 0);
  return { delivered: sum('delivered'), failed: sum('failed'), runs: sum('runs'), failures: sum('failures') };
};

/** Dead letters of both queues; undefined: they could not be counted. */
export const deadLetters = async ({ session, deployed: { parts }, blanks }: Scene): Promise<number | undefined> => {
  const counts = await blanks.tried('The dead-letter queues', () =>
    Promise.all(
      [parts.handOverDeadLetters, parts.executionDeadLetters].map(async (QueueUrl) => {
        const ask = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] });
        const { Attributes = {} } = await session.account.sqs().send(ask);
        return Number(Attributes['ApproximateNumberOfMessages'] ?? 0);
      }),
    ),
  );
  return counts === UNREAD ? undefined : counts.reduce((sum, count) => sum + count, 0);
};

const subscribersOf = async ({ session, blanks }: Scene, topicArn: string): Promise<readonly Subscription[] | Unread> =>
  blanks.tried('The subscriptions', async () => {
    const found: Subscription[] = [];
    for await (const page of paginateListSubscriptionsByTopic(
      { client: session.account.sns() },
      { TopicArn: topicArn },
    ))
      found.push(...(page.Subscriptions ?? []));
    return found;
  });

type Road = { readonly name: string; readonly subscribers: readonly Subscription[] | Unread };

/** Who should get something of the endpoint, and cannot. */
const gapsOf = ({ policy, deployed }: Scene, roads: readonly Road[]): readonly Cause[] => [
  ...policy.contacts.emails.flatMap((email) => roads.flatMap((road) => mailGap(email, road))),
  ...(policy.contacts.slackWebhookParameter === undefined
    ? []
    : roads.slice(0, 1).flatMap((road) => slackGap(deployed.parts.notify, road))),
];

const mailGap = (email: string, { name, subscribers }: Road): readonly Cause[] => {
  if (subscribers === UNREAD) return [];
  const own = subscribers.find(({ Protocol, Endpoint }) => Protocol === 'email' && Endpoint === email);
  if (own?.SubscriptionArn?.startsWith('arn:')) return [];
  return own === undefined
    ? [{ what: `${email} is not subscribed to the ${name}.`, mend: 'npx cdk deploy' }]
    : [
        {
          what: `${email} has not confirmed the ${name}.`,
          mend: "Follow the link in AWS's mail (sns.amazonaws.com) of that subscription.",
        },
      ];
};

const slackGap = (notify: string, { name, subscribers }: Road): readonly Cause[] =>
  subscribers === UNREAD || subscribers.some(({ Endpoint = '' }) => Endpoint.endsWith(`:function:${notify}`))
    ? []
    : [{ what: `The function for Slack, ${notify}, is not subscribed to the ${name}.`, mend: 'npx cdk deploy' }];

type Began = { readonly at: Instant; readonly deadLetters: number | undefined };

/** From the topics to the people: as far as AWS knows it, which ends at the mail server and at Slack. */
export const deliveryHop = async (scene: Scene, began: Began): Promise<Hop> => {
  const { oncallTopic, pagerTopic } = scene.deployed.parts;
  const roads = [
    { name: 'on-call topic (messages)', subscribers: await subscribersOf(scene, oncallTopic) },
    { name: 'pager topic (pages)', subscribers: await subscribersOf(scene, pagerTopic) },
  ];
  const slack = scene.policy.contacts.slackWebhookParameter;
  const gaps = gapsOf(scene, roads);
  const isWhole = (figures: Figures): boolean => slack === undefined || figures.runs > 0;
  const figures = await until(scene.session.io, BOUNDS.delivery, async () => {
    const found = await figuresOf(scene, began.at);
    return found === UNREAD || isWhole(found) ? found : undefined;
  });
  const causes = [
    ...gaps,
    ...(figures === undefined || figures === UNREAD ? [] : failuresIn(scene, figures)),
    ...(await lettersSince(scene, began)),
  ];
  if (causes.length > 0) return broken('delivery', 'not everybody gets what is told', causes);
  if (roads.some(({ subscribers }) => subscribers === UNREAD))
    return notKnown('delivery', 'who is subscribed could not be read');
  if (slack !== undefined && (figures === undefined || figures === UNREAD))
    return notKnown('delivery', 'every address is confirmed; whether Slack took the message is not known');
  return worked('delivery', saying(scene, figures === UNREAD ? undefined : figures));
};

const failuresIn = ({ policy, deployed }: Scene, { failed, runs, failures }: Figures): readonly Cause[] => [
  ...(failures === 0
    ? []
    : [
        {
          what: `The function for Slack, ${deployed.parts.notify}, failed in ${failures} of ${runs} runs.`,
          mend: `See that the SSM parameter ${policy.contacts.slackWebhookParameter ?? ''} holds the webhook's URL; the function's log says what Slack answered.`,
        },
      ]),
  ...(failed === 0
    ? []
    : [{ what: `SNS could not deliver ${failed} notifications.`, mend: 'Read the dead letters (docs/runbook.md).' }]),
];

const lettersSince = async (scene: Scene, { deadLetters: before }: Began): Promise<readonly Cause[]> => {
  const now = await deadLetters(scene);
  if (before === undefined || now === undefined || now <= before) return [];
  return [
    {
      what: `There are ${now - before} more dead letters than before.`,
      mend: 'Read them (docs/runbook.md, Dead letters).',
    },
  ];
};

/** SNS's own figures come up to five minutes late, and are no reason to wait. */
const saying = ({ policy }: Scene, figures: Figures | undefined): string => {
  const mails = policy.contacts.emails.length;
  return [
    mails === 0
      ? 'no address is told'
      : mails === 1
        ? 'the address is confirmed on both topics'
        : `all ${mails} addresses are confirmed on both topics`,
    ...(policy.contacts.slackWebhookParameter === undefined ? [] : ['Slack took the message']),
    figures !== undefined && figures.delivered > 0
      ? `SNS counts ${figures.delivered} deliveries and none that failed`
      : 'SNS has not counted its deliveries yet',
  ].join('; ');
};
