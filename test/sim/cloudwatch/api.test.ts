import type { DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { call, operation, putAlarm, START, type World, world } from './world.ts';

const describeAlarms = (w: Pick<World, 'cloudwatch'>, input: unknown) =>
  call(w.cloudwatch, 'DescribeAlarms', input) as DescribeAlarmsOutput;
const names = (output: DescribeAlarmsOutput) => output.MetricAlarms?.map(({ AlarmName }) => AlarmName);

const withAlarms = (...alarms: readonly string[]) => {
  const w = world();
  for (const AlarmName of alarms) putAlarm(w, { AlarmName });
  return w;
};
const many = (count: number) => Array.from({ length: count }, (_, index) => `a${String(index).padStart(3, '0')}`);

describe('DescribeAlarms', () => {
  test('shows an alarm as the SDK’s model has it', () => {
    const w = withAlarms('errors');
    const [alarm] = describeAlarms(w, { AlarmNames: ['errors'] }).MetricAlarms ?? [];
    expect(alarm).toEqual({
      AlarmName: 'errors',
      AlarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:errors',
      AlarmConfigurationUpdatedTimestamp: new Date(START),
      ActionsEnabled: true,
      OKActions: [],
      AlarmActions: [],
      InsufficientDataActions: [],
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Unchecked: Initial alarm creation',
      StateUpdatedTimestamp: new Date(START),
      StateTransitionedTimestamp: new Date(START),
      Namespace: 'Test',
      MetricName: 'Errors',
      Dimensions: [{ Name: 'Variant', Value: 'canary' }],
      Period: 60,
      Statistic: 'Sum',
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      Threshold: 5,
    });
  });

  test('finds by names, by prefix and by state, sorted by name', () => {
    const w = withAlarms('b/2', 'a/1', 'b/1');
    expect(names(describeAlarms(w, {}))).toEqual(['a/1', 'b/1', 'b/2']);
    expect(names(describeAlarms(w, { AlarmNames: ['b/1', 'nobody'] }))).toEqual(['b/1']);
    expect(names(describeAlarms(w, { AlarmNamePrefix: 'b/' }))).toEqual(['b/1', 'b/2']);
    w.cloudwatch.setAlarmState('b/2', 'ALARM', 'drill');
    expect(names(describeAlarms(w, { AlarmNamePrefix: 'b/', StateValue: 'ALARM' }))).toEqual(['b/2']);
    expect(names(describeAlarms(w, { AlarmTypes: ['CompositeAlarm'] }))).toEqual([]);
  });

  test('gives fifty at a time unless asked otherwise, also of names that were given', () => {
    const w = withAlarms(...many(60));
    const first = describeAlarms(w, { AlarmNames: many(60) });
    expect(first.MetricAlarms).toHaveLength(50);
    const second = describeAlarms(w, { AlarmNames: many(60), NextToken: first.NextToken });
    expect([second.MetricAlarms?.length, second.NextToken]).toEqual([10, undefined]);
    expect(describeAlarms(w, { MaxRecords: 100 }).MetricAlarms).toHaveLength(60);
  });

  test.each([
    [{ AlarmNames: ['a'], AlarmNamePrefix: 'a' }, /cannot both/],
    [{ AlarmNames: many(101) }, /less than or equal to 100/],
    [{ MaxRecords: 101 }, /maxRecords/],
    [{ NextToken: 'forged' }, /next token/],
  ])('refuses %j', (input, problem) => {
    expect(() => describeAlarms(withAlarms('a'), input)).toThrow(problem);
  });

  test('needs the right to each named alarm, or to all', () => {
    const { needs } = operation(withAlarms('a').cloudwatch, 'DescribeAlarms');
    const resources = (input: unknown) => needs(input as never).map(({ resource }) => resource);
    const arn = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:';
    expect(resources({ AlarmNames: ['a', 'b'] })).toEqual([`${arn}a`, `${arn}b`]);
    expect(resources({ AlarmNamePrefix: 'a' })).toEqual([`${arn}*`]);
  });
});
