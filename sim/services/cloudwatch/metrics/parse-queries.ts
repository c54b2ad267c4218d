import { Refusal } from '../../../types.ts';
import { bandedBy } from '../math/band.ts';
import { compile, idsIn, type Scope } from '../math/compile.ts';
import { type Expression, parseMath } from '../math/parse.ts';
import { MathProblem } from '../math/problem.ts';
import type { Compiled, Shape } from '../math/value.ts';
import type { Metric } from '../metric-store.ts';
import { parseStat, type Stat } from '../statistics.ts';
import { isPeriod } from './window.ts';

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
export type ExpressionQuery = Named & {
  readonly kind: 'expression';
  /** Ids of the queries that it refers to. */
  readonly uses: readonly string[];
  readonly compiled: Compiled;
  /** The metric whose band this is, if it is nothing but a band. */
  readonly band: string | undefined;
  /** As it was given, in seconds: only an expression without any metric needs one. */
  readonly ownPeriod: number | undefined;
};
export type Query = MetricQuery | ExpressionQuery;

/** Whether every expression must yield one time series, as in alarms, may be a band beside, or may yield any array. */
export type Yields = 'one-series' | 'one-series-or-a-band' | 'any-series';

/**
 * Queries that belong together: expressions refer to the others by id. Refuses expressions as CloudWatch does; throws an
 * Error that says what else is wrong with them.
 */
export const parseQueries = (inputs: readonly QueryInput[], yields: Yields = 'one-series'): readonly Query[] => {
  const ids = inputs.map(({ Id }) => Id ?? '');
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new Error(`the id "${twice}" stands there twice`);

  const parsed = inputs.map(parseQuery);
  const periods = parsed.flatMap((query) =>
    query.kind === 'metric' ? [[query.id, query.periodSeconds] as const] : [],
  );
  return compileAll(parsed, new Map(periods), yields);
};

type Parsed = MetricQuery | (Named & { kind: 'expression'; tree: Expression; ownPeriod: number | undefined });

const parseQuery = (input: QueryInput): Parsed => {
  const { Id: id = '', Label: label, ReturnData: returnData = true, Expression: text, Period: ownPeriod } = input;
  if (!/^[a-z][a-zA-Z0-9_]{0,254}$/.test(id)) throw new Error(`the id "${id}" must start with a lower-case letter`);
  if ((text === undefined) === (input.MetricStat === undefined)) {
    throw new Error(`"${id}" needs either Expression or MetricStat`);
  }
  if (text === undefined) return { kind: 'metric', id, label, returnData, ...parseMetricStat(id, input.MetricStat) };
  if (/^\s*SELECT\b/i.test(text)) throw new Error(`"${id}": the small AWS has no Metrics Insights queries`);
  return { kind: 'expression', id, label, returnData, ownPeriod, tree: inExpression(id, () => parseMath(text)) };
};

const inExpression = <T>(id: string, work: () => T): T => {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof MathProblem)) throw cause;
    throw new Refusal('ValidationError', `Error in expression '${id}': ${cause.message}`);
  }
};

const parseMetricStat = (id: string, input: QueryInput['MetricStat']): Omit<MetricQuery, 'kind' | keyof Named> => {
  const { Metric: metric, Period: periodSeconds = 0, Stat: name = '', Unit: unit } = input ?? {};
  const { Namespace: namespace, MetricName, Dimensions = [] } = metric ?? {};
  if (!namespace || !MetricName) throw new Error(`"${id}" needs Namespace and MetricName`);
  const stat = parseStat(name);
  if (stat === undefined) throw new Error(`"${id}": "${name}" is no statistic`);
  if (!isPeriod(periodSeconds)) {
    throw new Error(`"${id}": a period is 1, 5, 10, 20, 30 or a multiple of 60 seconds, not ${periodSeconds}`);
  }
  const dimensions = Object.fromEntries(Dimensions.map(({ Name = '', Value = '' }) => [Name, Value]));
  return { metric: { namespace, name: MetricName, dimensions }, stat, periodSeconds, unit };
};

/** Expressions may stand in any order, but not refer to themselves. */
const compileAll = (parsed: readonly Parsed[], metrics: Scope['metrics'], yields: Yields): readonly Query[] => {
  const done = new Map<string, Query>();
  const compiled = (query: Parsed, path: readonly string[]): Query => {
    const known = done.get(query.id);
    if (known !== undefined) return known;
    const made = query.kind === 'metric' ? query : inExpression(query.id, () => expression(query, path));
    done.set(query.id, made);
    return made;
  };
  const expression = ({ tree, ...query }: Extract<Parsed, { kind: 'expression' }>, path: readonly string[]) => {
    if (path.includes(query.id)) throw new MathProblem('The expression refers to itself');
    const shapeOf = (id: string): Shape | undefined => {
      const inner = parsed.find((one) => one.id === id);
      const found = inner && compiled(inner, [...path, query.id]);
      return found?.kind === 'expression' ? found.compiled.shape : found && 'series';
    };
    const scope = { shapeOf, metrics };
    const made = compile(tree, scope);
    const band = bandedBy(tree);
    if (band === undefined || yields === 'one-series') refuseShape(made.shape, yields);
    return { ...query, uses: idsIn(tree, scope), compiled: made, band };
  };
  return parsed.map((query) => compiled(query, []));
};

const refuseShape = (shape: Shape, yields: Yields): void => {
  if (shape === 'scalar') throw new MathProblem('The expression must return a time series, not a scalar');
  if (shape === 'series' || yields === 'any-series') return;
  throw new Refusal(
    'ValidationError',
    'Metrics expression that return multi time series are only allowed for MetricsInsights expression with an ORDER BY clause',
  );
};
