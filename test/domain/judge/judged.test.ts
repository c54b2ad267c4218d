import { describe, expect, test } from 'vitest';
import { beganAt, isServing } from '../../../lambdas/domain/judge/began.ts';
import { comparisonsIn } from '../../../lambdas/domain/judge/comparisons.ts';
import { judgeCanary, type Series } from '../../../lambdas/domain/judge/judged.ts';
import { type Instant, MINUTE } from '../../../lambdas/domain/model.ts';
import { deployment, endpointName, guard, judgeGuard, policy, variantName } from '../../builders.ts';
import { START } from './seen.ts';

const HOUR = 60 * MINUTE;

/** So much in each minute from `first` to before `end`, in minutes after START. */
const each = (first: number, end: number, count: number): Series =>
  new Map(Array.from({ length: end - first }, (_, place) => [START + (first + place) * MINUTE, count]));
const spanTo = (minute: number) => ({
  from: START + minute * MINUTE - 32 * HOUR,
  until: START + minute * MINUTE,
});
const at = (minute: number): Instant => START + minute * MINUTE;

describe('a canary began', () => {
  test('with the first minute that it served after a quarter of an hour without a request', () => {
    const earlier = each(-60, -20, 30);
    expect(beganAt(new Map([...earlier, ...each(0, 10, 30)]), spanTo(10))).toBe(at(0));
    expect(beganAt(new Map([...each(-60, -14, 30), ...each(0, 10, 30)]), spanTo(10))).toBe(at(-60));
    expect(beganAt(new Map([...each(-60, -15, 30), ...each(0, 10, 30)]), spanTo(10))).toBe(at(0));
  });
  test('never, where it does not serve now: minutes without requests and minutes to come do not count', () => {
    expect(beganAt(each(0, 10, 30), spanTo(26))).toBeUndefined();
    expect(beganAt(each(0, 10, 0), spanTo(10))).toBeUndefined();
    expect(beganAt(each(10, 12, 30), spanTo(10))).toBeUndefined();
    expect(beganAt(each(11, 13, 30), spanTo(10))).toBeUndefined();
  });
  test('anew at midnight, where it has served for longer than a day', () => {
    expect(beganAt(each(-2_000, 10, 30), spanTo(10))).toBe(at(-600));
    expect(beganAt(each(10 + 15 - 1_440, 10, 30), spanTo(10))).toBe(at(-600));
    expect(beganAt(each(10 + 16 - 1_440, 10, 30), spanTo(10))).toBe(at(10 + 16 - 1_440));
  });
  test('at the midnight before, as long as the last minute of a day is the newest', () => {
    expect(beganAt(each(-2_000, 840, 30), spanTo(840))).toBe(at(-600));
    expect(beganAt(each(-2_000, 841, 30), spanTo(841))).toBe(at(840));
  });
  test('and serves as long as the last quarter of an hour holds a request', () => {
    expect(isServing(each(0, 1, 1), at(15))).toBe(true);
    expect(isServing(each(0, 1, 1), at(16))).toBe(false);
    expect(isServing(each(0, 1, 0), at(10))).toBe(false);
    expect(isServing(each(-60, 1, 1), at(15))).toBe(true);
    expect(isServing(each(15, 20, 1), at(15))).toBe(false);
  });
});

