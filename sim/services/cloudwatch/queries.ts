import { evaluate, type Points, pointsIn } from './math/evaluate.ts';
import { type Expression, parseMath } from './math/parse.ts';
import { idsIn, type Shape, shapeOf } from './math/shape.ts';
import type { Metric, MetricStore } from './metric-store.ts';
import { parseStat, type Stat, statistic } from './statistics.ts';

/** What `MetricDataQuery` says in the API and in templates alike. */
export type QueryInput = {
  readonly Id?: string | undefined;
  readonly Label?: string | undefined;
  readonly ReturnData?: boolean | undefined;
  readonly Expression?: string | undefined;
  readonly Period?: number | undefined;
  readonly MetricStat?:
    | {
        readonly Metric?:
          | {
              readonly Namespace?: string | undefined;
              readonly MetricName?: string | undefined;
              readonly Dimensions?:
                | readonly { readonly Name?: string | undefined; readonly Value?: string | undefined }[]
                | undefined;
            }
          | undefined;
        readonly Period?: number | undefined;
        readonly Stat?: string | undefined;
        readonly Unit?: string | undefined;
      }
    | undefined;
};

type Named = { readonly id: string; readonly label: string | undefined; readonly returnData: boolean };
export type MetricQuery = Named & {
  readonly kind: 'metric';
  readonly metric: Metric;
  readonly stat: Stat;
  readonly periodSeconds: number;
  readonly unit: string | undefined;
};
export type ExpressionQuery = Named & { readonly kind: 'expression'; readonly expression: Expression };
export type Query = MetricQuery | ExpressionQuery;

/** Queries that belong together: expressions refer to the others by id. Throws an Error that says what is wrong. */
export const parseQueries = (inputs: readonly QueryInput[]): readonly Query[] => {
  const queries = inputs.map(parseQuery);
  const ids = queries.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new Error(`the id "${twice}" stands there twice`);
  for (const query of queries) refuseScalar(query, shapeOfQuery(queries, query, []));
  return queries;
};

/** The datapoints of one query in periods that start at `starts`, all of them as long as the query's own period. */
export const pointsOf = (queries: readonly Query[], id: string, view: View): Points => {
  const query = queries.find((one) => one.id === id);
  if (query === undefined) throw new Error(`no metric and no expression has the id "${id}"`);
  if (query.kind === 'expression') {
    return pointsIn(evaluate(query.expression, (inner) => pointsOf(queries, inner, view)));
  }
  const lengthMs = query.periodSeconds * 1000;
  return view.starts.map((from) => {
    const tally = view.store.tally(query.metric, { from, to: from + lengthMs }, query.unit);
    return tally && statistic(tally, query.stat);
  });
};
export type View = { readonly store: MetricStore; readonly starts: readonly number[] };

/** The one period, in seconds, that all metrics behind a query share. */
export const periodOf = (queries: readonly Query[], id: string): number => {
  const periods = new Set(metricsBehind(queries, id).map(({ periodSeconds }) => periodSeconds));
  const [period] = periods;
  if (period === undefined) throw new Error(`"${id}" uses no metric`);
  if (periods.size > 1)
    throw new Error(`"${id}" mixes the periods ${[...periods].join(', ')} s: they must be the same`);
  return period;
};

export const metricsBehind = (queries: readonly Query[], id: string): readonly MetricQuery[] => {
  const query = queries.find((one) => one.id === id);
  if (query === undefined) return [];
  return query.kind === 'metric' ? [query] : idsIn(query.expression).flatMap((inner) => metricsBehind(queries, inner));
};

const parseQuery = (input: QueryInput): Query => {
  const {
    Id: id = '',
    Label: label,
    ReturnData: returnData = true,
    Expression: expression,
    MetricStat: metricStat,
  } = input;
  if (!/^[a-z][a-zA-Z0-9_]{0,254}$/.test(id)) throw new Error(`the id "${id}" must start with a lower-case letter`);
  if ((expression === undefined) === (metricStat === undefined)) {
    throw new Error(`"${id}" needs either Expression or MetricStat`);
  }
  if (expression !== undefined) return { kind: 'expression', id, label, returnData, expression: parseMath(expression) };
  return { kind: 'metric', id, label, returnData, ...parseMetricStat(id, metricStat) };
};

const parseMetricStat = (id: string, input: QueryInput['MetricStat']): Omit<MetricQuery, 'kind' | keyof Named> => {
  const { Metric: metric, Period: periodSeconds = 0, Stat: name = '', Unit: unit } = input ?? {};
  const { Namespace: namespace, MetricName, Dimensions = [] } = metric ?? {};
  if (!namespace || !MetricName) throw new Error(`"${id}" needs Namespace and MetricName`);
  const stat = parseStat(name);
  if (stat === undefined) throw new Error(`"${id}": the small AWS does not know the statistic "${name}"`);
  refusePeriod(id, periodSeconds);

  const dimensions = Object.fromEntries(Dimensions.map(({ Name = '', Value = '' }) => [Name, Value]));
  return { metric: { namespace, name: MetricName, dimensions }, stat, periodSeconds, unit };
};

const refusePeriod = (id: string, seconds: number): void => {
  if ([10, 20, 30].includes(seconds)) {
    throw new Error(`"${id}": a period of ${seconds} s needs high resolution, and the small AWS keeps whole minutes`);
  }
  if (seconds < 60 || seconds % 60 !== 0) {
    throw new Error(`"${id}": a period is 10, 20, 30 or a multiple of 60 seconds, not ${seconds}`);
  }
};

const refuseScalar = (query: Query, shape: Shape): void => {
  if (shape === 'series') return;
  if (shape === 'array') throw new Error(`"${query.id}" yields several time series; the small AWS needs one`);
  throw new Error(`"${query.id}" yields a single number, and CloudWatch needs a time series`);
};

const shapeOfQuery = (queries: readonly Query[], query: Query, path: readonly string[]): Shape => {
  if (query.kind === 'metric') return 'series';
  if (path.includes(query.id)) throw new Error(`"${query.id}" refers to itself`);
  return shapeOf(query.expression, (id) => {
    const inner = queries.find((one) => one.id === id);
    return inner && shapeOfQuery(queries, inner, [...path, query.id]);
  });
};
