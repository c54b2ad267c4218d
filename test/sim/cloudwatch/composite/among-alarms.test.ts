import type { DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { call, MINUTE, put, putAlarm, START, world } from '../world.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:oncall';

/** A metric alarm and a composite one on it, in CloudWatch as clients see it. */
const account = () => {
  const w = world();
  putAlarm(w);
  const ask = (operation: string, input: unknown) => call(w.cloudwatch, operation, input);
  ask('PutCompositeAlarm', { AlarmName: 'page', AlarmRule: 'ALARM(errors)', AlarmActions: [TOPIC] });
  const describe = (input: unknown) => ask('DescribeAlarms', input) as DescribeAlarmsOutput;
  return { ...w, ask, describe };
};

test('a composite alarm follows a metric alarm that evaluates its metric', () => {
  const w = account();
  put(w, START, 7);
  w.runTo(START + 3 * MINUTE);
  const { MetricAlarms, CompositeAlarms } = w.describe({
    AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
    StateValue: 'ALARM',
  });
  expect(MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(['errors']);
  expect(CompositeAlarms?.[0]).toMatchObject({
    AlarmName: 'page',
    AlarmRule: 'ALARM(errors)',
    StateUpdatedTimestamp: MetricAlarms?.[0]?.StateUpdatedTimestamp,
  });
  expect(w.published.map(({ topicArn }) => topicArn)).toEqual([TOPIC]);
});

test('a composite alarm is found by name, by its children and by its parents, and keeps what it needs', () => {
  const w = account();
  w.runTo(START + MINUTE);
  expect(w.describe({ AlarmNames: ['page'] }).CompositeAlarms).toEqual([]);
  expect(w.describe({ AlarmNames: ['page'], AlarmTypes: ['CompositeAlarm'] }).CompositeAlarms).toHaveLength(1);
  expect(w.describe({ ChildrenOfAlarmName: 'page' }).MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual([
    'errors',
  ]);
  expect(w.describe({ ParentsOfAlarmName: 'errors' }).CompositeAlarms?.map(({ AlarmName }) => AlarmName)).toEqual([
    'page',
  ]);
  expect(() => w.ask('DeleteAlarms', { AlarmNames: ['errors'] })).toThrow(
    'Cannot delete errors as there are composite alarm(s) depending on it.',
  );
  w.ask('DeleteAlarms', { AlarmNames: ['page'] });
  w.ask('DeleteAlarms', { AlarmNames: ['errors'] });
  w.runTo(START + 2 * MINUTE);
  expect(w.describe({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] })).toEqual({
    MetricAlarms: [],
    CompositeAlarms: [],
  });
});

test('a name is taken, whatever the type of its alarm', () => {
  const w = account();
  expect(() => w.ask('PutCompositeAlarm', { AlarmName: 'errors', AlarmRule: 'TRUE' })).toThrow('already used');
  expect(() =>
    w.ask('PutMetricAlarm', {
      AlarmName: 'page',
      Namespace: 'Test',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  ).toThrow('already used');
});

test('a mute rule holds back a metric alarm’s actions, and lets them out at its end', () => {
  const w = world();
  putAlarm(w, { AlarmActions: [TOPIC] });
  call(w.cloudwatch, 'PutAlarmMuteRule', {
    Name: 'maintenance',
    Rule: { Schedule: { Expression: 'at(2026-01-01T10:00)', Duration: 'PT10M' } },
    MuteTargets: { AlarmNames: ['errors'] },
  });
  for (let minute = 0; minute < 15; minute += 1) put(w, START + minute * MINUTE, 7);
  w.runTo(START + 15 * MINUTE);
  expect(w.published.map(({ at }) => at)).toEqual([START + 10 * MINUTE]);
  expect(w.events.at(-1)?.detail['muteDetail']).toMatchObject({ muteWindowEnd: '2026-01-01T10:10:00.000+0000' });
});
