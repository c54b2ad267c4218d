import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../lambdas/domain/verdict.ts';
import { type Decide, explore, type Machine } from '../../simulation/explore/explore.ts';
import { verdictIn } from '../../simulation/explore/look.ts';
import { MACHINES, WIDE } from '../../simulation/explore/machines.ts';

/** `npm run explore` goes deeper. */
const DEPTH = { wide: 2, ofEight: 3 };

const machine = (name: string): Machine => {
  const found = MACHINES[name];
  if (found === undefined) throw new Error(`no machine is called ${name}`);
  return found;
};

const ofEight = Object.entries(MACHINES).filter(([name]) => name !== WIDE);

describe('I1 I2 I3 I4 I5 I6 I8 I9: no law is broken in any order', () => {
  test('of two of all events', () => {
    expect(explore(machine(WIDE), { depth: DEPTH.wide }).broken).toBeUndefined();
  });

  test.each(ofEight)('of three of eight events: %s', (_, one) => {
    const { broken, verdicts } = explore(one, { depth: DEPTH.ofEight });
    expect(broken).toBeUndefined();
    // Laws of a roll-back hold for anything where there is none.
    expect(verdicts['roll-back']).toBeGreaterThan(5);
    expect(verdicts['hold']).toBeGreaterThan(5);
  });
});

test('each layer tells how many states are new in it, and how many edges lead there or back', () => {
  const known = machine('what SageMaker does');
  const { layers, states, edges } = explore(known, { depth: 3 });
  expect(layers.map(({ depth }) => depth)).toEqual([1, 2, 3]);
  expect(layers.reduce((sum, layer) => sum + layer.states, 0)).toBe(states - known.starts.length);
  expect(layers.reduce((sum, layer) => sum + layer.edges, 0)).toBe(edges);
});

describe('a rule that is broken on purpose is found out:', () => {
  const asIf =
    (change: (verdict: Verdict) => Verdict): Decide =>
    (state, setting) =>
      change(verdictIn(state, setting));

  /** Shifts also where there is a reason to hold. */
  const shiftsAnyway = (kind: string) =>
    asIf((verdict) =>
      verdict.kind === 'hold' && verdict.reason.kind === kind
        ? { kind: 'roll-back', incident: verdict.incident, to: { stable: 80, canary: 0, second: 0 } }
        : verdict,
    );

  const brokenBy = (decide: Decide, { name = WIDE, depth = 2 } = {}): string | undefined =>
    explore(machine(name), { depth, decide }).broken?.law;

  test.each([
    ['stable-unwell', 'I2'],
    ['stable-without-instances', 'I2'],
    ['freeze-unreadable', 'I4'],
    ['endpoint-busy', 'I4'],
    ['stable-stale', 'I8'],
    ['load-unknown', 'I8'],
  ])('a shift in spite of %s breaks %s', (kind, law) => {
    expect(brokenBy(shiftsAnyway(kind))?.slice(0, 2)).toBe(law);
  });

  test('a shift in spite of weights-moved-since breaks I9', () => {
    const { events, ...rest } = machine(WIDE);
    const atOnce = { ...rest, events: events.filter(({ name }) => !name.includes('begin')) };
    expect(explore(atOnce, { depth: 2, decide: shiftsAnyway('weights-moved-since') }).broken?.law).toMatch(/^I9/);
  });

  test.each<[string, Readonly<Record<string, number>>, string]>([
    ['to nobody', { stable: 0, canary: 0, second: 0 }, 'I1'],
    ['that leaves a variant out', { stable: 80, canary: 0 }, 'I1'],
    ['to the canary', { stable: 0, canary: 90, second: 0 }, 'I1'],
  ])('a shift %s breaks its law', (_, to, law) => {
    const decide = asIf((verdict) => (verdict.kind === 'roll-back' ? { ...verdict, to } : verdict));
    expect(brokenBy(decide)?.slice(0, 2)).toBe(law);
  });

  test('asking again at once, and without end, breaks I5', () => {
    const again = asIf((verdict) =>
      verdict.kind === 'watch' && verdict.inForce
        ? { kind: 'roll-back', incident: verdict.incident, to: { stable: 80, canary: 0, second: 0 } }
        : verdict,
    );
    expect(brokenBy(again, { name: 'what SageMaker does' })).toMatch(/^I5/);
  });

  test('a recovery that is claimed too early is found', () => {
    const early = asIf((verdict) =>
      verdict.kind === 'watch'
        ? { kind: 'end', incident: verdict.incident, ending: { state: 'RECOVERED', at: 0, because: 'proved' } }
        : verdict,
    );
    expect(brokenBy(early)).toMatch(/^RECOVERED/);
  });

  test.each([
    ['a shift that nobody agreed to', 'mode approve', 'awaiting-approval', 'I4 a person let it'],
    ['a shift before the cooldown is over', 'limits of repeats', 'cooling-down', 'F28 it waits'],
    ['a shift too many', 'limits of repeats', 'flapping', 'F28 it is not repeated'],
    ['a shift past the budget of a day', 'limits of repeats', 'budget-spent', 'F28 it is not repeated'],
    ['a shift to a stable that is too small', 'scale, then shift', 'raising-stable', 'I4 nothing forbids it'],
  ])('%s', (_, name, kind, law) => {
    expect(brokenBy(shiftsAnyway(kind), { name, depth: 4 })).toContain(law);
  });

  test('a fallback while stable is well breaks I1', () => {
    const falls = asIf((verdict) =>
      verdict.kind === 'roll-back' ? { ...verdict, to: { stable: 0, canary: 0, second: 10 } } : verdict,
    );
    expect(brokenBy(falls, { name: 'fall back' })).toMatch(/^I1/);
  });

  test('an order for more than the owner allows breaks I6', () => {
    const raises = asIf((verdict) =>
      verdict.kind === 'prepare' && verdict.order.kind === 'scale'
        ? { ...verdict, order: { ...verdict.order, to: 3 } }
        : verdict,
    );
    expect(brokenBy(raises, { name: 'scale, then shift' })).toMatch(/^I6/);
  });

  test('an order without end breaks I5', () => {
    const again = asIf((verdict) =>
      verdict.kind === 'hold' && verdict.incident.preparing?.order.kind === 'scale'
        ? { kind: 'prepare', incident: verdict.incident, order: verdict.incident.preparing.order }
        : verdict,
    );
    expect(brokenBy(again, { name: 'scale, then shift', depth: 6 })).toMatch(/^I[45]/);
  });
});
