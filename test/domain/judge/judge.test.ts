import { describe, expect, test } from 'vitest';
import { drawsOf } from '../../../bench/detection/draws.ts';
import { judgeMean, judgeRatio } from '../../../lambdas/domain/judge/judge.ts';
import type { Judgement } from '../../../lambdas/domain/judge/judgement.ts';
import { DEFAULT_SETTINGS } from '../../../lambdas/domain/judge/measure.ts';
import { pairsOf, type Scored } from '../../../lambdas/domain/judge/pair.ts';
import { shareOf } from '../../../lambdas/domain/judge/ratio.ts';
import { MINUTE } from '../../../lambdas/domain/model.ts';
import { drawsFrom } from '../../../sim/kernel/chance.ts';
import { pairs, START, scored, seen, side } from './seen.ts';

const judged = (of: ReturnType<typeof seen>, over = {}) => judgeRatio(of, { ...DEFAULT_SETTINGS, ...over });
const comparedIn = <Of>(judgement: Judgement<Of>) => {
  if (judgement.kind === 'no-data') throw new Error('nothing was compared');
  return judgement;
};

describe('a canary is', () => {
  test('worse once it fails four times as often, since about when it began to', () => {
    const well = seen(60);
    const ill = seen(60, { canary: 0.02, seed: 'ill' });
    const both = {
      ...well,
      pairs: [...well.pairs, ...ill.pairs.map((pair) => ({ ...pair, start: pair.start + 60 * MINUTE }))],
      until: START + 120 * MINUTE,
    };
    const judgement = comparedIn(judged(both));
    expect(judgement.kind).toBe('worse');
    expect(judgement.evidence).toBeGreaterThanOrEqual(1);
    expect(shareOf(judgement.canary)).toBeGreaterThan(3 * shareOf(judgement.stable));
    expect(Math.abs(judgement.since - START - 60 * MINUTE)).toBeLessThanOrEqual(20 * MINUTE);
    expect(judgement.stableRose).toBeUndefined();
  });
  test('not worse yet when enough requests have shown no difference worth acting on', () => {
    const judgement = comparedIn(judged(seen(300)));
    expect(judgement).toMatchObject({ kind: 'not-worse-yet', since: START });
    expect(judgement.evidence).toBeLessThan(1);
    expect(judgement.canary.requests).toBeGreaterThan(8_000);
  });
  test('not to be told from stable while it had too few requests, and it is said how many it needs', () => {
    const [early, later] = [seen(15), seen(45)].map((of) => judged(of));
    expect(early).toMatchObject({ kind: 'cannot-tell' });
    expect(later).toMatchObject({ kind: 'cannot-tell' });
    const more = (one: typeof early) => (one?.kind === 'cannot-tell' ? (one.more ?? 0) : 0);
    expect(more(early)).toBeGreaterThan(more(later));
    expect(more(later)).toBeGreaterThan(0);
  });
  test('needing more requests where errors cluster', () => {
    const even = seen(30);
    const clustered = {
      ...even,
      history: even.history.map((one, minute) => ({ ...one, bad: minute % 5 === 0 ? 5 * one.bad : 0 })),
    };
    const more = (one: Judgement) => (one.kind === 'cannot-tell' ? (one.more ?? 0) : 0);
    expect(more(judged(clustered))).toBeGreaterThan(1.5 * more(judged(even)));
  });
  test('never to be told from stable where the smallest difference drowns in the errors that there are', () => {
    const judgement = judged(seen(300, { canary: 0.2, stable: 0.2, history: 0.2 }));
    expect(judgement).toMatchObject({ kind: 'cannot-tell' });
    expect(judgement).not.toHaveProperty('more');
  });
  test('judged by nothing while it is unknown how minutes vary', () => {
    expect(judged({ ...seen(3), history: [] })).toMatchObject({ kind: 'cannot-tell', evidence: 0 });
    expect(judged({ ...seen(12, { canary: 1 }), history: [] })).toMatchObject({ kind: 'worse' });
  });
  test.each([
    [1, 240],
    [3, 180],
    [8, 30],
    [9, 30],
  ])(
    'after %i minutes of 30 requests and no past said to need %i more, since nine minutes tell how they vary',
    (minutes, more) => {
      const even = pairs(minutes, () => ({ canary: side(30, 0), stable: side(570, 3) }));
      expect(judged({ pairs: even, history: [], until: START + minutes * MINUTE })).toMatchObject({
        kind: 'cannot-tell',
        more,
      });
    },
  );
  test('worse by just the difference that is worth acting on', () => {
    const of = {
      pairs: pairs(60, () => ({ canary: side(100, 4), stable: side(900, 0) })),
      history: Array.from({ length: 60 }, () => side(900, 0)),
      until: START + 60 * MINUTE,
    };
    expect(judged(of, { smallest: 0.04 }).kind).toBe('worse');
    expect(judged(of, { smallest: 0.040_001 }).kind).not.toBe('worse');
  });
  test('not called worse for a difference too small to act on, however sure', () => {
    const of = seen(300, { canary: 0.008, stable: 0.004, history: 0.004, perMinute: [3_000, 3_000] });
    const judgement = comparedIn(judged(of));
    expect(judgement).toMatchObject({ kind: 'not-worse-yet', evidence: 0.99 });
    expect(judged(of, { smallest: 0.003 }).kind).toBe('worse');
  });
  test('called worse later by who wants fewer false alarms', () => {
    const of = seen(19, { canary: 0.02, seed: 'sooner' });
    const [lax, strict] = [0.1, 0.000_1].map((falseAlarms) => judged(of, { falseAlarms }).kind);
    expect([lax, strict]).toEqual(['worse', 'cannot-tell']);
  });
});

