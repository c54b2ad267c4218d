import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { type Instant, MINUTE, type Minute, type Traffic, valueKey } from '../domain/model.ts';
import type { Guard, Policy, Signal } from '../domain/policy.ts';
import type { Log, Ports } from '../ports.ts';
import { messageOf, within } from './clients.ts';

/** As far back as a look needs: the guards' own periods, and the minutes after a shift. */
export const LOOK_BACK = 15 * MINUTE;

/** Evidence helps a decision; waiting for it does not. */
const READ_WITHIN_MS = 1_500;

const METRICS: Readonly<Record<Signal, string>> = {
  '5xx': 'Invocation5XXErrors',
  '4xx': 'Invocation4XXErrors',
  model: 'InvocationModelErrors',
  latency: 'ModelLatency',
};

/** SageMaker reports latency in microseconds. */
const MICROSECONDS_PER_MS = 1_000;

export const cloudwatchTraffic =
  (client: CloudWatchClient, { withinMs = READ_WITHIN_MS, log }: Patience = {}): Ports['traffic'] =>
  async (policy, now, since = now - LOOK_BACK) => {
    const asked = questions(policy);
    try {
      const reply = await client.send(request(asked, { since, now }), within(withinMs));
      const results = reply.MetricDataResults ?? [];
      if (answersAll(asked, results)) return toTraffic(asked, results);
      log?.('metrics unreadable', { endpoint: policy.endpoint, error: 'CloudWatch answered in part only' });
    } catch (error) {
      log?.('metrics unreadable', { endpoint: policy.endpoint, error: messageOf(error) });
    }
    return 'unreadable';
  };

/** A person can wait longer than a function, and wants to know what was wrong. */
type Patience = { readonly withinMs?: number; readonly log?: Log };

/** `key` undefined: the variant's requests. */
type Question = {
  readonly id: string;
  readonly variant: string;
  readonly key?: string;
  readonly query: MetricDataQuery;
};

const questions = (policy: Policy): readonly Question[] =>
  [policy.stable, ...policy.canaries].flatMap((variant, place) => {
    const ask = (metric: string, stat: string, key?: string): Question => {
      const id = `v${place}_${key === undefined ? 'requests' : key.replaceAll(/\W/g, '_')}`;
      return {
        id,
        variant,
        ...(key === undefined ? {} : { key }),
        query: query(id, policy, { variant, metric, stat }),
      };
    };
    const guards = new Map(policy.guards.map((guard) => [valueKey(guard), guard]));
    return [
      ask('Invocations', 'Sum'),
      ...[...guards].map(([key, guard]) => ask(METRICS[guard.signal], statisticOf(guard), key)),
    ];
  });

const statisticOf = ({ percentile }: Guard): string => (percentile === undefined ? 'Sum' : `p${percentile}`);

const query = (
  id: string,
  policy: Policy,
  asked: { readonly variant: string; readonly metric: string; readonly stat: string },
): MetricDataQuery => ({
  Id: id,
  MetricStat: {
    Metric: {
      Namespace: 'AWS/SageMaker',
      MetricName: asked.metric,
      Dimensions: [
        { Name: 'EndpointName', Value: policy.endpoint },
        { Name: 'VariantName', Value: asked.variant },
      ],
    },
    Period: MINUTE / 1_000,
    Stat: asked.stat,
  },
});

type Span = { readonly since: Instant; readonly now: Instant };

const request = (asked: readonly Question[], { since, now }: Span): GetMetricDataCommand =>
  new GetMetricDataCommand({
    MetricDataQueries: asked.map(({ query }) => query),
    StartTime: new Date(since),
    // Up to now, CloudWatch would add what it has counted of the minute under way: a few good seconds are no good minute.
    EndTime: new Date(now - (now % MINUTE)),
    ScanBy: 'TimestampAscending',
  });

/** CloudWatch may answer some questions in part, or not at all: that must not look like a variant that serves nobody. */
const answersAll = (asked: readonly Question[], results: readonly MetricDataResult[]): boolean => {
  const complete = new Set(results.filter(({ StatusCode }) => StatusCode === 'Complete').map(({ Id }) => Id));
  return asked.every(({ id }) => complete.has(id));
};

const toTraffic = (asked: readonly Question[], results: readonly MetricDataResult[]): Traffic => {
  const series = new Map(results.map((result) => [result.Id, seriesOf(result)]));
  const variants = Map.groupBy(asked, ({ variant }) => variant);
  return Object.fromEntries([...variants].map(([variant, own]) => [variant, minutesOf(own, series)]));
};

type Series = ReadonlyMap<Instant, number>;

const seriesOf = ({ Timestamps = [], Values = [] }: MetricDataResult): Series =>
  new Map(Timestamps.map((time, place) => [time.getTime(), Values[place] ?? 0]));

const minutesOf = (own: readonly Question[], series: ReadonlyMap<string | undefined, Series>): readonly Minute[] => {
  const requests = series.get(own.find(({ key }) => key === undefined)?.id) ?? new Map();
  return [...requests]
    .filter(([, count]) => count > 0)
    .sort(([one], [other]) => one - other)
    .map(([start, count]) => ({ start, requests: count, values: valuesAt(start, own, series) }));
};

const valuesAt = (
  start: Instant,
  own: readonly Question[],
  series: ReadonlyMap<string | undefined, Series>,
): Record<string, number> =>
  Object.fromEntries(
    own.flatMap(({ id, key }) => {
      const value = series.get(id)?.get(start);
      if (key === undefined || value === undefined) return [];
      return [[key, key.startsWith('latency') ? value / MICROSECONDS_PER_MS : value]];
    }),
  );
