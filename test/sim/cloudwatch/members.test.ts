import type { CompositeAlarm } from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { makeClock } from '../../../sim/kernel/clock.ts';
import { makeJournal } from '../../../sim/kernel/journal.ts';
import { makeSeeded } from '../../../sim/kernel/seeded.ts';
import type { Member } from '../../../sim/services/cloudwatch/alarm.ts';
import { deleteAlarms } from '../../../sim/services/cloudwatch/alarms/delete-alarms.ts';
import { makeAlarms } from '../../../sim/services/cloudwatch/alarms.ts';
import { makeDetectors } from '../../../sim/services/cloudwatch/anomalies/detectors.ts';
import { describeAlarms } from '../../../sim/services/cloudwatch/describe-alarms.ts';
import { makeMetricStore } from '../../../sim/services/cloudwatch/metric-store.ts';
import type { Wires } from '../../../sim/types.ts';
import { PLAIN_ALARM, START } from './world.ts';

const PLAIN = { ...PLAIN_ALARM, Statistic: 'Sum', ComparisonOperator: 'GreaterThanThreshold' } as const;

/** Two metric alarms, and a composite one of whatever makes it: `both` depends on `a` and is suppressed by `b`. */
const book = () => {
  const clock = makeClock(START);
  const wires = {
    account: { id: '111122223333', region: 'eu-west-1', partition: 'aws' },
    clock,
    seeded: makeSeeded(1),
    journal: makeJournal(clock),
    events: { put: () => undefined },
  } as unknown as Wires;
  const store = makeMetricStore(clock.now);
  const alarms = makeAlarms(wires, store, makeDetectors(wires, store));
  alarms.put('a', PLAIN);
  alarms.put('b', PLAIN);
  alarms.members.add(composite('both'));
  return alarms;
};

const composite = (name: string): Member => ({
  type: 'CompositeAlarm',
  name,
  arn: `arn:${name}`,
  standing: () => ({ state: 'OK', reason: '', since: START }),
  actions: () => ({ enabled: true, of: { OK: [], ALARM: [], INSUFFICIENT_DATA: [] } }),
  children: () => ['a'],
  dependsOn: () => ['a', 'b'],
  describe: (): CompositeAlarm => ({ AlarmName: name }),
  set: () => undefined,
  enable: () => undefined,
  remove: () => undefined,
});

test('one name is one alarm’s, of whatever type', () => {
  const { members, put } = book();
  expect(() => put('both', PLAIN)).toThrow(expect.objectContaining({ code: 'ValidationError' }));
  expect(() => members.claim('a', 'CompositeAlarm')).toThrow(expect.objectContaining({ code: 'ValidationError' }));
  expect(members.claim('both', 'CompositeAlarm')?.name).toBe('both');
  expect(members.claim('new', 'CompositeAlarm')).toBeUndefined();
  expect(() => members.add(composite('a'))).toThrow(/twice/);
  expect([members.stateOf('a'), members.stateOf('both'), members.stateOf('new')]).toEqual([
    'INSUFFICIENT_DATA',
    'OK',
    undefined,
  ]);
});

test('alarms of both types are described together, each in its own list', () => {
  const { members } = book();
  const all = describeAlarms({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], MaxRecords: 2 }, members);
  expect(all.MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(['a', 'b']);
  const rest = describeAlarms({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], NextToken: all.NextToken }, members);
  expect([rest.MetricAlarms, rest.CompositeAlarms]).toEqual([[], [{ AlarmName: 'both' }]]);
  expect(describeAlarms({}, members).CompositeAlarms).toEqual([]);
});

test('children and parents are told by name, and children with their state', () => {
  const { members } = book();
  expect(describeAlarms({ ChildrenOfAlarmName: 'both' }, members).MetricAlarms).toEqual([
    {
      AlarmName: 'a',
      AlarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a',
      StateValue: 'INSUFFICIENT_DATA',
      StateUpdatedTimestamp: new Date(START),
    },
  ]);
  expect(describeAlarms({ ParentsOfAlarmName: 'a' }, members).CompositeAlarms).toEqual([
    { AlarmName: 'both', AlarmArn: 'arn:both' },
  ]);
  expect(describeAlarms({ ParentsOfAlarmName: 'b' }, members).CompositeAlarms).toEqual([]);
});

test('what a composite alarm depends on cannot be deleted before it', () => {
  const alarms = book();
  const conflict = (names: string, them: string) =>
    expect.objectContaining({
      code: 'ValidationError',
      message: `Cannot delete ${names} as there are composite alarm(s) depending on ${them}.`,
    });
  expect(() => deleteAlarms(['a'], alarms)).toThrow(conflict('a', 'it'));
  expect(() => deleteAlarms(['a', 'b'], alarms)).toThrow(conflict('a,b', 'them'));
  expect(() => deleteAlarms(['b', 'both'], alarms)).toThrow(conflict('b', 'it'));
  expect(alarms.members.all()).toHaveLength(3);
  deleteAlarms(['both'], alarms);
  deleteAlarms(['a', 'b'], alarms);
  expect(alarms.members.all()).toEqual([]);
});

test('two composite alarms are not deleted in one operation', () => {
  const alarms = book();
  alarms.members.add(composite('too'));
  expect(() => deleteAlarms(['both', 'too'], alarms)).toThrow(expect.objectContaining({ code: 'ValidationError' }));
});
