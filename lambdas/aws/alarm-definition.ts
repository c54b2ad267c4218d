import type { MetricAlarm, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { type AlarmDefinition, BAND, metricWords } from '../domain/alarm-definition.ts';

/** What the alarm asks for now, whoever made it so. */
export const definitionOf = (alarm: MetricAlarm): AlarmDefinition => {
  const { Metrics: queries = [], EvaluationPeriods: outOf } = alarm;
  return {
    threshold: `${alarm.ComparisonOperator} ${alarm.ThresholdMetricId === undefined ? alarm.Threshold : BAND}`,
    periods: `${alarm.DatapointsToAlarm ?? outOf} of ${outOf}`,
    'missing data': alarm.TreatMissingData ?? 'missing',
    computes: queries.find(({ Expression }) => Expression !== undefined)?.Expression ?? `${alarm.MetricName} alone`,
    metrics: metricWords(queries.flatMap(metricOf)),
  };
};

const metricOf = ({ Id: id = '', MetricStat: stat }: MetricDataQuery) =>
  stat === undefined
    ? []
    : [
        {
          id,
          namespace: stat.Metric?.Namespace ?? '',
          name: stat.Metric?.MetricName ?? '',
          stat: stat.Stat ?? '',
          period: stat.Period ?? 0,
          dimensions: Object.fromEntries(
            (stat.Metric?.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value]),
          ),
        },
      ];
