import { describe, expect, test } from 'vitest';
import { type Answer, isLeftOver, planOf, whyRejected } from '../../lambdas/domain/answer.ts';
import { ANA, at, incident, NOW } from '../builders.ts';

const SKEW = 5;
const PLAN = 'config-1: canary 0, stable 1';
const answer = (over: Partial<Answer> = {}): Answer => ({
  kind: 'approve',
  incident: incident().id,
  plan: PLAN,
  by: ANA,
  at: NOW,
  until: at(40),
  ...over,
});
const rejected = (over: Partial<Answer>, now = at(12)) =>
  whyRejected(answer(over), { incident: incident(), plan: PLAN, now });

test('a plan is told by shares, whatever the weights are and in whatever order', () => {
  expect(planOf('config-1', { stable: 90, canary: 0 })).toBe(PLAN);
  expect(planOf('config-1', { canary: 0, stable: 1 })).toBe(PLAN);
  expect(planOf('config-1', { b: 1, c: 1, a: 2 })).toBe('config-1: a 0.5, b 0.25, c 0.25');
});

describe("a person's answer", () => {
  test('counts for this incident and this plan', () => {
    expect(rejected({})).toBeUndefined();
    expect(rejected({ incident: 'fraud-20260101T080000' })).toBe('other-incident');
    expect(rejected({ plan: 'config-2: canary 0, stable 1' })).toBe('other-plan');
  });
  test('may be as much older than the incident, or newer than now, as a clock may be wrong', () => {
    expect(rejected({ at: at(10 - SKEW) })).toBeUndefined();
    expect(rejected({ at: at(10 - SKEW) - 1 })).toBe('before-the-incident');
    expect(rejected({ at: at(12 + SKEW) })).toBeUndefined();
    expect(rejected({ at: at(12 + SKEW) + 1 })).toBe('from-the-future');
  });
  test('counts until the time it names, and an hour at the most', () => {
    expect(rejected({}, at(40) - 1)).toBeUndefined();
    expect(rejected({}, at(40))).toBe('expired');
    expect(rejected({ until: at(600) }, at(70) - 1)).toBeUndefined();
    expect(rejected({ until: at(600) }, at(70))).toBe('expired');
  });
});

describe('an answer that lies there when an incident opens', () => {
  test.each([
    ['is left over where it is to another one, from before', { incident: 'before', at: NOW - 1 }, true],
    [
      'is an answer to an incident that was closed meanwhile, where it is no older',
      { incident: 'before', at: NOW },
      false,
    ],
    ['is no left-over where it is to this one: a clock may be wrong', { at: NOW - 1 }, false],
  ])('%s', (_, over, isOld) => {
    expect(isLeftOver(answer(over), incident())).toBe(isOld);
  });
});
