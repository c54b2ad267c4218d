import type {
  DescribeAlarmsForMetricInput,
  DescribeAlarmsForMetricOutput,
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
  MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { Refusal } from '../../types.ts';
import type { Alarm, Member } from './alarm.ts';
import type { Members } from './alarms/members.ts';
import { offsetOf, tokenOf } from './alarms/page.ts';

const MAX_NAMES = 100;
const MAX_RECORDS = 100;
const DEFAULT_RECORDS = 50;

/** Alarms in the order of their names. `AlarmNames` too are cut off at MaxRecords: the rest is on the next page. */
export const describeAlarms = (input: DescribeAlarmsInput, members: Members): DescribeAlarmsOutput => {
  refuse(input);
  const asked = [...chosen(input, members)].sort(byName);
  const from = offsetOf('alarms', input.NextToken);
  const to = from + (input.MaxRecords ?? DEFAULT_RECORDS);
  const page = asked.slice(from, to);
  const of = (type: Member['type']) => page.filter((member) => member.type === type).map(viewFor(input));
  return {
    MetricAlarms: of('MetricAlarm'),
    CompositeAlarms: of('CompositeAlarm'),
    ...(to < asked.length && { NextToken: tokenOf('alarms', to) }),
  };
};

/** Alarms on exactly this metric; those on expressions and composite ones are not told. */
export const describeAlarmsForMetric = (
  input: DescribeAlarmsForMetricInput,
  alarms: readonly Alarm[],
): DescribeAlarmsForMetricOutput => {
  const asked = alarms.filter(({ definition: { given } }) => {
    const same = (['Statistic', 'ExtendedStatistic', 'Period', 'Unit'] as const).every(
      (key) => input[key] === undefined || input[key] === given[key],
    );
    return same && given.Namespace === input.Namespace && given.MetricName === input.MetricName
      ? dimensionsText(given.Dimensions) === dimensionsText(input.Dimensions)
      : false;
  });
  return { MetricAlarms: asked.map(described) };
};

export const described = ({ definition, configuredAt, standing }: Alarm): MetricAlarm => {
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
    StateTransitionedTimestamp: new Date(standing.transitioned ?? standing.since),
    ...(Metrics === undefined ? { Dimensions: Dimensions ?? [] } : { Metrics: describedMetrics(Metrics) }),
  } as MetricAlarm;
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
  for (const key of ['ChildrenOfAlarmName', 'ParentsOfAlarmName'] as const) {
    const others = Object.entries(input).filter(([name, value]) => value !== undefined && !ALONE.includes(name));
    if (input[key] !== undefined && others.length > 1) {
      throw invalid(`${key} cannot be specified with other parameters than MaxRecords and NextToken`);
    }
  }
};

const ALONE: readonly string[] = ['MaxRecords', 'NextToken'];

const chosen = (input: DescribeAlarmsInput, members: Members): readonly Member[] => {
  const { ChildrenOfAlarmName: parent, ParentsOfAlarmName: child } = input;
  if (parent !== undefined) {
    const names = members.find(parent)?.children() ?? [];
    return members.all().filter(({ name }) => names.includes(name));
  }
  if (child !== undefined) return members.all().filter((member) => member.children().includes(child));
  return members.all().filter((member) => matches(member, input));
};

const matches = (member: Member, input: DescribeAlarmsInput): boolean => {
  const { AlarmNames = [], AlarmNamePrefix = '', AlarmTypes = [], StateValue, ActionPrefix } = input;
  const types: readonly string[] = AlarmTypes.length === 0 ? ['MetricAlarm'] : AlarmTypes;
  if (!types.includes(member.type)) return false;
  if (AlarmNames.length > 0 && !AlarmNames.includes(member.name)) return false;
  if (!member.name.startsWith(AlarmNamePrefix)) return false;
  if (StateValue !== undefined && StateValue !== member.standing().state) return false;
  if (ActionPrefix === undefined) return true;
  return Object.values(member.actions().of).some((list) => list.some((arn) => arn.startsWith(ActionPrefix)));
};

/** Of relatives only the names and, of children, the states are told. */
const viewFor =
  ({ ChildrenOfAlarmName, ParentsOfAlarmName }: DescribeAlarmsInput) =>
  (member: Member) => {
    if (ChildrenOfAlarmName === undefined && ParentsOfAlarmName === undefined) return member.describe();
    const named = { AlarmName: member.name, AlarmArn: member.arn };
    if (ChildrenOfAlarmName === undefined) return named;
    const { state, since } = member.standing();
    return { ...named, StateValue: state, StateUpdatedTimestamp: new Date(since) };
  };

const byName = (a: Member, b: Member): number => (a.name < b.name ? -1 : 1);

const dimensionsText = (dimensions: DescribeAlarmsForMetricInput['Dimensions'] = []): string =>
  JSON.stringify(dimensions.map(({ Name, Value }) => `${Name}=${Value}`).sort());

const describedMetrics = (metrics: NonNullable<Alarm['definition']['given']['Metrics']>) =>
  metrics.map((query) => ({ ...query, ReturnData: query.ReturnData ?? true }));