describe('there is no data', () => {
  test('before both served a minute', () => {
    expect(judged({ ...seen(0) })).toEqual({ kind: 'no-data' });
  });
  test('once the newest minute of both is older than metrics ever are', () => {
    const of = seen(30, { canary: 0.5 });
    const newest = START + 29 * MINUTE;
    expect(judged({ ...of, until: of.until + 5 * MINUTE }).kind).toBe('worse');
    expect(judged({ ...of, until: of.until + 6 * MINUTE })).toEqual({ kind: 'no-data', newest });
  });
});

describe('a cause that both share', () => {
  const rising = seen(90, { canary: 0.03, stable: 0.03 });
  test('is told, and the canary is not called worse', () => {
    const judgement = comparedIn(judged(rising));
    expect(judgement.kind).not.toBe('worse');
    expect(judgement.evidence).toBeLessThan(1);
    expect(shareOf(judgement.stableRose?.before ?? { requests: 0, bad: 0 })).toBeCloseTo(0.005, 2);
    expect(shareOf(judgement.stableRose?.after ?? { requests: 0, bad: 0 })).toBeCloseTo(0.03, 2);
  });
  test('is told, too, where the canary is worse than its ailing stable', () => {
    const judgement = comparedIn(judged(seen(90, { canary: 0.12, stable: 0.03 })));
    expect(judgement.kind).toBe('worse');
    expect(judgement.stableRose).toBeDefined();
  });
  test('is not told where stable is as it was, however small the difference that is looked for', () => {
    const rises = Array.from({ length: 30 }, (_, place) =>
      comparedIn(judged(seen(120, { seed: `steady ${place}` }), { smallest: 0.000_01 })),
    ).filter(({ stableRose }) => stableRose !== undefined);
    expect(rises).toEqual([]);
  });
  test('is not told for a past of which little was seen', () => {
    const rises = Array.from({ length: 20 }, (_, place) => seen(600, { seed: `short ${place}` }))
      .map((of) => comparedIn(judged({ ...of, history: of.history.slice(0, 10) }, { smallest: 0.000_01 })))
      .filter(({ stableRose }) => stableRose !== undefined);
    expect(rises).toEqual([]);
  });
  test('is not told of a stable without a past, nor of one that only rose by less than is worth acting on', () => {
    expect(comparedIn(judged({ ...rising, history: [] })).stableRose).toBeUndefined();
    const little = seen(200, { canary: 0.008, stable: 0.008, history: 0.004, perMinute: [3_000, 3_000] });
    expect(comparedIn(judged(little)).stableRose).toBeUndefined();
    expect(comparedIn(judged(little, { smallest: 0.003 })).stableRose).toBeDefined();
  });
});