describe('what a look or the judge finds of a canary', () => {
  const stable = { requests: each(-300, 120, 900), read: each(-300, 120, 4) };
  const bad = { requests: each(0, 120, 100), read: each(0, 120, 4) };
  const judged = (over: Parameters<typeof judgeCanary>[2] = { span: spanTo(120) }, canary = bad) =>
    judgeCanary(judgeGuard(), { canary, stable }, over);

  test('is that it is worse, by both shares since the fault began', () => {
    expect(judged()).toEqual({
      judgement: {
        kind: 'worse',
        since: at(0),
        canary: { requests: 12_000, bad: 480 },
        stable: { requests: 108_000, bad: 480 },
        evidence: expect.any(Number),
      },
    });
  });
  test('is no worse where it fails as seldom', () => {
    expect(judged(undefined, { ...bad, read: each(0, 120, 0) })?.judgement.kind).toBe('not-worse-yet');
  });
  test('holds what both served since the endpoint was changed, from the next whole minute on', () => {
    const found = judged({ span: spanTo(120), changedAt: at(109) + 1 });
    expect(found?.sinceChange).toEqual({
      canary: { requests: 1_000, bad: 40 },
      stable: { requests: 9_000, bad: 40 },
    });
  });
  test('says nothing of a change from before the fault', () => {
    expect(judged({ span: spanTo(120), changedAt: at(-5) })).not.toHaveProperty('sinceChange');
  });
  test('counts no more bad requests than requests, and none where the metric says none', () => {
    const found = judged(undefined, { requests: each(0, 120, 100), read: each(0, 60, 400) });
    expect(found?.judgement).toMatchObject({ canary: { requests: 12_000, bad: 6_000 } });
  });
  test('counts slow requests by the share that took longer', () => {
    const slow = judgeGuard({ compares: { of: 'slow', slowerThanMs: 300, falseAlarms: 0.01, smallest: 0.005 } });
    const found = judgeCanary(
      slow,
      {
        canary: { requests: each(0, 120, 100), read: each(0, 120, 0.3) },
        stable: { requests: each(-300, 120, 900), read: each(-300, 120, 0.01) },
      },
      { span: spanTo(120) },
    );
    expect(found?.judgement).toMatchObject({ kind: 'worse', canary: { requests: 12_000, bad: 3_600 } });
  });
  test('says nothing of a change in the very minute in which the fault began, nor of one where there is no fault', () => {
    expect(judged({ span: spanTo(120), changedAt: at(0) })).not.toHaveProperty('sinceChange');
    const well = judged({ span: spanTo(120), changedAt: at(109) }, { ...bad, read: each(0, 120, 0) });
    expect(well).not.toHaveProperty('sinceChange');
  });
  test('counts neither the canary before it nor minutes that are not over', () => {
    const requests = new Map([...each(-60, -20, 100), ...each(0, 130, 100)]);
    const read = new Map([...each(-60, -20, 100), ...each(0, 120, 0), ...each(120, 130, 100)]);
    const found = judgeCanary(
      judgeGuard(),
      {
        canary: { requests, read },
        stable: { requests: each(-300, 130, 900), read: each(-300, 130, 4) },
      },
      { span: spanTo(120) },
    );
    expect(found?.judgement).toMatchObject({
      kind: 'not-worse-yet',
      since: at(0),
      canary: { requests: 12_000, bad: 0 },
      stable: { requests: 108_000, bad: 480 },
    });
  });
  test('holds stable against its own eight hours before the canary, and no more', () => {
    const ill = {
      requests: each(-600, 120, 900),
      read: new Map([...each(-600, -480, 90), ...each(-480, 0, 4), ...each(0, 120, 40)]),
    };
    const found = judgeCanary(judgeGuard(), { canary: bad, stable: ill }, { span: spanTo(120) });
    expect(found?.judgement).toMatchObject({
      stableRose: {
        since: at(0),
        before: { requests: 480 * 900, bad: 480 * 4 },
        after: { requests: 120 * 900, bad: 120 * 40 },
      },
    });
  });
  /** Stable's errors swing from minute to minute two hours long, and rise once after that. */
  const swinging = (requests: Series) =>
    new Map(
      [...requests].map(([start], place) => [start, place < 120 ? 20 * (place % 2) : 2 + Math.floor(place / 200)]),
    );
  const beside = (requests: Series, read: Series) =>
    judgeCanary(judgeGuard(), { canary: bad, stable: { requests, read } }, { span: spanTo(120) });

  test('does not hang on the order in which minutes are read', () => {
    const requests = each(-480, 120, 900);
    const evensFirst = (series: Series): Series => {
      const all = [...series];
      return new Map([0, 1].flatMap((rest) => all.filter((_, place) => place % 2 === rest)));
    };
    expect(beside(evensFirst(requests), evensFirst(swinging(requests)))).toEqual(beside(requests, swinging(requests)));
  });
  test('does not hang on minutes in which stable served nothing', () => {
    const read = swinging(each(-480, 120, 900));
    const served = [...each(-480, -360, 900), ...each(-120, 120, 900)];
    expect(beside(new Map([...served, ...each(-360, -120, 0)]), read)).toEqual(beside(new Map(served), read));
  });
  test('is nothing of a canary that does not serve, and of a guard that compares nothing', () => {
    expect(judged({ span: spanTo(500) })).toBeUndefined();
    expect(judgeCanary(guard(), { canary: bad, stable }, { span: spanTo(120) })).toBeUndefined();
  });
});

test('all that a deployment has to be judged is each comparison on each canary, never on stable', () => {
  const two = policy({ guards: [guard(), judgeGuard()], canaries: ['a', 'b'].map(variantName) });
  const none = policy({ endpoint: endpointName('plain') });
  expect(comparisonsIn(deployment(two, none)).map(({ variant, guard: { id } }) => `${variant} ${id}`)).toEqual([
    'a judge-5xx',
    'b judge-5xx',
  ]);
});
