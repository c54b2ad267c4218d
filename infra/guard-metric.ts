import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { NAMESPACE, PERIOD } from '../lambdas/domain/alarm-definition.ts';
import { kindOf } from '../lambdas/domain/guards/index.ts';
import type { Guard } from '../lambdas/domain/policy.ts';

export type MeasuredVariant = { readonly endpoint: string; readonly variant: string };

export const GUARD_PERIOD = Duration.seconds(PERIOD);

/** What a guard's alarm watches, as the functions will compare it. */
export const guardMetric = (of: MeasuredVariant, guard: Guard): IMetric => {
  const { expression, metrics } = kindOf(guard).measured(guard);
  return new MathExpression({
    expression,
    usingMetrics: Object.fromEntries(
      Object.entries(metrics).map(([id, { name, stat }]) => [id, variantMetric(of, name, stat)]),
    ),
    label: guard.id,
    period: GUARD_PERIOD,
  });
};

const variantMetric = (of: MeasuredVariant, metricName: string, statistic: string): Metric =>
  new Metric({
    namespace: NAMESPACE,
    metricName,
    dimensionsMap: { EndpointName: of.endpoint, VariantName: of.variant },
    statistic,
    period: GUARD_PERIOD,
  });
