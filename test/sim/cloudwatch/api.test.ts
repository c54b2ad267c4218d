import type { DescribeAlarmsOutput, GetMetricDataOutput } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { call, MINUTE, operation, put, putAlarm, START, type World, world } from './world.ts';

const describeAlarms = (w: Pick<World, 'cloudwatch'>, input: unknown) =>
  call(w.cloudwatch, 'DescribeAlarms', input) as DescribeAlarmsOutput;
const names = (output: DescribeAlarmsOutput) => output.MetricAlarms?.map(({ AlarmName }) => AlarmName);
const getMetricData = (w: Pick<World, 'cloudwatch'>, input: unknown) =>
  call(w.cloudwatch, 'GetMetricData', input) as GetMetricDataOutput;

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
    [{ ActionPrefix: 'arn' }, /does not know ActionPrefix/],
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

describe('GetMetricData', () => {
  const metric = (Id: string, MetricName: string, over: object = {}) => ({
    Id,
    MetricStat: {
      Metric: { Namespace: 'Test', MetricName, Dimensions: [{ Name: 'Variant', Value: 'canary' }] },
      Period: 60,
      Stat: 'Sum',
      ...over,
    },
  });
  const span = { StartTime: new Date(START), EndTime: new Date(START + 10 * MINUTE) };
  const measured = () => {
    const w = world();
    for (const minute of [0, 1, 2]) put(w, START + minute * MINUTE, minute + 1);
    put(w, START + MINUTE, 4, 'Requests');
    w.runTo(START + 3 * MINUTE + 4_999);
    return w;
  };

  test('gives the datapoints newest first, with what is counted so far of a minute that no alarm sees yet', () => {
    const [result] =
      getMetricData(measured(), { ...span, MetricDataQueries: [metric('m', 'Errors')] }).MetricDataResults ?? [];
    expect(result).toEqual({
      Id: 'm',
      Label: 'Errors',
      Timestamps: [2, 1, 0].map((minute) => new Date(START + minute * MINUTE)),
      Values: [3, 2, 1],
      StatusCode: 'Complete',
    });
  });

  test('gives them oldest first on request, and none from EndTime on', () => {
    const asked = {
      StartTime: new Date(START + 30_000),
      EndTime: new Date(START + MINUTE),
      ScanBy: 'TimestampAscending',
    };
    const reply = getMetricData(measured(), { ...asked, MetricDataQueries: [metric('m', 'Errors')] });
    expect(reply.MetricDataResults?.[0]?.Timestamps).toEqual([new Date(START)]);
  });

  test('computes expressions and hides what only they need', () => {
    const queries = [
      { Id: 'sum', Expression: 'e + n', Label: 'both' },
      { ...metric('e', 'Errors'), ReturnData: false },
      { ...metric('n', 'Requests'), ReturnData: false },
    ];
    const reply = getMetricData(measured(), { ...span, MetricDataQueries: queries });
    expect(reply.MetricDataResults).toMatchObject([{ Id: 'sum', Label: 'both', Values: [3, 6, 1] }]);
  });

  test('a metric that nobody sent is complete and empty', () => {
    const reply = getMetricData(measured(), { ...span, MetricDataQueries: [metric('m', 'Nothing')] });
    expect(reply.MetricDataResults).toMatchObject([{ Values: [], Timestamps: [], StatusCode: 'Complete' }]);
  });

  test.each([
    [{ ...span, MetricDataQueries: [] }, /MetricDataQueries/],
    [{ StartTime: span.EndTime, EndTime: span.StartTime, MetricDataQueries: [metric('m', 'Errors')] }, /StartTime/],
    [{ ...span, MetricDataQueries: [metric('M', 'Errors')] }, /lower-case/],
    [{ ...span, MetricDataQueries: [metric('m', 'Errors', { Stat: 'Median' })] }, /Median/],
    [{ ...span, MetricDataQueries: [metric('m', 'Errors')], MaxDatapoints: 5 }, /does not know MaxDatapoints/],
  ])('refuses %#', (input, problem) => {
    expect(() => getMetricData(measured(), input)).toThrow(problem);
  });
});
