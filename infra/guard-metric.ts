import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { dimensionsOf, type MeasuredVariant, NAMESPACE, PERIOD } from '../lambdas/domain/alarm-definition.ts';
import { kindOf } from '../lambdas/domain/guards/index.ts';
import type { MetricRead } from '../lambdas/domain/guards/kind.ts';
import type { Guard } from '../lambdas/domain/policy.ts';

export const GUARD_PERIOD = Duration.seconds(PERIOD);

/** What a guard's alarm watches, as the functions will compare it. */
export const guardMetric = (of: MeasuredVariant, guard: Guard): IMetric => {
  const { expression, metrics } = kindOf(guard).measured(guard, of);
  return new MathExpression({
    expression,
    usingMetrics: Object.fromEntries(Object.entries(metrics).map(([id, metric]) => [id, variantMetric(of, metric)])),
    label: guard.id,
    period: GUARD_PERIOD,
  });
};

const variantMetric = (of: MeasuredVariant, metric: MetricRead): Metric =>
  new Metric({
    namespace: metric.namespace ?? NAMESPACE,
    metricName: metric.name,
    dimensionsMap: dimensionsOf(of, metric),
    statistic: metric.stat,
    period: GUARD_PERIOD,
  });
