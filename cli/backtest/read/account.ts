import { type CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { type Instant, MINUTE, SECOND } from '../../../lambdas/domain/model.ts';
import { nameOf } from '../../replay/wanted.ts';
import { Trouble } from '../../trouble.ts';
import type { Row } from '../row.ts';
import type { Read } from '../watch.ts';

/** What one call may ask for, and what one page may hold (CloudWatch API reference, GetMetricData). */
const MOST_QUERIES = 500;
const MOST_POINTS = 100_800;

export type Span = { readonly from: Instant; readonly until: Instant };

/** As many minutes at once as one page holds: few calls cost little, and one stretch is all that is held. */
export const stretchesOf = ({ from, until }: Span, metrics: number): readonly Span[] => {
  const length = Math.floor(MOST_POINTS / Math.min(Math.max(1, metrics), MOST_QUERIES)) * MINUTE;
  const count = Math.max(0, Math.ceil((until - from) / length));
  return Array.from({ length: count }, (_, place) => ({
    from: from + place * length,
    until: Math.min(until, from + (place + 1) * length),
  }));
};

export type AccountHistory = {
  readonly rows: AsyncIterable<Row>;
  /** What CloudWatch said of its answers; complete once all is read. */
  readonly remarks: () => readonly string[];
};

/** The account's own metrics, oldest first. */
export const accountHistory = (
  client: CloudWatchClient,
  wanted: readonly Read[],
  stretches: readonly Span[],
): AccountHistory => {
  const remarks = new Set<string>();
  return { rows: rowsOf({ client, remarks }, wanted, stretches), remarks: () => [...remarks] };
};

type Asking = { readonly client: CloudWatchClient; readonly remarks: Set<string> };

async function* rowsOf(asking: Asking, wanted: readonly Read[], stretches: readonly Span[]): AsyncGenerator<Row> {
  const end = stretches.at(-1)?.until ?? 0;
  // Periods begin where the span does, so that each call has periods of one length.
  const groups = [...Map.groupBy(wanted, ({ periodSeconds }) => periodSeconds * SECOND)];
  for (const stretch of stretches) {
    const rows = new Map<Instant, Map<string, number>>();
    for (const [period, those] of groups)
      for (let first = 0; first < those.length; first += MOST_QUERIES)
        await readInto(rows, asking, those.slice(first, first + MOST_QUERIES), wholePeriods(stretch, period, end));
    for (const start of [...rows.keys()].toSorted((one, other) => one - other))
      yield { start, values: rows.get(start) ?? new Map() };
  }
}

/** Those that begin within the stretch, and are over by the end of all. */
const wholePeriods = ({ from, until }: Span, period: number, end: Instant): Span => ({
  from: Math.ceil(from / period) * period,
  until: Math.min(Math.ceil(until / period), Math.floor(end / period)) * period,
});

const readInto = async (
  rows: Map<Instant, Map<string, number>>,
  { client, remarks }: Asking,
  wanted: readonly Read[],
  { from, until }: Span,
): Promise<void> => {
  if (until <= from) return;
  const unread = new Set(wanted);
  let token: string | undefined;
  do {
    const page = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: wanted.map(queryFor),
        StartTime: new Date(from),
        EndTime: new Date(until),
        ScanBy: 'TimestampAscending',
        MaxDatapoints: MOST_POINTS,
        ...(token !== undefined && { NextToken: token }),
      }),
    );
    for (const { Value } of page.Messages ?? []) remarks.add(`CloudWatch said: ${Value}`);
    for (const { Id = '', Timestamps = [], Values = [], StatusCode, Messages = [] } of page.MetricDataResults ?? []) {
      const metric = wanted[Number(Id.slice(1))];
      if (metric === undefined) continue;
      if (StatusCode === 'InternalError' || StatusCode === 'Forbidden') throw unanswered(metric, StatusCode);
      if (StatusCode === 'Complete') unread.delete(metric);
      for (const { Value } of Messages) remarks.add(`CloudWatch said of ${nameOf(metric)}: ${Value}`);
      for (const [place, time] of Timestamps.entries()) put(rows, time.getTime(), nameOf(metric), Values[place]);
    }
    token = page.NextToken;
  } while (token !== undefined);
  // What is not complete by the last page must not look like minutes without data.
  for (const metric of unread) throw unanswered(metric, 'in part only');
};

const put = (rows: Map<Instant, Map<string, number>>, start: Instant, name: string, value = Number.NaN): void => {
  const row = rows.get(start) ?? new Map<string, number>();
  rows.set(start, row.set(name, value));
};

const unanswered = (metric: Read, how: string): Trouble =>
  new Trouble('aws', `CloudWatch answered ${how} to ${nameOf(metric)}.`, 'Try again in a minute.');

const queryFor = ({ namespace, metric, stat, dimensions, periodSeconds }: Read, place: number): MetricDataQuery => ({
  Id: `m${place}`,
  MetricStat: {
    Metric: {
      Namespace: namespace,
      MetricName: metric,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: periodSeconds,
    Stat: stat,
  },
});
