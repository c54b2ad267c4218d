import { describe, expect, test } from 'vitest';
import {
  type Load,
  minutesToBreach,
  minutesToDetect,
  shareOfBreaches,
} from '../../../lambdas/domain/judge/minutes-to-detect.ts';
import { poisson } from '../../../lambdas/domain/judge/poisson.ts';
import { guard, latencyGuard } from '../../builders.ts';

const load = (over: Partial<Load> = {}): Load => ({
  requestsPerMinute: 600,
  canaryShare: 0.05,
  bad: 0.005,
  dispersion: 1,
  ...over,
});

describe('the judge is expected to take', () => {
  test.each<readonly [string, Partial<Load>, number, number]>([
    ['at 1 request a second', { requestsPerMinute: 60 }, 0.02, 158],
    ['at 10 requests a second', {}, 0.02, 16],
    ['at 100 requests a second', { requestsPerMinute: 6_000 }, 0.02, 2],
    ['for a gross fault', {}, 0.1, 2],
    ['never less than two minutes', { requestsPerMinute: 1e6 }, 1, 2],
    ['with half of the traffic', { canaryShare: 0.5 }, 0.02, 4],
    ['where errors cluster', { dispersion: 5 }, 0.02, 79],
    ['for what is too small to act on', {}, 0.009, Number.POSITIVE_INFINITY],
    ['for just what is worth acting on', { bad: 0 }, 0.005, 21],
    ['for what drowns in errors', { bad: 0.3 }, 0.31, Number.POSITIVE_INFINITY],
  ])('%s', (_, over, bad, minutes) => expect(minutesToDetect(load(over), { bad })).toBe(minutes));
  test('longer where fewer false alarms are wanted', () => {
    const of = (falseAlarms: number) => minutesToDetect(load(), { bad: 0.02 }, { falseAlarms, smallest: 0.005 });
    expect([of(0.1), of(0.01), of(0.001)]).toEqual([9, 16, 23]);
  });
});

describe('a static guard', () => {
  const one = { breachingPeriods: 1, outOfPeriods: 1 };
  test('breaches in as many minutes as the numbers of requests and errors say', () => {
    const none = Math.exp(-30 * 0.02);
    expect(shareOfBreaches(guard({ above: 1e-9, minRequests: 1, ...one }), 30, 0.02)).toBeCloseTo(1 - none, 9);
    expect(shareOfBreaches(guard({ above: 0.02, minRequests: 1_000 }), 30, 0.5)).toBe(0);
  });
  test('is breached strictly above its threshold', () => {
    const breaches = (above: number) => shareOfBreaches(guard({ above, minRequests: 0 }), 4, 0.5);
    expect(breaches(0.5)).toBeLessThan(breaches(0.499_999) - 0.1);
  });
  test.each([
    [1, 1, 0.5, 2],
    [2, 2, 0.5, 6],
    [3, 3, 0.5, 14],
    [2, 3, 0.5, 14 / 3],
    [1, 3, 0.25, 4],
  ])('of %d in %d takes, at %d a minute, %d minutes', (breachingPeriods, outOfPeriods, share, minutes) => {
    const of = guard({ above: 1e-9, minRequests: 0, breachingPeriods, outOfPeriods });
    expect(minutesToBreach(of, 1_000, { bad: -Math.log(1 - share) / 1_000 })).toBeCloseTo(minutes, 6);
  });
  test('of two in three tells how often a healthy canary breaks it, too', () => {
    const shipped = guard({ above: 0.02, minRequests: 20, breachingPeriods: 2, outOfPeriods: 3 });
    expect(minutesToBreach(shipped, 30, { bad: 0.005 })).toBeCloseTo(35.7, 0);
    expect(minutesToBreach(shipped, 300, { bad: 0.005 })).toBeGreaterThan(90_000);
  });
  test('that needs a gross fault never sees a tenth of the requests fail', () => {
    const gross = guard({ above: 0.25, minRequests: 50, ...one });
    expect(minutesToBreach(gross, 300, { bad: 0.1 })).toBe(Number.POSITIVE_INFINITY);
    expect(minutesToBreach(gross, 300, { bad: 0.5 })).toBeCloseTo(1, 6);
  });
  test('of latency asks for the share that its percentile leaves', () => {
    const p99 = latencyGuard({ percentile: 99, minRequests: 1, ...one });
    expect(minutesToBreach(p99, 1_000, { bad: 0.1 })).toBeCloseTo(1, 6);
    expect(shareOfBreaches(p99, 1_000, 0.002)).toBeLessThan(0.001);
  });
});

describe('numbers that come at random', () => {
  test.each([0, 0.3, 4, 800])('add up to one, and to %d on average', (mean) => {
    const { counts, atMost } = poisson(mean);
    expect(counts.reduce((so, { count, likely }) => so + count * likely, 0)).toBeCloseTo(mean, 6);
    expect(atMost(1e9)).toBeCloseTo(1, 9);
    expect(atMost(-1)).toBe(0);
  });
  test('are as likely as they should be', () => {
    expect(poisson(2).atMost(1)).toBeCloseTo(3 * Math.exp(-2), 9);
    expect(poisson(2).atMost(1.7)).toBeCloseTo(3 * Math.exp(-2), 9);
    expect(poisson(1_000).atMost(1)).toBe(0);
  });
});
