import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AlarmDefinition, defineAlarm } from '../../../sim/services/cloudwatch/alarm-definition.ts';
import { evaluateAlarm, evaluationInterval, periodsAt } from '../../../sim/services/cloudwatch/evaluate-alarm.ts';
import type { MetricStore, Span } from '../../../sim/services/cloudwatch/metric-store.ts';
import { tallyOf } from '../../../sim/services/cloudwatch/metrics/tally.ts';
import { bruteForce, type Case, type Datum } from './brute-force.ts';
import { MINUTE, PLAIN_ALARM, putAlarm, START, world } from './world.ts';

const RUNS = Number(process.env['FAST_CHECK_RUNS'] ?? 300);
const account = { id: '111122223333', region: 'eu-west-1', partition: 'aws' };

const alarmOf = (one: Pick<Case, 'periodSeconds' | 'evaluationPeriods'> & Partial<Case>): AlarmDefinition => {
  const { periodSeconds: Period, evaluationPeriods: EvaluationPeriods, threshold: Threshold = 5 } = one;
  const { datapointsToAlarm: DatapointsToAlarm, treatMissingData: TreatMissingData } = one;
  const given = { ...PLAIN, Period, EvaluationPeriods, Threshold, DatapointsToAlarm, TreatMissingData };
  return defineAlarm({ name: 'errors', arn: 'arn', queryId: 'q' }, given, account);
};
const PLAIN = { ...PLAIN_ALARM, Statistic: 'Sum', ComparisonOperator: 'GreaterThanThreshold' } as const;

/** A store that looks through all its data at every question, at any resolution. */
const storeOf = (data: readonly Datum[]): MetricStore => {
  const tally = (_: unknown, { from, to }: Span) => {
    const inside = data.filter(({ at }) => at >= from && at < to);
    return inside.length === 0 ? undefined : tallyOf(inside.map(({ value }) => [value, 1] as const));
  };
  return { tally, tallySoFar: tally } as unknown as MetricStore;
};

/** Data at random times of the last 13 periods, in thousandths of one, some of them in no period that is looked at. */
const cases = fc
  .record({
    periodSeconds: fc.constantFrom(10, 20, 30, 60, 300, 3600),
    evaluationPeriods: fc.integer({ min: 1, max: 7 }),
    spare: fc.nat(6),
    treatMissingData: fc.constantFrom('missing' as const, 'ignore', 'breaching', 'notBreaching'),
    phase: fc.integer({ min: 0, max: 59_999 }),
    // Not doubles: nearly all doubles up to 13 are next to nothing, so that every datum would fall into one period.
    points: fc.array(fc.record({ age: fc.integer({ min: 0, max: 13_000 }), value: fc.constantFrom(0, 1, 4, 6, 9) }), {
      maxLength: 12,
    }),
  })
  .map(({ spare, phase, points, ...one }): Case => {
    const now = START + phase;
    const data = points.map(({ age, value }) => ({ at: Math.floor(now - age * one.periodSeconds), value }));
    const datapointsToAlarm = Math.max(1, one.evaluationPeriods - spare);
    return { ...one, now, data, datapointsToAlarm, threshold: 5 };
  });

test('the evaluator says what the documentation says, read slowly', () => {
  fc.assert(
    fc.property(cases, (one) => {
      expect(evaluateAlarm(alarmOf(one), { store: storeOf(one.data) }, one.now).judgement.state).toBe(bruteForce(one));
    }),
    { numRuns: RUNS },
  );
});

test('an alarm that lives from evaluation to evaluation goes where the documentation leads it', () => {
  const lives = fc.record({
    values: fc.array(fc.option(fc.constantFrom(0, 3, 9), { freq: 2, nil: null }), { minLength: 1, maxLength: 14 }),
    periodSeconds: fc.constantFrom(10, 30, 60, 300),
    evaluationPeriods: fc.integer({ min: 1, max: 5 }),
    spare: fc.integer({ min: 0, max: 4 }),
    treatMissingData: fc.constantFrom('missing' as const, 'ignore', 'breaching', 'notBreaching'),
  });
  fc.assert(
    fc.property(lives, ({ values, spare, ...one }) => {
      const datapointsToAlarm = Math.max(1, one.evaluationPeriods - spare);
      const w = world();
      putAlarm(w, {
        Period: one.periodSeconds,
        EvaluationPeriods: one.evaluationPeriods,
        DatapointsToAlarm: datapointsToAlarm,
        TreatMissingData: one.treatMissingData,
      });
      const step = one.periodSeconds < 60 ? 10_000 : MINUTE;
      const phase = (w.clock.peek() ?? START) - START;
      const data: Datum[] = [];
      let state = 'INSUFFICIENT_DATA';
      values.forEach((value, index) => {
        const at = START + index * step;
        w.runTo(at);
        if (value !== null) {
          w.cloudwatch.put({ ...CANARY, at, values: [[value, 1]], resolutionSeconds: step < MINUTE ? 1 : 60 });
          data.push({ at, value });
        }
        w.runTo(at + phase);
        const verdict = bruteForce({ ...one, datapointsToAlarm, data, now: at + phase, threshold: 5 });
        if (verdict !== 'retain') state = verdict;
        expect(w.cloudwatch.alarm('errors').standing.state).toBe(state);
      });
    }),
    { numRuns: RUNS },
  );
});
const CANARY = { namespace: 'Test', name: 'Errors', dimensions: { Variant: 'canary' } };

