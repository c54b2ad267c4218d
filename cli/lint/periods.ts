import { type CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { metricWords } from '../../lambdas/domain/alarm-definition.ts';
import type { Period } from '../../lambdas/domain/lint/seen.ts';
import type { Watch, WatchedMetric } from '../../lambdas/domain/lint/watch.ts';
import { type Instant, MINUTE } from '../../lambdas/domain/model.ts';

export const DAYS = 14;

/** CloudWatch keeps periods of less than a minute for so long. */
const FINE_KEPT = 180 * MINUTE;

/** Of one call. */
const MOST_QUERIES = 500;

/** The periods of each alarm's metrics, oldest first. What several alarms watch is read once. */
export const readPeriods = async (
  client: CloudWatchClient,
  watches: readonly Watch[],
  now: Instant,
): Promise<ReadonlyMap<string, readonly Period[]>> => {
  const metrics = new Map(watches.flatMap((watch) => watch.metrics).map((metric) => [keyOf(metric), metric]));
  const series = new Map<string, ReadonlyMap<Instant, number>>();
  for (const together of spans([...metrics.values()]))
    for (const [key, values] of await read(client, together, now)) series.set(key, values);
  return new Map(watches.map((watch) => [watch.name, periodsOf(watch, series)]));
};

/** The span of a call is one for all of its queries. */
const spans = (metrics: readonly WatchedMetric[]): readonly (readonly WatchedMetric[])[] => {
  const bySpan = [...Map.groupBy(metrics, ({ period }) => period < 60).values()];
  return bySpan.flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / MOST_QUERIES) }, (_, place) =>
      group.slice(place * MOST_QUERIES, (place + 1) * MOST_QUERIES),
    ),
  );
};

const keyOf = ({ unit = '', ...metric }: WatchedMetric): string => `${metricWords([{ ...metric, id: '' }])} ${unit}`;

type Series = Map<string, Map<Instant, number>>;

/** A call answers 100,800 datapoints at most, and says where to go on. */
const read = async (client: CloudWatchClient, metrics: readonly WatchedMetric[], now: Instant): Promise<Series> => {
  const keys = metrics.map(keyOf);
  const series: Series = new Map(keys.map((key) => [key, new Map()]));
  const isFine = metrics.some(({ period }) => period < 60);
  const to = now - (now % MINUTE);
  let token: string | undefined;
  do {
    const reply = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: metrics.map(query),
        StartTime: new Date(to - (isFine ? FINE_KEPT : DAYS * 1_440 * MINUTE)),
        EndTime: new Date(to),
        ScanBy: 'TimestampAscending',
        NextToken: token,
      }),
    );
    for (const { Id = '', Timestamps = [], Values = [] } of reply.MetricDataResults ?? [])
      for (const [place, time] of Timestamps.entries())
        series.get(keys[Number(Id.slice(1))] ?? '')?.set(time.getTime(), Values[place] ?? 0);
    token = reply.NextToken;
  } while (token !== undefined);
  return series;
};

const query = ({ namespace, name, stat, period, dimensions, unit }: WatchedMetric, place: number): MetricDataQuery => ({
  Id: `q${place}`,
  MetricStat: {
    Metric: {
      Namespace: namespace,
      MetricName: name,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: period,
    Stat: stat,
    ...(unit !== undefined && { Unit: unit as NonNullable<NonNullable<MetricDataQuery['MetricStat']>['Unit']> }),
  },
});

const periodsOf = (
  { metrics }: Watch,
  series: ReadonlyMap<string, ReadonlyMap<Instant, number>>,
): readonly Period[] => {
  const own = metrics.map((metric) => ({ id: metric.id, values: series.get(keyOf(metric)) ?? new Map() }));
  const starts = new Set(own.flatMap(({ values }) => [...values.keys()]));
  return [...starts]
    .toSorted((one, other) => one - other)
    .map((start) => ({
      start,
      values: Object.fromEntries(
        own.flatMap(({ id, values }) => (values.has(start) ? [[id, values.get(start) ?? 0]] : [])),
      ),
    }));
};
