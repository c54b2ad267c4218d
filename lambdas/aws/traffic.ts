import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { kindOf } from '../domain/guards/index.ts';
import { type MetricRead, REQUESTS } from '../domain/guards/kind.ts';
import { type Instant, MINUTE, type Minute, type Traffic } from '../domain/model.ts';
import type { Policy } from '../domain/policy.ts';
import type { Log, Ports } from '../ports.ts';
import { messageOf, within } from './clients.ts';

/** As far back as a look needs: the guards' own periods, and the minutes after a shift. */
export const LOOK_BACK = 15 * MINUTE;

/** Evidence helps a decision; waiting for it does not. */
const READ_WITHIN_MS = 1_500;

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

/** `key` undefined: the variant's requests. `per`: what CloudWatch's figure is divided by. */
type Question = {
  readonly id: string;
  readonly variant: string;
  readonly key?: string;
  readonly per: number;
  readonly query: MetricDataQuery;
};

const questions = (policy: Policy): readonly Question[] =>
  [policy.stable, ...policy.canaries].flatMap((variant, place) => {
    const ask = (metric: MetricRead, per: number, key?: string): Question => {
      const id = `v${place}_${key === undefined ? 'requests' : key.replaceAll(/\W/g, '_')}`;
      return { id, variant, per, ...(key !== undefined && { key }), query: query(id, policy, { variant, metric }) };
    };
    const readings = policy.guards.flatMap((guard) => kindOf(guard).reading(guard) ?? []);
    const distinct = new Map(readings.map((reading) => [reading.key, reading]));
    return [ask(REQUESTS, 1), ...[...distinct].map(([key, reading]) => ask(reading, reading.per, key))];
  });

const query = (
  id: string,
  policy: Policy,
  { variant, metric }: { readonly variant: string; readonly metric: MetricRead },
): MetricDataQuery => ({
  Id: id,
  MetricStat: {
    Metric: {
      Namespace: 'AWS/SageMaker',
      MetricName: metric.name,
      Dimensions: [
        { Name: 'EndpointName', Value: policy.endpoint },
        { Name: 'VariantName', Value: variant },
      ],
    },
    Period: MINUTE / 1_000,
    Stat: metric.stat,
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
    own.flatMap(({ id, key, per }) => {
      const value = series.get(id)?.get(start);
      return key === undefined || value === undefined ? [] : [[key, value / per]];
    }),
  );
