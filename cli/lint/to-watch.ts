import type { MetricAlarm, MetricDataQuery, MetricStat } from '@aws-sdk/client-cloudwatch';
import type { Comparison, Watch, WatchedMetric } from '../../lambdas/domain/lint/watch.ts';

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  GreaterThanThreshold: 'above',
  GreaterThanOrEqualToThreshold: 'at or above',
  LessThanThreshold: 'below',
  LessThanOrEqualToThreshold: 'at or below',
};

const MISSING = ['notBreaching', 'breaching', 'ignore'] as const;

/** Undefined: it compares with a band, or watches what is no metric, and nothing can be said of it. */
export const toWatch = (alarm: MetricAlarm): Watch | undefined => {
  const comparison = COMPARISONS[alarm.ComparisonOperator ?? ''];
  const asked = alarm.MetricName === undefined ? mathOf(alarm.Metrics ?? []) : plainOf(alarm);
  if (comparison === undefined || alarm.Threshold === undefined || asked === undefined) return undefined;
  const { EvaluationPeriods: outOf = 1 } = alarm;
  return {
    name: alarm.AlarmName ?? '',
    comparison,
    threshold: alarm.Threshold,
    breaching: alarm.DatapointsToAlarm ?? outOf,
    outOf,
    missing: MISSING.find((one) => one === alarm.TreatMissingData) ?? 'missing',
    ...asked,
    ignoresFewSamples: alarm.EvaluateLowSampleCountPercentile === 'ignore',
  };
};

type Asked = Pick<Watch, 'expression' | 'metrics'>;

const plainOf = (alarm: MetricAlarm): Asked => ({
  expression: 'm1',
  metrics: [
    metricOf('m1', {
      Metric: alarm,
      Period: alarm.Period,
      Stat: alarm.Statistic ?? alarm.ExtendedStatistic,
      Unit: alarm.Unit,
    }),
  ],
});

/** Expressions that name others are written out. */
const mathOf = (queries: readonly MetricDataQuery[]): Asked | undefined => {
  const metrics = queries.flatMap(({ Id = '', MetricStat }) => (MetricStat ? [metricOf(Id, MetricStat)] : []));
  const returned = queries.find(({ ReturnData }) => ReturnData !== false);
  if (returned === undefined || metrics.length === 0) return undefined;
  const inner = queries.filter((query) => query !== returned && query.Expression !== undefined);
  const expression = inner.reduce(
    (text, { Id = '', Expression = '' }) => text.replaceAll(new RegExp(`\\b${Id}\\b`, 'g'), `(${Expression})`),
    returned.Expression ?? returned.Id ?? '',
  );
  return { expression, metrics };
};

const metricOf = (id: string, { Metric: metric, Period, Stat, Unit }: MetricStat): WatchedMetric => ({
  id,
  namespace: metric?.Namespace ?? '',
  name: metric?.MetricName ?? '',
  stat: Stat ?? '',
  period: Period ?? 60,
  dimensions: Object.fromEntries((metric?.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value])),
  ...(Unit !== undefined && { unit: Unit }),
});
