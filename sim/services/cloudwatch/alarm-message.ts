import type { Account } from '../../types.ts';
import type { Transition } from './alarm.ts';
import type { AlarmDefinition } from './alarm-definition.ts';
import type { AlarmProperties, MetricQueryProperties } from './alarm-schema.ts';
import { offsetTime } from './wording.ts';

/** SNS refuses a subject of 100 characters or more. */
const LONGEST_SUBJECT = 99;

/** What an alarm publishes to the topics of its actions. */
export const alarmMessage = ({ alarm, from, to }: Transition, account: Account) => ({
  subject: subjectOf(to.state, alarm.name, regionName(account.region)),
  message: JSON.stringify({
    AlarmName: alarm.name,
    AlarmDescription: alarm.description ?? null,
    AWSAccountId: account.id,
    AlarmConfigurationUpdatedTimestamp: offsetTime(alarm.configuredAt),
    NewStateValue: to.state,
    NewStateReason: to.reason,
    StateChangeTime: offsetTime(to.since),
    Region: regionName(account.region),
    AlarmArn: alarm.arn,
    OldStateValue: from.state,
    OKActions: alarm.actions.of.OK,
    AlarmActions: alarm.actions.of.ALARM,
    InsufficientDataActions: alarm.actions.of.INSUFFICIENT_DATA,
    ...alarm.inMessage,
  }),
});

/** Messages name regions as the console does. */
const REGION_NAMES: Readonly<Record<string, string>> = {
  'us-east-1': 'US East (N. Virginia)',
  'us-east-2': 'US East (Ohio)',
  'us-west-2': 'US West (Oregon)',
  'eu-west-1': 'EU (Ireland)',
  'eu-central-1': 'EU (Frankfurt)',
};

const regionName = (region: string): string => REGION_NAMES[region] ?? region;

const subjectOf = (state: string, name: string, region: string): string => {
  const room = LONGEST_SUBJECT - `${state}: "" in ${region}`.length;
  return `${state}: "${name.length > room ? `${name.slice(0, room - 3)}...` : name}" in ${region}`;
};

/** `Trigger` in the message of a metric alarm. */
export const triggerOf = (alarm: AlarmDefinition): Readonly<Record<string, unknown>> => {
  const { given } = alarm;
  const rule = {
    Period: alarm.periodSeconds,
    EvaluationPeriods: given.EvaluationPeriods,
    ...(given.DatapointsToAlarm !== undefined && { DatapointsToAlarm: given.DatapointsToAlarm }),
    ComparisonOperator: given.ComparisonOperator,
    ...(given.ThresholdMetricId === undefined
      ? { Threshold: given.Threshold }
      : { ThresholdMetricId: given.ThresholdMetricId }),
    TreatMissingData: given.TreatMissingData ?? '',
    EvaluateLowSampleCountPercentile: given.EvaluateLowSampleCountPercentile ?? '',
  };
  return given.Metrics === undefined
    ? { ...single(given), ...rule }
    : { ...rule, Metrics: given.Metrics.map(inMessage) };
};

const single = (given: AlarmProperties) => ({
  MetricName: given.MetricName,
  Namespace: given.Namespace,
  ...(given.Statistic === undefined
    ? { StatisticType: 'ExtendedStatistic', ExtendedStatistic: given.ExtendedStatistic }
    : { StatisticType: 'Statistic', Statistic: OLD_STATISTIC_NAMES[given.Statistic] }),
  Unit: given.Unit ?? null,
  Dimensions: dimensions(given.Dimensions),
});

const OLD_STATISTIC_NAMES = {
  Sum: 'SUM',
  Average: 'AVERAGE',
  Minimum: 'MINIMUM',
  Maximum: 'MAXIMUM',
  SampleCount: 'SAMPLE_COUNT',
} as const;

const dimensions = (given: AlarmProperties['Dimensions']) =>
  (given ?? []).map(({ Name, Value }) => ({ value: Value, name: Name }));

const inMessage = ({ Id, Label, ReturnData = true, Expression, MetricStat }: MetricQueryProperties) => ({
  ...(Expression !== undefined && { Expression }),
  Id,
  ...(Label !== undefined && { Label }),
  ...(MetricStat !== undefined && {
    MetricStat: {
      Metric: {
        Dimensions: dimensions(MetricStat.Metric.Dimensions),
        MetricName: MetricStat.Metric.MetricName,
        Namespace: MetricStat.Metric.Namespace,
      },
      Period: MetricStat.Period,
      Stat: MetricStat.Stat,
      ...(MetricStat.Unit !== undefined && { Unit: MetricStat.Unit }),
    },
  }),
  ReturnData,
});
