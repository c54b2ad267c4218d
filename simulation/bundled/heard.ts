import { toHead } from '../../lambdas/aws/ledger-items.ts';
import { addressOf } from '../../sim/wire/address.ts';
import type { Exchange } from '../../sim/wire/exchange.ts';
import { inputOf } from '../../sim/wire/request.ts';
import type { Question } from './recording.ts';

type Text = { readonly S: string };
type Item = Readonly<Record<string, Text & { readonly N: string }>>;
/** As far as the questions below read it. */
type Input = {
  readonly EndpointName: string;
  readonly DesiredWeightsAndCapacities: readonly {
    readonly VariantName: string;
    readonly DesiredWeight: number;
    readonly DesiredInstanceCount?: number;
  }[];
  readonly AlarmNames?: readonly string[];
  readonly AlarmNamePrefix?: string;
  readonly MetricDataQueries: readonly {
    readonly Id: string;
    readonly MetricStat: {
      readonly Metric: { readonly MetricName: string; readonly Dimensions: readonly { readonly Value: string }[] };
      readonly Period: number;
      readonly Stat: string;
    };
  }[];
  readonly StartTime: Date;
  readonly EndTime: Date;
  readonly Key: Item;
  readonly Item: Item;
  readonly RequestItems: Readonly<Record<string, { readonly Keys: readonly Item[] }>>;
  readonly TransactItems: readonly { readonly Put: { readonly Item: Item } }[];
  readonly Message: string;
};

/** What the request asks, in the words in which a recording has it. */
export const questionIn = (exchange: Exchange): Question => {
  const address = addressOf(exchange);
  if (address === undefined) return { name: `${exchange.method} ${exchange.path}`, input: {} };
  const read = READ[address.operation];
  return read === undefined
    ? { name: address.operation, input: {} }
    : read(inputOf(address, exchange) as unknown as Input);
};

const asked = (name: string, input: unknown = {}): Question => ({ name, input });

/** By this much a look back over hours is known from one at minutes. */
const HOUR_SECONDS = 3_600;

const READ: Readonly<Record<string, (input: Input) => Question>> = {
  DescribeEndpoint: ({ EndpointName }) => asked(`describe ${EndpointName}`),
  UpdateEndpointWeightsAndCapacities: ({ EndpointName, DesiredWeightsAndCapacities: all }) =>
    asked(`shift ${EndpointName}`, {
      to: Object.fromEntries(all.map(({ VariantName, DesiredWeight }) => [VariantName, DesiredWeight])),
      ...(all.some(({ DesiredInstanceCount: count }) => count !== undefined) && { counts: true }),
    }),
  DescribeAlarms: ({ AlarmNames: names, AlarmNamePrefix: prefix }) =>
    names === undefined ? asked('alarms listed', { prefix }) : asked('alarms named', { names }),
  GetMetricData: ({ MetricDataQueries, StartTime, EndTime }) => {
    const dimensions = MetricDataQueries.map(({ MetricStat }) => MetricStat.Metric.Dimensions);
    if (MetricDataQueries[0]?.MetricStat.Period === HOUR_SECONDS)
      return asked('history', {
        metrics: MetricDataQueries.map(({ MetricStat: { Metric, Stat } }) => `${Stat} of ${Metric.MetricName}`),
        since: StartTime.getTime(),
        until: EndTime.getTime(),
      });
    if (MetricDataQueries[0]?.Id.startsWith('q'))
      return asked('volumes', { endpoints: [...new Set(dimensions.map(([endpoint]) => endpoint?.Value))] });
    return asked(`metrics ${dimensions[0]?.[0]?.Value}`, {
      variants: [...new Set(dimensions.map(([, variant]) => variant?.Value))],
      since: StartTime.getTime(),
      until: EndTime.getTime(),
    });
  },
  GetParameter: () => asked('switch'),
  GetItem: ({ Key }) => asked(named(Key)),
  BatchGetItem: ({ RequestItems }) =>
    asked('heads', { endpoints: Object.values(RequestItems).flatMap(({ Keys }) => Keys.map(({ pk }) => pk?.S)) }),
  TransactWriteItems: ({ TransactItems }) => {
    const [entry, head] = TransactItems.map(({ Put }) => Put.Item);
    return asked(`write ${entry?.['pk']?.S}`, {
      what: entry?.['what']?.S,
      replaces: head === undefined ? 'unknown' : versionIn(head) - 1,
      incident: JSON.parse(entry?.['incident']?.S ?? 'null'),
      facts: JSON.parse(entry?.['facts']?.S ?? 'null'),
    });
  },
  PutItem: ({ Item }) =>
    asked(named(Item).replace('notice', 'noticed'), {
      gaps: JSON.parse(Item['gaps']?.S ?? 'null'),
      toldAt: Number(Item['toldAt']?.N),
    }),
  Publish: ({ Message }) => {
    const letter = JSON.parse(JSON.parse(Message).lambda);
    return asked(`publish ${letter.endpoint}`, { letter });
  },
  ListSubscriptionsByTopic: () => asked('subscriptions'),
  ListAlarmMuteRules: () => asked('mutes'),
  GetAlarmMuteRule: () => asked('mute rule'),
};

const versionIn = (head: Item): number => Number(toHead(head as unknown as Parameters<typeof toHead>[0]).version);

/** `head fraud`, `notice fraud quarantine`. The notice of what is unguarded has no name of its own. */
const named = ({ pk, sk }: Item): string => {
  const [what = '', about = what === 'notice' ? 'unguarded' : ''] = (sk?.S ?? '').split('#');
  return `${what} ${pk?.S} ${about}`.trimEnd();
};
