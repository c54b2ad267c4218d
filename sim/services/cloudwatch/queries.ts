import type { Expected, Frame, Member, Points } from './math/value.ts';
import type { MetricStore } from './metric-store.ts';
import type { MetricQuery, Query } from './metrics/parse-queries.ts';
import { statistic } from './statistics.ts';

export {
  type ExpressionQuery,
  type MetricQuery,
  parseQueries,
  type Query,
  type QueryInput,
} from './metrics/parse-queries.ts';

/** What a metric's past lets one expect of the period that starts then. */
export type Expects = (query: MetricQuery, start: number) => Expected | undefined;

/** Without `expects` there are no bands. */
export type View = {
  readonly store: Pick<MetricStore, 'tally'>;
  readonly starts: readonly number[];
  readonly expects?: Expects | undefined;
};

/**
 * The datapoints of queries of one period, which is how long the periods that start at `starts` are. Nothing is computed
 * twice.
 */
export const frameOver = (queries: readonly Query[], view: View): Frame => {
  const known = new Map<string, Points | readonly Member[]>();
  const once = <T extends Points | readonly Member[]>(id: string, make: (query: Query) => T): T => {
    const before = known.get(id);
    if (before !== undefined) return before as T;
    const made = make(present(queries, id));
    known.set(id, made);
    return made;
  };
  const frame: Frame = {
    starts: view.starts,
    series: (id) => once(id, (query) => seriesOf(query, view, frame)),
    array: (id) => once(id, (query) => membersOf(query, frame)),
    expected: (id) => expectedOf(present(queries, id), view),
  };
  return frame;
};

/** The one period, in seconds, that all metrics behind a query share. */
export const periodOf = (queries: readonly Query[], id: string): number => {
  const periods = new Set(metricsBehind(queries, id).map(({ periodSeconds }) => periodSeconds));
  if (periods.size > 1) {
    throw new Error(`"${id}" mixes the periods ${[...periods].join(', ')} s: they must be the same`);
  }
  const query = queries.find((one) => one.id === id);
  const [period = query?.kind === 'expression' ? query.ownPeriod : undefined] = periods;
  if (period === undefined) throw new Error(`"${id}" uses no metric, and the small AWS needs its Period then`);
  return period;
};

export const metricsBehind = (queries: readonly Query[], id: string): readonly MetricQuery[] => {
  const query = queries.find((one) => one.id === id);
  if (query === undefined) return [];
  return query.kind === 'metric' ? [query] : query.uses.flatMap((inner) => metricsBehind(queries, inner));
};

const present = (queries: readonly Query[], id: string): Query => {
  const query = queries.find((one) => one.id === id);
  if (query === undefined) throw new Error(`no metric and no expression has the id "${id}"`);
  return query;
};

const seriesOf = (query: Query, { store, starts }: View, frame: Frame): Points => {
  if (query.kind === 'expression') {
    if (query.compiled.shape !== 'series') throw new Error(`"${query.id}" yields no single time series`);
    return query.compiled.run(frame);
  }
  const lengthMs = query.periodSeconds * 1000;
  return starts.map((from) => {
    const tally = store.tally(query.metric, { from, to: from + lengthMs }, query.unit);
    return tally && statistic(tally, query.stat);
  });
};

const expectedOf = (query: Query, { starts, expects }: View): readonly (Expected | undefined)[] =>
  starts.map((start) => (query.kind === 'metric' ? expects?.(query, start) : undefined));

const membersOf = (query: Query, frame: Frame): readonly Member[] => {
  if (query.kind === 'metric' || query.compiled.shape !== 'array') throw new Error(`"${query.id}" yields no array`);
  return query.compiled.run(frame);
};
