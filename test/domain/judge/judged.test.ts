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
    expect(beganAt(new Map([...each(-60, -10, 30), ...each(0, 10, 30)]), spanTo(10))).toBe(at(-60));
  });
  test('never, where it does not serve now: minutes without requests and minutes to come do not count', () => {
    expect(beganAt(each(0, 10, 30), spanTo(26))).toBeUndefined();
    expect(beganAt(each(0, 10, 0), spanTo(10))).toBeUndefined();
    expect(beganAt(each(10, 12, 30), spanTo(10))).toBeUndefined();
  });
  test('anew at midnight, where it has served for longer than a day', () => {
    expect(beganAt(each(-2_000, 10, 30), spanTo(10))).toBe(at(-600));
  });
  test('and serves as long as the last quarter of an hour holds a request', () => {
    expect(isServing(each(0, 1, 1), at(15))).toBe(true);
    expect(isServing(each(0, 1, 1), at(16))).toBe(false);
    expect(isServing(each(0, 1, 0), at(10))).toBe(false);
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