describe('an alarm is evaluated', () => {
  test.each([
    [10, 3, 10_000],
    [30, 1, 10_000],
    [60, 1, 60_000],
    [300, 12, 60_000],
    [3600, 24, 60_000],
    [3600, 25, 3_600_000],
    [86_400, 7, 3_600_000],
  ])('of %d s × %d every %d ms', (periodSeconds, evaluationPeriods, interval) => {
    expect(evaluationInterval(alarmOf({ periodSeconds, evaluationPeriods }))).toBe(interval);
  });

  const at = (hour: number, minute: number, second = 0) => Date.UTC(2026, 0, 1, hour, minute, second);
  const windowAt = (periodSeconds: number, evaluationPeriods: number, now: number) => {
    const starts = periodsAt(alarmOf({ periodSeconds, evaluationPeriods }), now);
    const newest = starts.at(-1) ?? 0;
    return [newest, newest + periodSeconds * 1000];
  };
  // User guide, "Alarm evaluation": at the end of minute 5 over minutes 1 to 5, at the end of minute 6 over 2 to 6.
  test.each([
    [300, at(10, 5, 5), [at(10, 0), at(10, 5)]],
    [300, at(10, 6, 5), [at(10, 1), at(10, 6)]],
    [60, at(10, 6, 5), [at(10, 5), at(10, 6)]],
    [60, at(10, 6, 4), [at(10, 4), at(10, 5)]],
    [10, at(10, 6, 15), [at(10, 6), at(10, 6, 10)]],
    [30, at(10, 6, 25), [at(10, 5, 50), at(10, 6, 20)]],
  ])('of %d s over a window that slides', (periodSeconds, now, window) => {
    expect(windowAt(periodSeconds, 1, now)).toEqual(window);
  });

  // User guide, "Example of evaluating a multi-day alarm": three days, seen at 10:03, 11:03 and 12:03.
  test('over several days once an hour, with what was there at the full hour', () => {
    const job = alarmOf({ periodSeconds: 86_400, evaluationPeriods: 3, datapointsToAlarm: 1, threshold: 0 });
    const data = [{ at: at(10, 2), value: 1 }];
    const quiet = [-2, -1, 0].map((day) => ({ at: at(9, 0) + day * 86_400_000, value: 0 }));
    const store = storeOf([...quiet, ...data]);
    expect(evaluateAlarm(job, { store }, at(10, 3)).judgement.state).toBe('OK');
    expect(evaluateAlarm(job, { store }, at(11, 3)).judgement.state).toBe('ALARM');
  });
});

describe('a percentile of few samples', () => {
  // User guide, "Percentile-based alarms and low data samples": fewer than 1,000 samples for p99; 10/percentile below the median.
  test.each([
    ['p99', 999, 'retain'],
    ['p99', 1000, 'ALARM'],
    ['p90', 99, 'retain'],
    ['p90', 100, 'ALARM'],
    ['p50', 19, 'retain'],
    ['p50', 20, 'ALARM'],
    ['p10', 99, 'retain'],
    ['p10', 100, 'ALARM'],
  ])('%s of %d: %s', (ExtendedStatistic, samples, state) => {
    const { Statistic: _, ...rest } = PLAIN;
    const names = { name: 'slow', arn: 'arn', queryId: 'q' };
    const given = { ...rest, ExtendedStatistic, EvaluateLowSampleCountPercentile: 'ignore' } as const;
    const data = Array.from({ length: samples }, () => ({ at: START, value: 9 }));
    const now = START + MINUTE + 5_000;
    expect(evaluateAlarm(defineAlarm(names, given, account), { store: storeOf(data) }, now).judgement.state).toBe(
      state,
    );
    const evaluated = { ...given, EvaluateLowSampleCountPercentile: 'evaluate' } as const;
    expect(evaluateAlarm(defineAlarm(names, evaluated, account), { store: storeOf(data) }, now).judgement.state).toBe(
      'ALARM',
    );
  });

  test.each([
    [20, 19, 'retain'],
    [19, 20, 'ALARM'],
  ])('over two periods is judged by the newest: %d samples, then %d', (before, newest, state) => {
    const { Statistic: _, ...rest } = PLAIN;
    const low = { ExtendedStatistic: 'p50', EvaluateLowSampleCountPercentile: 'ignore', EvaluationPeriods: 2 } as const;
    const samples = (count: number, at: number) => Array.from({ length: count }, () => ({ at, value: 9 }));
    const store = storeOf([...samples(before, START), ...samples(newest, START + MINUTE)]);
    const alarm = defineAlarm({ name: 'slow', arn: 'arn', queryId: 'q' }, { ...rest, ...low }, account);
    expect(evaluateAlarm(alarm, { store }, START + 2 * MINUTE + 5_000).judgement.state).toBe(state);
  });
});
