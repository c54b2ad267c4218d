import type { Wanted } from './wanted.ts';

/** SageMaker's latencies are in microseconds (SageMaker developer guide, "Monitor with CloudWatch"). */
const MICROSECONDS: ReadonlyMap<string, number> = new Map([
  ['µs', 1],
  ['μs', 1],
  ['us', 1],
  ['microseconds', 1],
  ['ms', 1_000],
  ['milliseconds', 1_000],
  ['s', 1_000_000],
  ['seconds', 1_000_000],
]);

const PLAIN: ReadonlySet<string> = new Set(['none', 'count', 'requests', 'errors']);

/** What turns a value in `unit` into the metric's own unit; undefined when that is not known. */
export const factorFor = ({ namespace, metric }: Wanted, unit: string | undefined): number | undefined => {
  if (unit === undefined) return 1;
  const known = unit.toLowerCase();
  if (namespace === 'AWS/SageMaker' && metric.endsWith('Latency')) return MICROSECONDS.get(known);
  return PLAIN.has(known) ? 1 : undefined;
};
