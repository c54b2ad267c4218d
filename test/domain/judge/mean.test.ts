import { describe, expect, test } from 'vitest';
import { evidenceOf, NOTHING_SEEN } from '../../../lambdas/domain/judge/growth.ts';
import { mean, varianceOf } from '../../../lambdas/domain/judge/mean.ts';
import type { Scored } from '../../../lambdas/domain/judge/pair.ts';
import { drawsFrom } from '../../../sim/kernel/chance.ts';
import { pairs, scored } from './seen.ts';

const SETTINGS = { falseAlarms: 0.01, smallest: 0.1 };
const HIGHER = mean(SETTINGS, 'higher');

type Score = (draw: () => number) => number;
const even: Score = (draw) => draw() - 0.5;
/** Mostly a little, seldom much: mean 0. */
const skewed: Score = (draw) => (draw() < 0.1 ? 0.9 : -0.1);

/** Share of the runs in which a canary that is worse by exactly the smallest difference is ever called worse. */
const calledWorse = (score: Score): number => {
  const draw = drawsFrom('means');
  const minute = (requests: number, shift: number): Scored =>
    scored(
      requests,
      shift + Array.from({ length: requests }, () => score(draw)).reduce((so, one) => so + one, 0) / requests,
    );
  const runs = Array.from({ length: 300 }, () => {
    const history = Array.from({ length: 30 }, () => minute(20, 0));
    const variance = varianceOf(history) ?? 0;
    let so = NOTHING_SEEN;
    return pairs(100, () => ({ canary: minute(5, 0.1), stable: minute(20, 0) })).some((pair) => {
      so = HIGHER.minuteOn(so, pair, variance);
      return (evidenceOf(so)?.log ?? 0) >= -Math.log(SETTINGS.falseAlarms);
    });
  });
  return runs.filter(Boolean).length / runs.length;
};

describe('by means', () => {
  test.each([
    ['even', even],
    ['skewed', skewed],
  ])(
    'a canary that is worse by just the smallest difference is called worse as seldom as was asked for, scores %s',
    (_, score) => {
      expect(calledWorse(score)).toBeLessThanOrEqual(0.02);
    },
  );
  test('one outlier counts no more than four standard deviations', () => {
    const log = (canary: number) =>
      evidenceOf(HIGHER.minuteOn(NOTHING_SEEN, { start: 0, canary: scored(10, canary), stable: scored(10, 0) }, 1))
        ?.log;
    expect(log(1e9)).toBe(log(10));
    expect(log(-1e9)).toBe(log(-10));
    expect(log(10) ?? 0).toBeGreaterThan(log(1) ?? 0);
  });
  test('the worst that a past can have been is worse in the direction that is', () => {
    const past = scored(100, 4);
    expect(HIGHER.worstOf(past, 1)).toEqual(scored(100, 4.2));
    expect(mean(SETTINGS, 'lower').worstOf(past, 1)).toEqual(scored(100, 3.8));
  });
  test('the sum of scores is kept when minutes are put together', () => {
    expect(HIGHER.total([scored(10, 1), scored(30, 5)])).toEqual(scored(40, 4));
    expect(HIGHER.total([])).toEqual(scored(0, 0));
  });
  test('more scores are needed where they vary more', () => {
    const [canary, stable] = [scored(100, 1), scored(1_000, 1)];
    expect(HIGHER.needs(canary, stable, 10, 4)).toBeGreaterThan(3 * HIGHER.needs(canary, stable, 10, 1));
  });
  test('as many scores are needed whatever their unit', () => {
    const needs = (unit: number) =>
      mean({ ...SETTINGS, smallest: 0.1 * unit }, 'higher').needs(
        scored(100, unit),
        scored(1_000, unit),
        10,
        unit ** 2,
      );
    expect(needs(100)).toBeCloseTo(needs(1), 6);
  });
  test('as many scores are needed as it takes where the canary is worse by twice the smallest difference', () => {
    const [canary, stable] = [scored(20, 0.2), scored(20, 0)];
    const needed = HIGHER.needs(canary, stable, 1, 1);
    const draw = drawsFrom('needed');
    const normal = () => Array.from({ length: 12 }, draw).reduce((so, one) => so + one, -6) / Math.sqrt(20);
    const took = Array.from({ length: 40 }, () => {
      let [so, minutes] = [NOTHING_SEEN, 0];
      for (; (evidenceOf(so)?.log ?? 0) < -Math.log(SETTINGS.falseAlarms); minutes++)
        so = HIGHER.minuteOn(
          so,
          { start: minutes, canary: scored(20, 0.2 + normal()), stable: scored(20, normal()) },
          1,
        );
      return minutes * 20;
    });
    const onAverage = took.reduce((so, one) => so + one, 0) / took.length;
    expect(onAverage / needed).toBeGreaterThan(0.9);
    expect(onAverage / needed).toBeLessThan(1.1);
  });
});

describe('how scores vary', () => {
  test('is the variance of one score, whatever the number of scores in a minute', () => {
    const draw = drawsFrom('variance');
    const normal = () => Array.from({ length: 12 }, draw).reduce((so, one) => so + one, -6);
    const minutes = Array.from({ length: 2_000 }, (_, place) => {
      const requests = 1 + (place % 40);
      return scored(requests, 7 + (3 * normal()) / Math.sqrt(requests));
    });
    expect(varianceOf(minutes)).toBeGreaterThan(8);
    expect(varianceOf(minutes)).toBeLessThan(10);
  });
  test('is unknown of eight minutes', () => {
    const minutes = Array.from({ length: 9 }, (_, place) => scored(10, place));
    expect(varianceOf(minutes.slice(1))).toBeUndefined();
    expect(varianceOf(minutes)).toBe(5);
  });
  test('is not told by minutes without a score', () => {
    const minutes = Array.from({ length: 9 }, (_, place) => [scored(10, place), scored(0, 0)]).flat();
    expect(varianceOf(minutes)).toBe(5);
    expect(varianceOf(minutes.slice(2))).toBeUndefined();
  });
});
