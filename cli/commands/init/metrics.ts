import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
  type MetricDataResult,
  type StatusCode,
} from '@aws-sdk/client-cloudwatch';
import { type Instant, MINUTE } from '../../../lambdas/domain/model.ts';
import { median, quantile } from './days.ts';
import type { Minute } from './levels.ts';
import type { SeenVariant } from './seen.ts';

export type VariantName = { readonly endpoint: string; readonly variant: string };
export type Span = { readonly from: Instant; readonly to: Instant };

const DAY = 1_440 * MINUTE;
const FIVE_MINUTES = 5 * MINUTE;

/** The newest minutes may still be incomplete. */
const SETTLED = 3 * MINUTE;

/** Of one call. */
const MOST_QUERIES = 500;

/** SageMaker reports latency in microseconds. */
const MICROSECONDS_PER_MS = 1_000;

export type Requests = SeenVariant['lastDay'];

/** Requests per minute of the last day, of each variant in its place: many variants in few calls. */
export const readLastDay = async (
  client: CloudWatchClient,
  variants: readonly VariantName[],
  now: Instant,
): Promise<readonly Requests[]> => {
  const to = Math.floor((now - SETTLED) / FIVE_MINUTES) * FIVE_MINUTES;
  const found: Requests[] = [];
  for (let first = 0; first < variants.length; first += MOST_QUERIES) {
    const asked = variants
      .slice(first, first + MOST_QUERIES)
      .map((of, place) => query(of, { id: `v${place}`, metric: 'Invocations', stat: 'Sum', period: 300 }));
    const series = await read(client, asked, { from: to - DAY, to });
    found.push(...asked.map(({ Id }) => toRequests([...(series.get(Id ?? '')?.values.values() ?? [])])));
  }
  return found;
};

const toRequests = (sums: readonly number[]): Requests =>
  sums.length === 0 ? null : { usual: Math.round(median(sums) / 5), busiest: Math.round(quantile(sums, 1) / 5) };

/** Up to the newest minute that is complete. */
export const daysBefore = (now: Instant, days: number): Span => {
  const to = Math.floor((now - SETTLED) / MINUTE) * MINUTE;
  return { from: to - days * DAY, to };
};

const MINUTE_QUERIES = {
  n: { metric: 'Invocations', stat: 'Sum' },
  e5: { metric: 'Invocation5XXErrors', stat: 'Sum' },
  e4: { metric: 'Invocation4XXErrors', stat: 'Sum' },
  em: { metric: 'InvocationModelErrors', stat: 'Sum' },
  p99: { metric: 'ModelLatency', stat: 'p99' },
  p90: { metric: 'ModelLatency', stat: 'p90' },
} as const;

export type Minutes = {
  readonly minutes: readonly Minute[];
  /** Whether CloudWatch answered all that it was asked. */
  readonly complete: boolean;
};

/** Every minute of one variant that had requests, oldest first. */
export const readMinutes = async (client: CloudWatchClient, of: VariantName, span: Span): Promise<Minutes> => {
  const asked = Object.entries(MINUTE_QUERIES).map(([id, what]) => query(of, { id, ...what, period: 60 }));
  const series = await read(client, asked, span);
  return { minutes: minutesIn(series), complete: asked.every(({ Id = '' }) => series.get(Id)?.status === 'Complete') };
};

const minutesIn = (series: AllSeries): readonly Minute[] => {
  const at = (id: keyof typeof MINUTE_QUERIES, start: Instant) => series.get(id)?.values.get(start);
  return [...(series.get('n')?.values ?? [])]
    .filter(([, requests]) => requests > 0)
    .toSorted(([one], [other]) => one - other)
    .map(([start, requests]) => ({
      start,
      requests,
      errors: { '5xx': at('e5', start) ?? 0, '4xx': at('e4', start) ?? 0, model: at('em', start) ?? 0 },
      latencyMs: { ...inMs(99, at('p99', start)), ...inMs(90, at('p90', start)) },
    }));
};

const inMs = (percentile: 90 | 99, microseconds: number | undefined): Minute['latencyMs'] =>
  microseconds === undefined ? {} : { [percentile]: microseconds / MICROSECONDS_PER_MS };

type Asked = { readonly id: string; readonly metric: string; readonly stat: string; readonly period: number };

const query = ({ endpoint, variant }: VariantName, { id, metric, stat, period }: Asked): MetricDataQuery => ({
  Id: id,
  MetricStat: {
    Metric: {
      Namespace: 'AWS/SageMaker',
      MetricName: metric,
      Dimensions: [
        { Name: 'EndpointName', Value: endpoint },
        { Name: 'VariantName', Value: variant },
      ],
    },
    Period: period,
    Stat: stat,
  },
});

type Series = { readonly status: StatusCode | undefined; readonly values: ReadonlyMap<Instant, number> };
type AllSeries = ReadonlyMap<string, Series>;

/** A call answers 100,800 datapoints at most, and says where to go on. */
const read = async (client: CloudWatchClient, asked: readonly MetricDataQuery[], span: Span): Promise<AllSeries> => {
  const series = new Map<string, Series>();
  let token: string | undefined;
  do {
    const reply = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: [...asked],
        StartTime: new Date(span.from),
        EndTime: new Date(span.to),
        NextToken: token,
      }),
    );
    for (const result of reply.MetricDataResults ?? []) series.set(result.Id ?? '', joined(series, result));
    token = reply.NextToken;
  } while (token !== undefined);
  return series;
};

/** A series that is cut by a page is told as partial, and as complete with its last part. */
const joined = (series: AllSeries, { Id = '', Timestamps = [], Values = [], StatusCode: status }: MetricDataResult) => {
  const points = Timestamps.map((time, place) => [time.getTime(), Values[place] ?? 0] as const);
  return { status, values: new Map([...(series.get(Id)?.values ?? []), ...points]) };
};
