import { guardAlarmName } from '../../contract.ts';
import type { Metric } from '../alarm-definition.ts';
import { kindOf } from '../guards/index.ts';
import { isFine } from '../guards/kind.ts';
import { limitOf } from '../guards/limit.ts';
import type { Deployment, Guard, Policy } from '../policy.ts';
import { metricsOf } from '../promised-alarm.ts';

/** A metric as an alarm reads it. `unit`: only datapoints of that unit count. */
export type WatchedMetric = Metric & { readonly unit?: string };

export type Comparison = 'above' | 'at or above' | 'below' | 'at or below';

/** What an alarm, ours or anybody's, asks of its metrics. */
export type Watch = {
  readonly name: string;
  readonly comparison: Comparison;
  readonly threshold: number;
  /** M of N. */
  readonly breaching: number;
  readonly outOf: number;
  readonly missing: 'missing' | 'notBreaching' | 'breaching' | 'ignore';
  /** Metric math, or the id of its only metric. */
  readonly expression: string;
  readonly metrics: readonly WatchedMetric[];
  /** A percentile of few samples leaves its state alone (EvaluateLowSampleCountPercentile). */
  readonly ignoresFewSamples?: boolean;
  /** Its metrics are to come by the second: that they do, only the account can show. */
  readonly isFine?: true;
};

export const beyond = ({ comparison, threshold }: Pick<Watch, 'comparison' | 'threshold'>, figure: number): boolean => {
  switch (comparison) {
    case 'above':
      return figure > threshold;
    case 'at or above':
      return figure >= threshold;
    case 'below':
      return figure < threshold;
    case 'at or below':
      return figure <= threshold;
  }
};

/** The alarm of a guard, as it is deployed; undefined: it is not ours. */
export const watchOf = (
  { name }: Pick<Deployment, 'name'>,
  { endpoint }: Pick<Policy, 'endpoint'>,
  { variant, guard }: { readonly variant?: string; readonly guard: Guard },
): Watch | undefined => {
  const of = { deployment: name, endpoint, ...(variant !== undefined && { variant }) };
  const measured = kindOf(guard).measured(guard, of);
  const threshold = limitOf(guard);
  if (measured === undefined || threshold === undefined) return undefined;
  return {
    name: guardAlarmName(name, endpoint, variant, guard.id),
    comparison: guard.below === undefined ? 'above' : 'below',
    threshold,
    breaching: guard.breachingPeriods,
    outOf: guard.outOfPeriods,
    missing: guard.missing ?? 'notBreaching',
    expression: measured.expression,
    metrics: metricsOf(of, guard),
    ...(isFine(guard) && { isFine: true as const }),
  };
};
