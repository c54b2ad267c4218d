import { type CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { type Instant, MINUTE } from '../../../lambdas/domain/model.ts';
import { nameOf, type Wanted } from '../../replay/wanted.ts';
import { Trouble } from '../../trouble.ts';
import type { Row } from '../row.ts';

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

/** The account's own minutes, oldest first. */
export async function* accountRows(
  client: CloudWatchClient,
  wanted: readonly Wanted[],
  stretches: readonly Span[],
): AsyncGenerator<Row> {
  for (const stretch of stretches) {
    const rows = new Map<Instant, Map<string, number>>();
    for (let first = 0; first < wanted.length; first += MOST_QUERIES)
      await readInto(rows, client, wanted.slice(first, first + MOST_QUERIES), stretch);
    for (const start of [...rows.keys()].toSorted((one, other) => one - other))
      yield { start, values: rows.get(start) ?? new Map() };
  }
}

const readInto = async (
  rows: Map<Instant, Map<string, number>>,
  client: CloudWatchClient,
  wanted: readonly Wanted[],
  { from, until }: Span,
): Promise<void> => {
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
    for (const { Id = '', Timestamps = [], Values = [], StatusCode } of page.MetricDataResults ?? []) {
      const metric = wanted[Number(Id.slice(1))];
      if (metric === undefined) continue;
      if (StatusCode === 'InternalError' || StatusCode === 'Forbidden') throw unanswered(metric, StatusCode);
      for (const [place, time] of Timestamps.entries()) put(rows, time.getTime(), nameOf(metric), Values[place]);
    }
    token = page.NextToken;
  } while (token !== undefined);
};

const put = (rows: Map<Instant, Map<string, number>>, start: Instant, name: string, value = Number.NaN): void => {
  const row = rows.get(start) ?? new Map<string, number>();
  rows.set(start, row.set(name, value));
};

const unanswered = (metric: Wanted, code: string): Trouble =>
  new Trouble('aws', `CloudWatch answered ${code} to ${nameOf(metric)}.`, 'Try again in a minute.');

const queryFor = ({ namespace, metric, stat, dimensions }: Wanted, place: number): MetricDataQuery => ({
  Id: `m${place}`,
  MetricStat: {
    Metric: {
      Namespace: namespace,
      MetricName: metric,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: MINUTE / 1_000,
    Stat: stat,
  },
});
