import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../lambdas/domain/verdict.ts';
import { EVERY_EVENT, THEMES } from '../../simulation/explore/events.ts';
import { type Decide, explore } from '../../simulation/explore/explore.ts';
import { verdictIn } from '../../simulation/explore/look.ts';
import { STARTS } from '../../simulation/explore/state.ts';

/** `npm run explore` goes deeper. */
const DEPTH = { everything: 2, themes: 3 };

const starts = Object.entries(STARTS);
const sumOf = (counts: readonly (number | undefined)[]): number =>
  counts.reduce<number>((sum, one) => sum + (one ?? 0), 0);

describe('I1 I2 I3 I4 I5 I8 I9: no law is broken in any order', () => {
  test.each(starts)('of two of all events, once %s', (_, start) => {
    expect(explore(start, EVERY_EVENT, { depth: DEPTH.everything }).broken).toBeUndefined();
  });

  test.each(Object.entries(THEMES))('of three events of %s', (_, events) => {
    const found = starts.map(([, start]) => explore(start, events, { depth: DEPTH.themes }));
    expect(found.map(({ broken }) => broken)).toEqual([undefined, undefined]);
    // Laws of a roll-back hold for anything where there is none.
    expect(sumOf(found.map(({ verdicts }) => verdicts['roll-back']))).toBeGreaterThan(5);
    expect(sumOf(found.map(({ verdicts }) => verdicts['hold']))).toBeGreaterThan(5);
  });
});

describe('a rule that is broken on purpose is found out:', () => {
  const bad = STARTS['the canary is bad'];
  const asIf =
    (change: (verdict: Verdict) => Verdict): Decide =>
    (state) =>
      change(verdictIn(state));

  /** Shifts also where there is a reason to hold. */
  const shiftsAnyway = (kind: string) =>
    asIf((verdict) =>
      verdict.kind === 'hold' && verdict.reason.kind === kind
        ? { kind: 'roll-back', incident: verdict.incident, to: { stable: 80, canary: 0, second: 0 } }
        : verdict,
    );

  const brokenBy = (decide: Decide, events = EVERY_EVENT): string | undefined =>
    bad && explore(bad, events, { depth: 2, decide }).broken?.law.slice(0, 2);

  test.each([
    ['stable-unwell', 'I2'],
    ['stable-without-instances', 'I2'],
    ['freeze-unreadable', 'I4'],
    ['endpoint-busy', 'I4'],
    ['stable-stale', 'I8'],
    ['load-unknown', 'I8'],
  ])('a shift in spite of %s breaks %s', (kind, law) => {
    expect(brokenBy(shiftsAnyway(kind))).toBe(law);
  });

  test('a shift in spite of weights-moved-since breaks I9', () => {
    const atOnce = EVERY_EVENT.filter(({ name }) => !name.includes('begin'));
    expect(brokenBy(shiftsAnyway('weights-moved-since'), atOnce)).toBe('I9');
  });

  test.each<[string, Readonly<Record<string, number>>, string]>([
    ['to nobody', { stable: 0, canary: 0, second: 0 }, 'I1'],
    ['that leaves a variant out', { stable: 80, canary: 0 }, 'I1'],
    ['to the canary', { stable: 0, canary: 90, second: 0 }, 'I1'],
  ])('a shift %s breaks its law', (_, to, law) => {
    expect(brokenBy(asIf((verdict) => (verdict.kind === 'roll-back' ? { ...verdict, to } : verdict)))).toBe(law);
  });

  test('asking again at once, and without end, breaks I5', () => {
    const again: Decide = (state) => {
      const verdict = verdictIn(state);
      return verdict.kind === 'watch' && verdict.inForce
        ? { kind: 'roll-back', incident: verdict.incident, to: { stable: 80, canary: 0, second: 0 } }
        : verdict;
    };
    expect(bad && explore(bad, THEMES['SageMaker takes back'] ?? [], { depth: 2, decide: again }).broken?.law).toMatch(
      /^I5/,
    );
  });

  test('a recovery that is claimed too early is found', () => {
    const early = asIf((verdict) =>
      verdict.kind === 'watch'
        ? { kind: 'end', incident: verdict.incident, ending: { state: 'RECOVERED', at: 0, because: 'proved' } }
        : verdict,
    );
    expect(bad && explore(bad, EVERY_EVENT, { depth: 2, decide: early }).broken?.law).toMatch(/^RECOVERED/);
  });
});
