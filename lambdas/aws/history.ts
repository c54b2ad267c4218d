import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { dimensionsOf, NAMESPACE, PERIOD } from '../domain/alarm-definition.ts';
import type { Series, Span } from '../domain/judge/judged.ts';
import { type Instant, MINUTE } from '../domain/model.ts';
import type { Asked, History, Log } from '../ports.ts';
import { messageOf, within } from './clients.ts';

/** For all calls together: whoever judges does so again a minute later. */
const READ_WITHIN_MS = 10_000;

/** GetMetricData's own bounds on one call. */
const QUESTIONS = 500;
const DATAPOINTS = 100_800;

/** So many calls at once: the account's other readers share fifty a second, and the datapoints of a second. */
const AT_ONCE = 4;

export const cloudwatchHistory =
  (client: CloudWatchClient, log: Log, usualMs = READ_WITHIN_MS): History =>
  async (asked, span, withinMs = usualMs) => {
    const each = Math.max(1, Math.min(QUESTIONS, Math.floor(DATAPOINTS / ((span.until - span.from) / MINUTE))));
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
  const results = await pages(client, asked.map(queryOf), how);
  return asked.map(({ per }, place) => {
    const own = results.filter(({ Id }) => Id === `q${place}`);
    // A part may come on a page of its own. What is not complete by the last one must not look like nobody served.
    if (own.at(-1)?.StatusCode !== 'Complete') throw new Error('CloudWatch answered in part only');
    return new Map(own.flatMap((result) => pointsOf(result, per)));
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

const pointsOf = ({ Timestamps = [], Values = [] }: MetricDataResult, per: number): readonly [Instant, number][] =>
  Timestamps.map((time, place) => [time.getTime(), (Values[place] ?? 0) / per]);

const queryOf = (
  { endpoint, variant, name, stat, namespace, periodSeconds, ...asked }: Asked,
  place: number,
): MetricDataQuery => ({
  Id: `q${place}`,
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
