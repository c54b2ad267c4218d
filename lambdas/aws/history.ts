import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { dimensionsOf, NAMESPACE, PERIOD } from '../domain/alarm-definition.ts';
import type { BandLine } from '../domain/guards/kind.ts';
import type { Series, Span } from '../domain/judge/judged.ts';
import { type Instant, MINUTE } from '../domain/model.ts';
import type { Asked, History, Log } from '../ports.ts';
import { messageOf, within } from './clients.ts';

/** For all calls together: whoever judges does so again a minute later. */
const READ_WITHIN_MS = 10_000;

/** GetMetricData's own bounds on one call. */
const QUESTIONS = 500;
const DATAPOINTS = 100_800;

/** The metric itself, and both lines of its band. */
const OF_A_LINE = 3;

/** So many calls at once: the account's other readers share fifty a second, and the datapoints of a second. */
const AT_ONCE = 4;

export const cloudwatchHistory =
  (client: CloudWatchClient, log: Log, usualMs = READ_WITHIN_MS): History =>
  async (asked, span, withinMs = usualMs) => {
    const series = asked.some(({ line }) => line !== undefined) ? OF_A_LINE : 1;
    const most = Math.min(QUESTIONS, DATAPOINTS / ((span.until - span.from) / MINUTE));
    const each = Math.max(1, Math.floor(most / series));
    const signal = within(withinMs);
    try {
      const found: Series[] = [];
      for (const calls of chunks(chunks(asked, each), AT_ONCE))
        found.push(...(await Promise.all(calls.map((call) => read(client, call, { span, signal })))).flat());
      return found;
    } catch (error) {
      log('history unreadable', { error: messageOf(error) });
      return 'unreadable';
    }
  };

const chunks = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, place) => items.slice(place * size, (place + 1) * size));

type How = { readonly span: Span; readonly signal: ReturnType<typeof within> };

const read = async (client: CloudWatchClient, asked: readonly Asked[], how: How): Promise<readonly Series[]> => {
  const results = await pages(client, asked.flatMap(queriesOf), how);
  return asked.map(({ per, line }, place) => {
    const own = results.filter(({ Id }) => Id === `q${place}`);
    // A part may come on a page of its own. What is not complete by the last one must not look like nobody served.
    if (own.at(-1)?.StatusCode !== 'Complete') throw new Error('CloudWatch answered in part only');
    const points = own.flatMap((result) => pointsOf(result, per));
    return new Map(line === undefined ? points : lineIn(points, line));
  });
};

const pages = async (
  client: CloudWatchClient,
  queries: MetricDataQuery[],
  { span, signal }: How,
): Promise<readonly MetricDataResult[]> => {
  const found: MetricDataResult[] = [];
  let token: string | undefined;
  do {
    const reply = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: queries,
        StartTime: new Date(span.from),
        EndTime: new Date(span.until),
        ScanBy: 'TimestampAscending',
        ...(token !== undefined && { NextToken: token }),
      }),
      signal,
    );
    found.push(...(reply.MetricDataResults ?? []));
    token = reply.NextToken;
  } while (token !== undefined);
  return found;
};

type Point = readonly [at: Instant, figure: number];

const pointsOf = ({ Timestamps = [], Values = [] }: MetricDataResult, per: number): readonly Point[] =>
  Timestamps.map((time, place) => [time.getTime(), (Values[place] ?? 0) / per]);

/**
 * A band comes as two series of one id, and nothing says which is which. Where one of the two is not there, nobody knows
 * whose the other one is.
 */
const lineIn = (points: readonly Point[], { side }: BandLine): readonly Point[] =>
  [...Map.groupBy(points, ([at]) => at)].flatMap(([at, both]): readonly Point[] => {
    const figures = both.map(([, figure]) => figure);
    return figures.length < 2 ? [] : [[at, side === 'upper' ? Math.max(...figures) : Math.min(...figures)]];
  });

const queriesOf = ({ line, ...asked }: Asked, place: number): MetricDataQuery[] =>
  line === undefined
    ? [queryOf(asked, `q${place}`)]
    : [
        queryOf(asked, `m${place}`),
        { Id: `q${place}`, Expression: `ANOMALY_DETECTION_BAND(m${place}, ${line.deviations})` },
      ];

const queryOf = (
  { endpoint, variant, name, stat, namespace, periodSeconds, ...asked }: Omit<Asked, 'line'>,
  id: string,
): MetricDataQuery => ({
  Id: id,
  MetricStat: {
    Metric: {
      Namespace: namespace ?? NAMESPACE,
      MetricName: name,
      Dimensions: Object.entries(dimensionsOf({ endpoint, variant }, asked)).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: periodSeconds ?? PERIOD,
    Stat: stat,
  },
});
