import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ErrorSignal, Guard } from '../lambdas/domain/policy.ts';

export type MeasuredVariant = { readonly endpoint: string; readonly variant: string };

/** SageMaker publishes invocation metrics once a minute. */
export const GUARD_PERIOD = Duration.minutes(1);

const ERROR_METRICS: Readonly<Record<ErrorSignal, string>> = {
  '5xx': 'Invocation5XXErrors',
  '4xx': 'Invocation4XXErrors',
  model: 'InvocationModelErrors',
};

/**
 * What a guard's alarm watches: a share (0..1) or milliseconds, and 0 in a minute with too few requests to judge by.
 * SageMaker emits an error metric as 0 or 1 per response, so that its sum is there whenever `Invocations` is.
 */
export const guardMetric = (of: MeasuredVariant, guard: Guard): IMetric => {
  const n = variantMetric(of, 'Invocations', Stats.SUM);
  const { expression, usingMetrics } = breachable(of, guard);
  return new MathExpression({
    expression: `IF(n >= ${guard.minRequests}, ${expression}, 0)`,
    usingMetrics: { n, ...usingMetrics },
    label: guard.id,
    period: GUARD_PERIOD,
  });
};

const breachable = (of: MeasuredVariant, guard: Guard) => {
  if (guard.signal !== 'latency')
    return { expression: 'e / n', usingMetrics: { e: variantMetric(of, ERROR_METRICS[guard.signal], Stats.SUM) } };

  // ModelLatency is in microseconds.
  const p = variantMetric(of, 'ModelLatency', Stats.percentile(guard.percentile ?? 99));
  return { expression: 'p / 1000', usingMetrics: { p } };
};

const variantMetric = (of: MeasuredVariant, metricName: string, statistic: string): Metric =>
  new Metric({
    namespace: 'AWS/SageMaker',
    metricName,
    dimensionsMap: { EndpointName: of.endpoint, VariantName: of.variant },
    statistic,
    period: GUARD_PERIOD,
  });
