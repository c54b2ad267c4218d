import {
  type AlarmDefinition,
  BAND,
  dimensionsOf,
  type Metric,
  metricWords,
  NAMESPACE,
  periodIn,
} from './alarm-definition.ts';
import { kindOf } from './guards/index.ts';
import type { MeasuredVariant } from './guards/kind.ts';
import { limitOf } from './guards/limit.ts';
import type { Guard } from './policy.ts';

/** What a guard's alarm watches, each metric with all that names it. */
export const metricsOf = (of: MeasuredVariant, guard: Guard): readonly Metric[] =>
  Object.entries(kindOf(guard).measured(guard, of)?.metrics ?? {}).map(([id, one]) => ({
    id,
    namespace: one.namespace ?? NAMESPACE,
    name: one.name,
    stat: one.stat,
    period: periodIn(guard),
    dimensions: dimensionsOf(of, one),
  }));

/** The definition that a guard's alarm was deployed with; undefined: it is not ours. */
export const promisedDefinition = (of: MeasuredVariant, guard: Guard): AlarmDefinition | undefined => {
  const measured = kindOf(guard).measured(guard, of);
  return (
    measured && {
      threshold: thresholdIn(guard),
      periods: `${guard.breachingPeriods} of ${guard.outOfPeriods}`,
      'missing data': guard.missing ?? 'notBreaching',
      computes: measured.expression,
      metrics: metricWords(metricsOf(of, guard)),
    }
  );
};

const thresholdIn = (guard: Guard): string => {
  const isLess = guard.below !== undefined;
  if (guard.anomalyBand) return `${isLess ? 'LessThanLowerThreshold' : 'GreaterThanUpperThreshold'} ${BAND}`;
  return `${isLess ? 'LessThanThreshold' : 'GreaterThanThreshold'} ${limitOf(guard)}`;
};

/** Each part that is not as promised, in words. */
export const changesOf = (found: AlarmDefinition, promised: AlarmDefinition): readonly string[] =>
  (Object.keys(promised) as (keyof AlarmDefinition)[])
    .filter((part) => found[part] !== promised[part])
    .map((part) => `${part}: ${found[part]}, and not ${promised[part]}`);