describe('a rise of stable', () => {
  const rose = (minutes: number, bad: number) =>
    comparedIn(
      judged({
        pairs: pairs(minutes, () => ({ canary: side(30, 0), stable: side(600, bad) })),
        history: Array.from({ length: 120 }, () => side(600, 3)),
        until: START + minutes * MINUTE,
      }),
    ).stableRose;

  test('is told from just the difference on that is worth acting on', () => {
    expect(rose(60, 6)).toEqual({ since: START, before: side(72_000, 360), after: side(36_000, 360) });
  });
  test('is not told for a few bad minutes that chance may bring', () => {
    expect(rose(3, 7)).toBeUndefined();
    expect(rose(10, 7)).toBeDefined();
  });
});

test('late, doubled and reordered readings change nothing once they are there', () => {
  const of = seen(40, { canary: 0.02 });
  const points = (which: 'canary' | 'stable') => of.pairs.map((pair) => ({ start: pair.start, ...pair[which] }));
  const [canary, stable] = [points('canary'), points('stable')];
  const retried = pairsOf([...canary.slice(20), ...canary.slice(0, 25)], stable.toReversed());
  expect(judged({ ...of, pairs: retried })).toEqual(judged(of));
});

describe('by the mean of their scores a canary is', () => {
  const feedback = (minutes: number, { canary = 4, stable = 4, deviation = 0.5, history = 60, seed = 'mean' } = {}) => {
    const draw = drawsFrom(seed);
    const { poisson } = drawsOf(draw);
    const score = (count: number, mean: number): Scored => {
      const requests = 1 + poisson(count);
      const normal = Array.from({ length: 12 }, draw).reduce((so, one) => so + one, -6);
      return scored(requests, mean + (deviation * normal) / Math.sqrt(requests));
    };
    return {
      history: Array.from({ length: history }, () => score(200, 4)),
      pairs: pairs(minutes, () => ({ canary: score(10, canary), stable: score(200, stable) })),
      until: START + minutes * MINUTE,
    };
  };
  const settings = { falseAlarms: 0.01, smallest: 0.1 };

  test('worse when it is scored lower by more than what is worth acting on', () => {
    expect(judgeMean(feedback(120, { canary: 3.5 }), settings, 'lower')).toMatchObject({ kind: 'worse' });
  });
  test('not worse where lower is better', () => {
    expect(judgeMean(feedback(300, { canary: 3.5 }), settings, 'higher').kind).toBe('not-worse-yet');
    expect(judgeMean(feedback(300, { canary: 4.5 }), settings, 'higher').kind).toBe('worse');
  });
  test('not worse for a difference below the smallest, however long it lasts', () => {
    expect(judgeMean(feedback(1_440, { canary: 3.92 }), settings, 'lower').kind).toBe('not-worse-yet');
  });
  test('not to be told from stable at first', () => {
    expect(judgeMean(feedback(5, { canary: 3.9 }), settings, 'lower')).toMatchObject({ kind: 'cannot-tell' });
    expect(judgeMean(feedback(3, { history: 0 }), settings, 'lower')).toMatchObject({
      kind: 'cannot-tell',
      evidence: 0,
    });
  });
  test('worse without a history, too, once stable’s minutes have shown how they vary', () => {
    expect(judgeMean(feedback(200, { canary: 3.3, history: 0 }), settings, 'lower').kind).toBe('worse');
  });
  test('held against a stable that fell as well', () => {
    const judgement = comparedIn(judgeMean(feedback(200, { canary: 3, stable: 3 }), settings, 'lower'));
    expect(judgement.kind).toBe('not-worse-yet');
    expect(judgement.stableRose?.after.mean).toBeCloseTo(3, 1);
  });
  test('seen at once where scores never varied', () => {
    const constant = { ...feedback(30, { canary: 3, deviation: 0 }) };
    expect(judgeMean(constant, settings, 'lower').kind).toBe('worse');
    const nothing = { ...constant, history: Array.from({ length: 20 }, () => scored(0, 0)) };
    expect(comparedIn(judgeMean(nothing, settings, 'lower')).stableRose).toBeUndefined();
  });
});
