import { type Endpoint, fleetOf, isHealthy } from './endpoints.ts';
import { alarmsNow, type Body, described, inXml, measured, type Query } from './replies.ts';
import type { AlarmTemplate } from './template.ts';

type Item = Readonly<Record<string, { readonly S?: string }>>;

/** What AWS answers in a storm, and what it was asked. */
export type Aws = {
  /** Undefined: no such operation. SNS asks by a form and is answered in XML. */
  readonly answer: (operation: string, asked: Body) => Body | string | undefined;
  readonly asked: Asked;
};

export type Asked = {
  readonly operations: Map<string, number>;
  /** Listings of all alarms, and the pages that they took. */
  listings: number;
  pages: number;
  /** Names of the endpoints that were shifted, and the headlines of the letters. */
  readonly shifted: Set<string>;
  readonly looked: Set<string>;
  readonly headlines: string[];
};

type Account = {
  readonly endpoints: readonly Endpoint[];
  readonly alarms: readonly AlarmTemplate[];
  readonly email: string;
  readonly now: () => number;
};

const PAGE = 100;

export const makeAws = (account: Account): Aws => {
  const asked: Asked = {
    operations: new Map(),
    listings: 0,
    pages: 0,
    shifted: new Set(),
    looked: new Set(),
    headlines: [],
  };
  const byName: ByName = new Map(account.endpoints.map((one) => [one.policy.endpoint, one]));
  const answers: Answers = {
    ...sagemaker(account, byName, asked),
    ...cloudwatch(account, byName, asked),
    ...dynamodb(),
    ...sns(account, asked),
    GetParameter: () => ({ Parameter: { Name: 'freeze', Type: 'String', Value: 'off', Version: 1 } }),
  };
  return {
    asked,
    answer: (operation, body) => {
      asked.operations.set(operation, (asked.operations.get(operation) ?? 0) + 1);
      return answers[operation]?.(body);
    },
  };
};

type Answers = Readonly<Record<string, (body: Body) => Body | string | undefined>>;
type ByName = ReadonlyMap<string, Endpoint>;

const sagemaker = ({ now }: Account, byName: ByName, asked: Asked): Answers => {
  const start = now();
  const endpointIn = ({ EndpointName }: Body): Endpoint | undefined => byName.get(String(EndpointName));
  return {
    DescribeEndpoint: (body) => {
      const one = endpointIn(body);
      if (one === undefined) return undefined;
      if (!isHealthy(one)) asked.looked.add(one.policy.endpoint);
      return described(one.policy.endpoint, fleetOf(one, now(), start));
    },
    UpdateEndpointWeightsAndCapacities: (body) => {
      const one = endpointIn(body);
      if (one === undefined) return undefined;
      one.askedAt ??= now();
      asked.shifted.add(one.policy.endpoint);
      return { EndpointArn: `arn:aws:sagemaker:eu-west-1:111122223333:endpoint/${one.policy.endpoint}` };
    },
  };
};

const cloudwatch = ({ endpoints, alarms, now }: Account, byName: ByName, asked: Asked): Answers => ({
  DescribeAlarms: ({ AlarmNames, NextToken }) => {
    if (Array.isArray(AlarmNames))
      return { MetricAlarms: alarmsNow(byName.get(String(AlarmNames[0]).split('/')[2] ?? ''), alarms, now()) };
    asked.pages += 1;
    if (NextToken === undefined) asked.listings += 1;
    const from = Number(NextToken ?? 0);
    // Pages of whole endpoints, as long as a page holds a multiple of what one has.
    const each = Math.floor(PAGE / alarms.length);
    return {
      MetricAlarms: endpoints.slice(from, from + each).flatMap((one) => alarmsNow(one, alarms, now())),
      ...(from + each < endpoints.length && { NextToken: String(from + each) }),
    };
  },
  GetMetricData: ({ MetricDataQueries }) => ({
    Messages: [],
    MetricDataResults: (MetricDataQueries as readonly Query[]).map((query) => measured(query, byName, now())),
  }),
  ListAlarmMuteRules: () => ({ AlarmMuteRuleSummaries: [] }),
});

/** One container writes alone: no condition ever fails. */
const dynamodb = (): Answers => {
  const items = new Map<string, Item>();
  const put = (item: Item): void => void items.set(keyOf(item), item);
  return {
    GetItem: ({ Key }) => {
      const item = items.get(keyOf(Key as Item));
      return item === undefined ? {} : { Item: item };
    },
    BatchGetItem: ({ RequestItems }) => {
      const tables = Object.entries(RequestItems as Readonly<Record<string, { readonly Keys: readonly Item[] }>>);
      const found = tables.map(([table, { Keys }]) => [table, Keys.flatMap((key) => items.get(keyOf(key)) ?? [])]);
      return { Responses: Object.fromEntries(found), UnprocessedKeys: {} };
    },
    TransactWriteItems: ({ TransactItems }) => {
      for (const { Put } of TransactItems as readonly { readonly Put: { readonly Item: Item } }[]) put(Put.Item);
      return {};
    },
    PutItem: ({ Item }) => {
      put(Item as Item);
      return {};
    },
  };
};

const sns = ({ email }: Account, asked: Asked): Answers => ({
  Publish: ({ Subject }) => {
    asked.headlines.push(String(Subject));
    return inXml('Publish', '<MessageId>567910cd-659e-55d4-8ccb-5aaf14679dc0</MessageId>');
  },
  ListSubscriptionsByTopic: ({ TopicArn }) =>
    inXml(
      'ListSubscriptionsByTopic',
      `<Subscriptions><member><SubscriptionArn>${String(TopicArn)}:1</SubscriptionArn><Protocol>email</Protocol><Endpoint>${email}</Endpoint></member></Subscriptions>`,
    ),
});

const keyOf = ({ pk, sk }: Item): string => `${pk?.S} ${sk?.S}`;
