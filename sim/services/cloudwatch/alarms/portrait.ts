import type { Actions, Alarm, Portrait } from '../alarm.ts';
import type { AlarmDefinition } from '../alarm-definition.ts';
import { type EventToPut, eventMetrics } from '../alarm-event.ts';
import { triggerOf } from '../alarm-message.ts';
import type { AlarmProperties, MetricQueryProperties } from '../alarm-schema.ts';
import { doubleText, offsetTime } from '../wording.ts';
import { configurationChange } from './configuration-event.ts';
import { actionsInHistory, type Configured, type Operation } from './documents.ts';

export const actionsOf = (given: AlarmProperties): Actions => ({
  enabled: given.ActionsEnabled ?? true,
  of: {
    ALARM: given.AlarmActions ?? [],
    OK: given.OKActions ?? [],
    INSUFFICIENT_DATA: given.InsufficientDataActions ?? [],
  },
});

/** What the world is told of a metric alarm. */
export const portraitOf = ({ definition, configuredAt }: Alarm): Portrait => {
  const { name, arn, given } = definition;
  const description = given.AlarmDescription;
  return {
    type: 'MetricAlarm',
    name,
    arn,
    description,
    configuredAt,
    actions: actionsOf(given),
    configuration: { ...(description !== undefined && { description }), metrics: eventMetrics(definition) },
    inMessage: { Trigger: triggerOf(definition) },
  };
};

export const configurationEvent = (operation: Operation, alarm: Alarm, before?: Alarm): EventToPut => {
  const { definition, standing } = alarm;
  return configurationChange({
    name: definition.name,
    arn: definition.arn,
    operation,
    state: { value: standing.state, timestamp: offsetTime(standing.since) },
    configuration: inEvent(alarm),
    previousConfiguration: before && inEvent(before),
  });
};

const inEvent = ({ definition, configuredAt }: Alarm): Readonly<Record<string, unknown>> => {
  const { name, given } = definition;
  const { enabled, of } = actionsOf(given);
  return present({
    evaluationPeriods: given.EvaluationPeriods,
    datapointsToAlarm: given.DatapointsToAlarm,
    threshold: given.Threshold,
    thresholdMetricId: given.ThresholdMetricId,
    comparisonOperator: given.ComparisonOperator,
    treatMissingData: given.TreatMissingData,
    evaluateLowSampleCountPercentile: given.EvaluateLowSampleCountPercentile,
    metrics: eventMetrics(definition),
    alarmName: name,
    description: given.AlarmDescription,
    actionsEnabled: enabled,
    timestamp: offsetTime(configuredAt),
    okActions: of.OK,
    alarmActions: of.ALARM,
    insufficientDataActions: of.INSUFFICIENT_DATA,
  });
};

const present = (members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

/** The alarm as the history of its configuration tells it. */
export const configuredIn = ({ definition, configuredAt, standing }: Alarm): Configured => ({
  alarmName: JSON.stringify(definition.name),
  alarmDescription: JSON.stringify(definition.given.AlarmDescription),
  alarmArn: JSON.stringify(definition.arn),
  alarmConfigurationUpdatedTimestamp: JSON.stringify(offsetTime(configuredAt)),
  ...watchedIn(definition),
  stateValue: JSON.stringify(standing.state),
  stateUpdatedTimestamp: JSON.stringify(offsetTime(standing.since)),
  ...actionsInHistory(actionsOf(definition.given)),
});

const watchedIn = ({ given }: AlarmDefinition): Configured => ({
  namespace: JSON.stringify(given.Namespace),
  metricName: JSON.stringify(given.MetricName),
  statistic: JSON.stringify(given.Statistic),
  extendedStatistic: JSON.stringify(given.ExtendedStatistic),
  period: JSON.stringify(given.Period),
  dimensions: JSON.stringify(dimensionsIn(given.Dimensions)),
  unit: JSON.stringify(given.Unit),
  metrics: JSON.stringify(given.Metrics?.map(metricIn)),
  threshold: given.Threshold === undefined ? undefined : doubleText(given.Threshold),
  thresholdMetricId: JSON.stringify(given.ThresholdMetricId),
  comparisonOperator: JSON.stringify(given.ComparisonOperator),
  evaluationPeriods: JSON.stringify(given.EvaluationPeriods),
  datapointsToAlarm: JSON.stringify(given.DatapointsToAlarm),
  treatMissingData: JSON.stringify(given.TreatMissingData),
  evaluateLowSampleCountPercentile: JSON.stringify(given.EvaluateLowSampleCountPercentile),
});

const dimensionsIn = (dimensions: AlarmProperties['Dimensions']) =>
  (dimensions ?? []).map(({ Name, Value }) => ({ value: Value, name: Name }));

const metricIn = ({ Id, MetricStat, Expression, Label, ReturnData = true }: MetricQueryProperties) => ({
  id: Id,
  ...(MetricStat && {
    metricStat: {
      metric: {
        namespace: MetricStat.Metric.Namespace,
        metricName: MetricStat.Metric.MetricName,
        dimensions: dimensionsIn(MetricStat.Metric.Dimensions),
      },
      period: MetricStat.Period,
      stat: MetricStat.Stat,
      ...(MetricStat.Unit !== undefined && { unit: MetricStat.Unit }),
    },
  }),
  ...(Expression !== undefined && { expression: Expression }),
  ...(Label !== undefined && { label: Label }),
  returnData: ReturnData,
});
