import { describe, expect, test } from 'vitest';
import { type Draws, drawsOf } from '../../../bench/detection/draws.ts';
import { follow } from '../../../lambdas/domain/judge/follow.ts';
import { evidenceOf, NOTHING_SEEN } from '../../../lambdas/domain/judge/growth.ts';
import { DEFAULT_SETTINGS } from '../../../lambdas/domain/judge/measure.ts';
import { ALTERNATIVES, ratio, shareOf, speaksFor } from '../../../lambdas/domain/judge/ratio.ts';
import { MINUTE } from '../../../lambdas/domain/model.ts';
import { drawsFrom } from '../../../sim/kernel/chance.ts';
import { pairs, START, seen, side } from './seen.ts';

const RATIO = ratio(DEFAULT_SETTINGS);
const logOf = (of: ReturnType<typeof seen>): number => evidenceOf(follow(RATIO, of).growth)?.log ?? Number.NaN;

type Counts = readonly [requests: number, bad: number];
type Minute = { readonly canary: Counts; readonly stable: Counts };

const logAlike = (minutes: readonly Minute[]): number =>
  evidenceOf(
    minutes
      .map(({ canary, stable }, minute) => ({
        start: START + minute * MINUTE,
        canary: side(...canary),
        stable: side(...stable),
      }))
      .reduce((so, pair) => RATIO.minuteOn(so, pair, 1), NOTHING_SEEN),
  )?.log ?? Number.NaN;

/** Mean of e-values, and its standard error, over runs in which canary and stable are alike. */
const meanUnderNull = (draw: (draws: Draws, minute: number) => Minute) => {
  const draws = drawsOf(drawsFrom('null'));
  const values = Array.from({ length: 1_500 }, () =>
    Math.exp(logAlike(Array.from({ length: 40 }, (_, minute) => draw(draws, minute)))),
  );
  const mean = values.reduce((so, one) => so + one, 0) / values.length;
  const variance = values.reduce((so, one) => so + (one - mean) ** 2, 0) / values.length;
  return { mean, error: Math.sqrt(variance / values.length) };
};

describe('what speaks for a worse canary', () => {
  test('the alternatives are weighed to 1', () => {
    expect(ALTERNATIVES.reduce((so, { weight }) => so + weight, 0)).toBeCloseTo(1, 12);
  });
  test('each error is weighed by the canary’s share of the requests', () => {
    const of = (canary: number, stable: number) =>
      speaksFor({ canary: side(100, canary), stable: side(900, stable) }, 4);
    expect(of(1, 0)).toBeCloseTo(Math.log(4 / 1.3), 12);
    expect(of(0, 1)).toBeCloseTo(Math.log(1 / 1.3), 12);
    expect(of(2, 3)).toBeCloseTo(2 * of(1, 0) + 3 * of(0, 1), 12);
  });
  test('no minute says nothing', () => expect(evidenceOf(NOTHING_SEEN)).toBeUndefined());
  test('a minute without errors says nothing', () => {
    expect(speaksFor({ canary: side(100, 0), stable: side(900, 0) }, 4)).toBeCloseTo(0, 12);
  });
  test('one minute alone never suffices, however bad', () => {
    const broken = { start: START, canary: side(10_000, 10_000), stable: side(90_000, 0) };
    const first = RATIO.minuteOn(NOTHING_SEEN, broken, 1);
    expect(evidenceOf(first)?.log).toBeLessThan(-Math.log(DEFAULT_SETTINGS.falseAlarms));
    expect(evidenceOf(RATIO.minuteOn(first, broken, 1))?.log).toBeGreaterThan(-Math.log(DEFAULT_SETTINGS.falseAlarms));
  });
  test('more errors of the canary never speak less', () => {
    const logs = Array.from({ length: 31 }, (_, bad) =>
      logAlike([
        { canary: [30, 0], stable: [570, 3] },
        { canary: [30, bad], stable: [570, 3] },
      ]),
    );
    expect(logs).toEqual(logs.toSorted((one, other) => one - other));
  });
  test('more errors of stable never speak more', () => {
    const logs = Array.from({ length: 31 }, (_, bad) => logAlike([{ canary: [30, 2], stable: [570, bad] }]));
    expect(logs).toEqual(logs.toSorted((one, other) => other - one));
  });
  test('a day without an error says nothing: all beginnings together weigh 1', () => {
    const quiet: Minute = { canary: [30, 0], stable: [570, 0] };
    expect(logAlike(Array.from({ length: 1_440 }, () => quiet))).toBeCloseTo(0, 3);
    expect(logAlike([quiet])).toBeCloseTo(Math.log(0.8), 9);
  });
  test('errors that cluster fivefold speak for a fifth of what they would', () => {
    const pair = { start: START, canary: side(30, 2), stable: side(570, 3) };
    const said = (dispersion: number): number =>
      RATIO.minuteOn(NOTHING_SEEN, pair, dispersion)
        .map(({ best }) => best)
        .reduce((so, one) => so + one, 0);
    expect(said(5)).toBeCloseTo(said(1) / 5, 9);
  });
  test('it begins anew as soon as that speaks louder', () => {
    const [well, ill] = [
      { canary: side(30, 0), stable: side(570, 30) },
      { canary: side(30, 1), stable: side(570, 3) },
    ];
    const found = pairs(8, (minute) => (minute < 4 ? well : ill)).reduce(
      (so, pair) => RATIO.minuteOn(so, pair, 1),
      NOTHING_SEEN,
    );
    expect(found.at(-1)?.since).toBe(START + 4 * MINUTE);
  });
  test('minutes that say nothing do not move where it began', () => {
    const found = pairs(8, (minute) => ({
      canary: side(30, minute < 7 ? 0 : 2),
      stable: side(570, minute < 4 ? 30 : 0),
    })).reduce((so, pair) => RATIO.minuteOn(so, pair, 1), NOTHING_SEEN);
    expect(found.at(-1)?.since).toBe(START + 4 * MINUTE);
  });
  test('it begins where the canary began to be worse', () => {
    const well = { canary: [300, 1], stable: [5_700, 28] } as const;
    const ill = { canary: [300, 12], stable: [5_700, 28] } as const;
    const found = pairs(40, (minute) => {
      const { canary, stable }: Minute = minute < 30 ? well : ill;
      return { canary: side(...canary), stable: side(...stable) };
    }).reduce((so, pair) => RATIO.minuteOn(so, pair, 1), NOTHING_SEEN);
    expect((evidenceOf(found)?.since ?? 0) - START).toBe(30 * 60_000);
  });
  test('that is so also of a gross fault, seen before the canary is an hour old', () => {
    const found = pairs(33, (minute) => ({
      canary: side(100, minute < 30 ? 1 : 10),
      stable: side(900, 8),
    })).reduce((so, pair) => RATIO.minuteOn(so, pair, 1), NOTHING_SEEN);
    expect((evidenceOf(found)?.since ?? 0) - START).toBe(30 * 60_000);
  });
});

