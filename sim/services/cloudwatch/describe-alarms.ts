import type { DescribeAlarmsInput, DescribeAlarmsOutput, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { Refusal } from '../../types.ts';
import type { Alarm } from './alarm.ts';

const MAX_NAMES = 100;
const MAX_RECORDS = 100;
const DEFAULT_RECORDS = 50;

/** Alarms in the order of their names. `AlarmNames` too are cut off at MaxRecords: the rest is on the next page. */
export const describeAlarms = (input: DescribeAlarmsInput, alarms: readonly Alarm[]): DescribeAlarmsOutput => {
  refuse(input);
  const asked = alarms.filter((alarm) => matches(alarm, input)).sort(byName);
  const from = offsetOf(input.NextToken);
  const to = from + (input.MaxRecords ?? DEFAULT_RECORDS);
  const metricAlarms = wantsMetricAlarms(input) ? asked.slice(from, to).map(described) : [];
  return {
    MetricAlarms: metricAlarms,
    CompositeAlarms: [],
    ...(wantsMetricAlarms(input) && to < asked.length && { NextToken: tokenOf(to) }),
  };
};

const invalid = (message: string): Refusal => new Refusal('ValidationError', message);

const refuse = (input: DescribeAlarmsInput): void => {
  const { AlarmNames, AlarmNamePrefix, MaxRecords } = input;
  if (AlarmNames && AlarmNamePrefix) throw invalid('AlarmNames and AlarmNamePrefix cannot both be specified');
  if (AlarmNames && AlarmNames.length > MAX_NAMES) {
    throw invalid(
      `1 validation error detected: Value at 'alarmNames' failed to satisfy constraint: Member must have length less than or equal to ${MAX_NAMES}`,
    );
  }
  if (MaxRecords !== undefined && !(MaxRecords >= 1 && MaxRecords <= MAX_RECORDS)) {
    throw invalid(
      `1 validation error detected: Value '${MaxRecords}' at 'maxRecords' failed to satisfy constraint: Member must have value between 1 and ${MAX_RECORDS}`,
    );
  }
  for (const key of ['ChildrenOfAlarmName', 'ParentsOfAlarmName', 'ActionPrefix'] as const) {
    if (input[key] !== undefined) throw new Error(`DescribeAlarms: the small AWS does not know ${key}`);
  }
};

const wantsMetricAlarms = ({ AlarmTypes }: DescribeAlarmsInput): boolean =>
  AlarmTypes === undefined || AlarmTypes.length === 0 || AlarmTypes.includes('MetricAlarm');

const matches = ({ definition, standing }: Alarm, input: DescribeAlarmsInput): boolean => {
  const { AlarmNames, AlarmNamePrefix, StateValue } = input;
  if (AlarmNames !== undefined && AlarmNames.length > 0 && !AlarmNames.includes(definition.name)) return false;
  if (AlarmNamePrefix !== undefined && !definition.name.startsWith(AlarmNamePrefix)) return false;
  return StateValue === undefined || StateValue === standing.state;
};

const byName = (a: Alarm, b: Alarm): number => (a.definition.name < b.definition.name ? -1 : 1);

const tokenOf = (offset: number): string => Buffer.from(`alarms:${offset}`).toString('base64');

const offsetOf = (token: string | undefined): number => {
  if (token === undefined) return 0;
  const offset = /^alarms:(\d+)$/.exec(Buffer.from(token, 'base64').toString())?.[1];
  if (offset === undefined) throw new Refusal('InvalidNextToken', 'The next token specified is invalid.');
  return Number(offset);
};

const described = ({ definition, configuredAt, standing }: Alarm): MetricAlarm => {
  // Tags are not part of the reply.
  const { AlarmName: _name, Tags: _tags, Metrics, Dimensions, ...given } = definition.given;
  return {
    ...given,
    AlarmName: definition.name,
    AlarmArn: definition.arn,
    AlarmConfigurationUpdatedTimestamp: new Date(configuredAt),
    ActionsEnabled: given.ActionsEnabled ?? true,
    OKActions: given.OKActions ?? [],
    AlarmActions: given.AlarmActions ?? [],
    InsufficientDataActions: given.InsufficientDataActions ?? [],
    StateValue: standing.state,
    StateReason: standing.reason,
    ...(standing.reasonData !== undefined && { StateReasonData: standing.reasonData }),
    StateUpdatedTimestamp: new Date(standing.since),
    StateTransitionedTimestamp: new Date(standing.since),
    ...(Metrics === undefined ? { Dimensions: Dimensions ?? [] } : { Metrics: describedMetrics(Metrics) }),
  } as MetricAlarm;
};

const describedMetrics = (metrics: NonNullable<Alarm['definition']['given']['Metrics']>) =>
  metrics.map((query) => ({ ...query, ReturnData: query.ReturnData ?? true }));
