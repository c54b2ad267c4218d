import { describe, expect, test } from 'vitest';
import { type MissingData, type Period, periodsLookedAt, stateAfter } from '../../lambdas/domain/replay-alarms.ts';
import { evaluationRange, judge } from '../../sim/services/cloudwatch/judge.ts';

const MISSING: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];
const RULES = [
  [1, 1],
  [1, 3],
  [2, 3],
  [3, 3],
  [3, 5],
  [4, 6],
] as const;

/** Every range of so many periods: each breaches, does not, or is missing. */
const ranges = (length: number): readonly (readonly Period[])[] =>
  length === 0 ? [[]] : ranges(length - 1).flatMap((range) => [true, false, undefined].map((one) => [...range, one]));

describe('an alarm is after any periods what the stand-in of CloudWatch makes of them:', () => {
  test.each(RULES)('%i of %i', (breachingPeriods, outOfPeriods) => {
    const all = ranges(periodsLookedAt(outOfPeriods));
    const differ = MISSING.flatMap((missing) =>
      all.filter((range) => {
        const rule = { breachesToAlarm: breachingPeriods, periodsToLookAt: outOfPeriods, treatMissing: missing };
        const { state } = judge(range, rule);
        const expected = state === 'retain' ? 'ALARM' : state;
        return stateAfter(range, { breachingPeriods, outOfPeriods, missing }, 'ALARM') !== expected;
      }),
    );
    expect(differ).toEqual([]);
  });
});

test('it looks at as many periods', () => {
  const lengths = [1, 2, 3, 4, 10];
  expect(lengths.map(periodsLookedAt)).toEqual(lengths.map(evaluationRange));
});

test('periods from before the history count as missing', () => {
  const rule = { breachingPeriods: 2, outOfPeriods: 3, missing: 'notBreaching' } as const;
  expect(stateAfter([], rule, 'INSUFFICIENT_DATA')).toBe('OK');
  expect(stateAfter([true, true], rule, 'OK')).toBe('ALARM');
});

test.each(['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const)('with ignore, one without data stays %s', (before) => {
  expect(stateAfter([undefined], { breachingPeriods: 1, outOfPeriods: 1, missing: 'ignore' }, before)).toBe(before);
});