describe('of variants that are alike an e-value is on average no more than 1', () => {
  test('with rare errors', () => {
    const { mean, error } = meanUnderNull(({ binomial }) => ({
      canary: [30, binomial(30, 0.005)],
      stable: [570, binomial(570, 0.005)],
    }));
    expect(mean).toBeGreaterThan(0.3);
    expect(mean).toBeLessThanOrEqual(1 + 3 * error);
  });
  test('with frequent errors, where it is strict', () => {
    const { mean, error } = meanUnderNull(({ binomial }) => ({
      canary: [30, binomial(30, 0.3)],
      stable: [100, binomial(100, 0.3)],
    }));
    expect(mean).toBeLessThanOrEqual(1 + 3 * error);
  });
  test('while weights, traffic and a common cause change every minute', () => {
    const { mean, error } = meanUnderNull(({ binomial, poisson }, minute) => {
      const [n, m] = [10 + poisson(20 * (1 + (minute % 7))), 100 + poisson(300 * (1 + (minute % 3)))];
      const share = minute % 11 < 3 ? 0.05 : 0.002;
      return { canary: [n, binomial(n, share)], stable: [m, binomial(m, share)] };
    });
    expect(mean).toBeLessThanOrEqual(1 + 3 * error);
  });
});

test('a stable that never failed so far counts as if it had by half: it may just not have had a bad request yet', () => {
  const needs = (bad: number) => RATIO.needs(side(100, 0), side(50, bad), 10, 1);
  expect(needs(0)).toBe(needs(0.5));
  expect(needs(0)).toBeLessThan(needs(5));
});

test('a past without an error is held to have been on the brink of one, and two standard errors worse', () => {
  const worst = RATIO.worstOf(side(99, 0), 1);
  expect(shareOf(worst)).toBeCloseTo(0.01 + 2 * Math.sqrt(0.01 / 99), 9);
  expect(shareOf(RATIO.worstOf(side(99, 9), 1))).toBeCloseTo(0.1 + 2 * Math.sqrt(0.1 / 99), 9);
});

test('a rise that both share is not seen: sixfold errors of both say as little as before', () => {
  const before = logOf(seen(600, { seed: 'calm' }));
  const rising = logOf(seen(600, { seed: 'calm', canary: 0.03, stable: 0.03 }));
  expect([before, rising].every((log) => log < 2)).toBe(true);
});

test('an e-value at equal shares is the same for all weights that traffic may have', () => {
  const unequal = [
    [5, 995],
    [100, 900],
    [500, 500],
    [950, 50],
  ] as const;
  for (const perMinute of unequal)
    expect(logOf(seen(600, { perMinute: [...perMinute], canary: 0.02, stable: 0.02 }))).toBeLessThan(3);
  for (const perMinute of unequal.slice(1))
    expect(logOf(seen(120, { perMinute: [...perMinute], canary: 0.06, stable: 0.01 }))).toBeGreaterThan(4.6);
});
