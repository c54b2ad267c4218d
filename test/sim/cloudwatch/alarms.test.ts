import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lived, RATIO } from './lived.ts';
import { MINUTE, put, putAlarm, START, world } from './world.ts';

test('an alarm starts with insufficient data, and says nothing about it', () => {
  const w = world();
  putAlarm(w);
  const { state, reason, reasonData } = w.cloudwatch.alarm('errors').standing;
  expect([state, reason, reasonData]).toEqual(['INSUFFICIENT_DATA', 'Unchecked: Initial alarm creation', undefined]);
  expect(w.events).toEqual([]);
});

test('two of three minutes above the ratio make an alarm, one does not', () => {
  const w = world();
  putAlarm(w, RATIO);
  [0, 10, 0, 10, 10].forEach((errors, minute) => {
    w.runTo(START + minute * MINUTE);
    put(w, START + minute * MINUTE, errors);
    put(w, START + minute * MINUTE, 100, 'Requests');
  });
  w.runTo(START + 4 * MINUTE + 4_999);
  expect(w.cloudwatch.alarm('errors').standing.state).toBe('OK');
  w.runTo(START + 5 * MINUTE + 4_999);
  expect(w.cloudwatch.alarm('errors').standing).toMatchObject({
    state: 'ALARM',
    reason:
      'Threshold Crossed: 2 out of the last 3 datapoints [0.1 (01/01/26 10:03:00), 0.1 (01/01/26 10:01:00)] were greater than the threshold (0.02) (minimum 2 datapoints for OK -> ALARM transition).',
  });
  expect(JSON.parse(w.cloudwatch.alarm('errors').standing.reasonData ?? '')).not.toHaveProperty('statistic');
});

test('a ratio of few requests does not count', () => {
  const w = world();
  putAlarm(w, RATIO);
  for (let minute = 0; minute < 5; minute += 1) {
    w.runTo(START + minute * MINUTE);
    put(w, START + minute * MINUTE, 19);
    put(w, START + minute * MINUTE, 19, 'Requests');
  }
  w.runTo(START + 7 * MINUTE);
  expect(w.cloudwatch.alarm('errors').standing.state).toBe('OK');
});

describe('an alarm on DynamoDB', () => {
  const tables = { Namespace: 'AWS/DynamoDB' };
  const afterBreach = (over: Readonly<Record<string, unknown>>) => {
    const w = lived([], { ...tables, ...over });
    w.cloudwatch.setAlarmState('errors', 'ALARM', 'drill');
    w.runTo(w.clock.now() + 2 * MINUTE);
    return w.alarm().state;
  };

  test('ignores missing data unless it says otherwise', () => {
    expect(afterBreach({})).toBe('ALARM');
    expect(afterBreach({ TreatMissingData: 'notBreaching' })).toBe('OK');
    expect(afterBreach({ TreatMissingData: 'missing' })).toBe('INSUFFICIENT_DATA');
  });

  test('does not when another metric stands beside', () => {
    const [ratio, e, n] = RATIO.Metrics;
    const inTables = { ...e, MetricStat: { ...e?.MetricStat, Metric: { Namespace: 'AWS/DynamoDB', MetricName: 'E' } } };
    const alarm = { ...RATIO, TreatMissingData: undefined, Metrics: [ratio, inTables, n] };
    const w = lived([], { AlarmName: 'errors', ...alarm });
    w.cloudwatch.setAlarmState('errors', 'ALARM', 'drill');
    w.runTo(w.clock.now() + 2 * MINUTE);
    expect(w.alarm().state).toBe('INSUFFICIENT_DATA');
  });
});

test('an alarm of five minutes slides by the minute', () => {
  const w = lived([0, 0, 6, 0, 0, 0, 0, 0], { Period: 300 });
  expect(w.lines('alarm').map((line) => [line['to'], line['value']])).toEqual([
    ['OK', 0],
    ['ALARM', 6],
    ['OK', 0],
  ]);
});

test('a percentile of few samples changes nothing where the alarm says so', () => {
  const low = { Statistic: undefined, ExtendedStatistic: 'p90', EvaluateLowSampleCountPercentile: 'ignore' };
  expect(lived([9, 9], low).alarm().state).toBe('INSUFFICIENT_DATA');
  const evaluated = { Statistic: undefined, ExtendedStatistic: 'p90' };
  expect(lived([9, 9], evaluated).alarm().state).toBe('ALARM');
});

test('an event goes out for each change of state, and for nothing else', () => {
  const value = fc.option(fc.constantFrom(0, 9), { freq: 2, nil: null });
  const rule = fc.record({
    EvaluationPeriods: fc.constantFrom(2, 3),
    DatapointsToAlarm: fc.constantFrom(1, 2),
    TreatMissingData: fc.constantFrom('missing', 'ignore', 'breaching', 'notBreaching'),
  });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 12 }), rule, (values, over) => {
      const w = lived(values, over);
      const states = w.lines('alarm').map((line) => [line['from'], line['to']]);
      const told = w.events.map(({ detail }) => [state(detail, 'previousState'), state(detail, 'state')]);
      expect(told).toEqual(states);
      states.forEach(([from, to], index) => {
        expect(from).not.toBe(to);
        expect(from).toBe(index === 0 ? 'INSUFFICIENT_DATA' : states[index - 1]?.[1]);
      });
      expect(states.at(-1)?.[1] ?? 'INSUFFICIENT_DATA').toBe(w.alarm().state);
    }),
    { numRuns: 60 },
  );
});
const state = (detail: Readonly<Record<string, unknown>>, key: string) => (detail[key] as { value: string }).value;

test('the alarms of one template are evaluated at phases of their own, the same for the same seed', () => {
  const phases = (seed: number) => {
    const w = world(seed);
    for (const AlarmName of ['a', 'b', 'c']) putAlarm(w, { AlarmName, TreatMissingData: 'notBreaching' });
    w.runTo(START + MINUTE);
    return w.lines('alarm').map((line) => `${String(line['alarm'])} ${line.at}`);
  };
  expect(phases(1)).toEqual(phases(1));
  expect(phases(1)).not.toEqual(phases(2));
  expect(new Set(phases(1).map((line) => line.slice(2))).size).toBe(3);
});

test('an alarm on a metric that exists only under other dimensions is blind', () => {
  const w = world();
  putAlarm(w);
  putAlarm(w, { AlarmName: 'typo', Dimensions: [{ Name: 'Variant', Value: 'Canary' }] });
  putAlarm(w, { AlarmName: 'elsewhere', MetricName: 'NobodyHasIt' });
  put(w, START, 1);
  expect(w.cloudwatch.blindAlarms()).toEqual([
    {
      alarm: 'typo',
      metric: { namespace: 'Test', name: 'Errors', dimensions: { Variant: 'Canary' } },
      seenUnder: [{ Variant: 'canary' }],
    },
  ]);
});
