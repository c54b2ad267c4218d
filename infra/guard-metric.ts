import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type Metric as Measured, PERIOD, periodIn } from '../lambdas/domain/alarm-definition.ts';
import { kindOf } from '../lambdas/domain/guards/index.ts';
import type { MeasuredVariant } from '../lambdas/domain/guards/kind.ts';
import type { Guard } from '../lambdas/domain/policy.ts';
import { metricsOf } from '../lambdas/domain/promised-alarm.ts';

export const GUARD_PERIOD = Duration.seconds(PERIOD);

/** What a guard's alarm watches, as the functions will compare it; undefined: it is not ours. */
export const guardMetric = (of: MeasuredVariant, guard: Guard): IMetric | undefined => {
  const measured = kindOf(guard).measured(guard, of);
  return (
    measured &&
    new MathExpression({
      expression: measured.expression,
      usingMetrics: Object.fromEntries(metricsOf(of, guard).map((metric) => [metric.id, metricIn(metric)])),
      label: guard.id,
      period: Duration.seconds(periodIn(guard)),
    })
  );
};

const metricIn = ({ namespace, name, stat, period, dimensions }: Measured): Metric =>
  new Metric({
    namespace,
    metricName: name,
    dimensionsMap: dimensions,
    statistic: stat,
    period: Duration.seconds(period),
  });
