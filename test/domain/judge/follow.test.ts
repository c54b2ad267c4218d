import { describe, expect, test } from 'vitest';
import { follow, followOn, NOT_FOLLOWED } from '../../../lambdas/domain/judge/follow.ts';
import { DEFAULT_SETTINGS, type Measure } from '../../../lambdas/domain/judge/measure.ts';
import type { Side } from '../../../lambdas/domain/judge/pair.ts';
import { ratio } from '../../../lambdas/domain/judge/ratio.ts';
import { pairs, seen, side } from './seen.ts';

const RATIO = ratio(DEFAULT_SETTINGS);
const wild = (minutes: number) => Array.from({ length: minutes }, (_, minute) => side(570, 60 * (minute % 2)));

describe('how minutes vary', () => {
  test('is not learnt from the minute that is judged by it', () => {
    const of = seen(1);
    const spreads = of.pairs.flatMap((pair) =>
      [pair, { ...pair, stable: side(570, 500) }].map(
        (one) => followOn(RATIO, { ...of, pairs: [one] }, NOT_FOLLOWED, one, 0).spread,
      ),
    );
    expect(spreads[0]).toBe(spreads[1]);
  });
  test('is learnt from stable’s newest 480 minutes, before the canary and since', () => {
    const of = seen(31);
    const long = { ...of, history: [...of.history, ...of.history, ...of.history, ...of.history] };
    expect(follow(RATIO, { ...long, history: [...wild(30), ...long.history] })).toEqual(follow(RATIO, long));
    expect(follow(RATIO, { ...long, history: [...long.history, ...wild(30)] }).spread).toBeGreaterThan(3);
  });
  test('is learnt again while minutes come in', () => {
    const of = seen(60);
    const later = {
      ...of,
      pairs: of.pairs.map((pair, place) => ({ ...pair, stable: wild(60)[place] ?? pair.stable })),
    };
    expect(follow(RATIO, later).spread).toBeGreaterThan(3);
  });
  /** By how many of stable's minutes the newest is judged, of so many after a past of so many. */
  const knownBy = (minutes: number, past: number, least = 0) => {
    const counting: Measure<Side> = {
      ...RATIO,
      spreadOf: ({ length }) => (length < least ? undefined : length),
      minuteOn: (so) => so,
    };
    const even = side(570, 3);
    return follow(counting, {
      pairs: pairs(minutes, () => ({ canary: side(30, 0), stable: even })),
      history: Array.from({ length: past }, () => even),
    }).spread;
  };
  test.each([
    [1, 100],
    [5, 100],
    [6, 105],
    [120, 215],
    [121, 220],
    [150, 220],
    [151, 250],
    [600, 480],
  ])(
    'by the %i. minute after a hundred is learnt from %i: each five minutes, from two hours on each half hour',
    (minutes, known) => {
      expect(knownBy(minutes, 100)).toBe(known);
    },
  );
  test('is asked of each minute until it is known', () => {
    expect([knownBy(9, 0, 9), knownBy(10, 0, 9), knownBy(11, 0, 9)]).toEqual([undefined, 9, 10]);
  });
});
