import { describe, expect, test } from 'vitest';
import { type Fault, timeToDetect } from '../../lambdas/domain/detection.ts';
import { MINUTE, SECOND } from '../../lambdas/domain/model.ts';
import type { Guard } from '../../lambdas/domain/policy.ts';
import { guard, latencyGuard } from '../builders.ts';

const twoOfThree = { breachingPeriods: 2, outOfPeriods: 3 };
const oneOfOne = { breachingPeriods: 1, outOfPeriods: 1 };
const seconds = (of: Guard, fault: Fault) =>
  Object.values(timeToDetect(of, fault)).map((ms) => Math.round(ms / SECOND));

describe('from the first bad request until the alarm', () => {
  test.each<readonly [string, Guard, Fault, readonly number[]]>([
    ['every request fails, 2 of 3', guard({ above: 0.02, ...twoOfThree }), 'gross', [61, 151, 241]],
    ['just above the threshold, 2 of 3', guard({ above: 0.02, ...twoOfThree }), 'marginal', [120, 210, 300]],
    ['every request fails, 1 of 1', guard({ above: 0.25, ...oneOfOne }), 'gross', [15, 105, 195]],
    ['every request is too slow, p99', latencyGuard(twoOfThree), 'gross', [61, 151, 241]],
    ['every request is too slow, p50', latencyGuard({ percentile: 50, ...oneOfOne }), 'gross', [30, 120, 210]],
    ['just above the threshold, p50', latencyGuard({ percentile: 50, ...oneOfOne }), 'marginal', [60, 150, 240]],
  ])('%s', (_, of, fault, expected) => {
    expect(seconds(of, fault)).toEqual(expected);
  });
  test('each further bad minute that is asked for takes a minute more', () => {
    const [three, two] = [3, 2].map((breachingPeriods) => timeToDetect(guard({ breachingPeriods }), 'gross'));
    expect((three?.typical ?? 0) - (two?.typical ?? 0)).toBe(MINUTE);
  });
});
