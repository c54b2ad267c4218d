import type { Account } from '../../../types.ts';
import type { Member, Points } from '../math/value.ts';
import type { MetricQuery, Query } from '../queries.ts';

/** The label of each query: its own, or the one that CloudWatch makes. Dynamic parts are still in it. */
export const labelsOf = (queries: readonly Query[]): ReadonlyMap<string, string> => {
  const metrics = queries.filter((query) => query.kind === 'metric');
  return new Map(queries.map((query) => [query.id, query.label ?? madeLabel(query, metrics)]));
};

/** The metric's name, with the statistic and the period where the metrics of the request differ in them. */
const madeLabel = (query: Query, metrics: readonly MetricQuery[]): string => {
  if (query.kind === 'expression') return query.id;
  const differs = (of: (query: MetricQuery) => unknown) => new Set(metrics.map(of)).size > 1;
  return [
    query.metric.name,
    ...(differs(({ stat }) => stat.name) ? [query.stat.name] : []),
    ...(differs(({ periodSeconds }) => periodSeconds) ? [String(query.periodSeconds)] : []),
  ].join(' ');
};

/** An expression that yields several series names each by its own label and the metric's. */
export const memberLabel = (label: string, { id }: Member, labels: ReadonlyMap<string, string>): string =>
  id === undefined ? label : `${label} ${labels.get(id) ?? id}`;

export type LabelSubject = {
  readonly query: Query;
  readonly points: Points;
  readonly account: Account;
  /** What CloudWatch would call it without a label. */
  readonly made: string;
};

/** Fills in `${MAX}`, `${PROP('MetricName')}` and the like. */
export const withDynamicParts = (label: string, subject: LabelSubject): string =>
  label.replaceAll(/\$\{([^}]*)\}/g, (_, part: string) => {
    const property = /^PROP\('([^']*)'\)$/.exec(part)?.[1];
    return property === undefined ? live(part, subject) : propertyOf(property, subject);
  });

const live = (part: string, { points, made }: LabelSubject): string => {
  if (part === 'LABEL') return made;
  const values = points.filter((point) => point !== undefined);
  const of = Object.hasOwn(LIVE, part) ? LIVE[part] : undefined;
  if (of === undefined) throw new Error(`the small AWS does not know \${${part}} in a label`);
  return values.length === 0 && part !== 'DATAPOINT_COUNT' ? '--' : String(of(values));
};

const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b));
const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b));
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Of the values, oldest first. Those that tell times are not built: nobody knows how they are written. */
const LIVE: Readonly<Record<string, (values: readonly number[]) => number>> = {
  AVG: (values) => sum(values) / values.length,
  DATAPOINT_COUNT: (values) => values.length,
  FIRST: (values) => values.at(0) ?? 0,
  FIRST_LAST_RANGE: (values) => (values.at(-1) ?? 0) - (values.at(0) ?? 0),
  LAST: (values) => values.at(-1) ?? 0,
  MAX: most,
  MIN: least,
  MIN_MAX_RANGE: (values) => most(values) - least(values),
  SUM: sum,
};

const propertyOf = (name: string, { query, account }: LabelSubject): string => {
  if (name === 'Region') return account.region;
  if (name === 'AccountId') return account.id;
  if (name === 'AccountLabel') throw new Error("the small AWS does not know ${PROP('AccountLabel')} in a label");
  if (query.kind === 'expression') return '';
  const { metric, stat, periodSeconds } = query;
  if (name.startsWith('Dim.')) return own(metric.dimensions, name.slice(4));
  const known: Readonly<Record<string, string>> = {
    MetricName: metric.name,
    Namespace: metric.namespace,
    Period: String(periodSeconds),
    Stat: stat.name,
  };
  return own(known, name);
};

const own = (record: Readonly<Record<string, string>>, key: string): string =>
  (Object.hasOwn(record, key) ? record[key] : undefined) ?? '';
