import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../infra/config/limits.ts';
import { obey } from '../../lambdas/domain/by-hand.ts';
import { decide, obstacles } from '../../lambdas/domain/decide.ts';
import type { Incident, OwnShift } from '../../lambdas/domain/incident.ts';
import { shiftsBefore, whyLimited } from '../../lambdas/domain/limits.ts';
import { concluded, intended } from '../../lambdas/domain/progress.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import { ANA, at, byHand, fleet, incident, NOW, shift, situation, variantName } from '../builders.ts';

const own = (minutes: number, config = 'config-1'): OwnShift => ({ at: at(minutes), config, incident: 'before' });

/** The last incident has ended, and these shifts of ours came before; the canary is as bad as ever. */
const verdictAfter = (shifts: readonly OwnShift[], over: Partial<Situation> = {}) =>
  decide(
    situation({
      limits: DEFAULT_LIMITS,
      incident: incident({ shifts, ending: { state: 'RECOVERED', at: at(-1), because: 'proved' }, breach: OLDER }),
      ...over,
    }),
    NOW,
  );
const OLDER = { ...incident().breach, at: at(-20) };

describe('F28: a config that was rolled back before', () => {
  test('cools down', () => {
    expect(verdictAfter([own(5)])).toMatchObject({ kind: 'hold', reason: { kind: 'cooling-down', until: at(15) } });
  });
  test('is rolled back again once it has cooled down', () => {
    expect(verdictAfter([own(0)])).toMatchObject({ kind: 'roll-back' });
  });
  test('and flaps, is held until the first of the shifts that make it so is an hour old', () => {
    expect(verdictAfter([own(-45), own(-30), own(-15)])).toMatchObject({
      kind: 'hold',
      reason: { kind: 'flapping', shifts: 3, withinMinutes: 60, until: at(15) },
    });
  });
  test('as often as a day allows, is held until the day is over', () => {
    const six = [-600, -500, -400, -300, -200, -100].map((minutes) => own(minutes));
    expect(verdictAfter(six)).toMatchObject({
      kind: 'hold',
      reason: { kind: 'budget-spent', shifts: 6, most: 6, until: at(-600 + 24 * 60) },
    });
  });
  test('is not held where no limits are deployed', () => {
    expect(decide(situation({ incident: incident({ shifts: [own(9)] }) }), NOW)).toMatchObject({ kind: 'roll-back' });
  });
  test('is not held within the incident whose shift SageMaker took back: that is asked for again', () => {
    const asked = incident({ shift: shift({ requestedAt: at(8), askedAt: at(8) }) });
    expect(decide(situation({ limits: DEFAULT_LIMITS, incident: asked }), NOW)).toMatchObject({ kind: 'roll-back' });
  });
  test('is told so before a guard breaks', () => {
    const seen = situation({ limits: DEFAULT_LIMITS, incident: incident({ shifts: [own(5)] }) });
    expect(obstacles(seen, fleet(), NOW)).toContainEqual({ kind: 'cooling-down', until: at(15) });
  });
});

test('F28: no limit stops the first shift of a config, whatever was shifted before', () => {
  const shifts = fc.array(
    fc.integer({ min: -1_430, max: 10 }).map((minutes) => own(minutes, 'config-0')),
    {
      maxLength: 30,
    },
  );
  fc.assert(
    fc.property(shifts, (before) => {
      expect(verdictAfter(before)).toMatchObject({ kind: 'roll-back' });
    }),
  );
});

describe('an incident takes over', () => {
  const over = { ending: { state: 'RECOVERED', at: at(5), because: 'proved' } } as const;
  const asked = { ...incident({ shift: shift({ requestedAt: at(-1), askedAt: at(1) }) }), ...over };
  const taken = (last: Incident | undefined) => shiftsBefore(last, NOW).shifts?.map((one) => one.at);

  test('the shift of the one before, and those before that', () => {
    expect(taken({ ...asked, shifts: [own(-30)] })).toEqual([at(-30), at(1)]);
  });
  test('none that is a day old', () => {
    expect(taken({ ...asked, shifts: [own(10 - 24 * 60)] })).toEqual([at(1)]);
  });
  test('no more than an item of the ledger may hold', () => {
    const many = Array.from({ length: 60 }, (_, place) => own(-60 + place));
    expect(taken({ ...asked, shifts: many })).toHaveLength(40);
    expect(taken({ ...asked, shifts: many })?.at(-1)).toBe(at(1));
  });
  test("no shift that a person asked for, nor one of another hand's", () => {
    expect(taken({ ...byHand({ shift: shift() }), ...over })).toBeUndefined();
    expect(taken({ ...asked, shift: shift({ byOthers: true }) })).toBeUndefined();
  });
  test('a shift of ours that a person asked for once more', () => {
    expect(taken({ ...asked, byHand: { by: ANA, at: at(3) } })).toEqual([at(1)]);
  });
  test("F28: a shift of ours whose place a person's order has taken", () => {
    const order = (open: Incident, to: string, minutes: number): Incident => {
      const seen = situation({ incident: open });
      const found = obey(seen, { by: ANA, to: variantName(to) }, at(minutes));
      if (found.kind !== 'roll-back') throw new Error(found.kind);
      return intended(found.incident, found.to, at(minutes));
    };
    const { ending: _open, ...open } = { ...asked, shifts: [own(-30)] };
    const ordered = order(open, 'canary', 3);
    expect(taken({ ...ordered, ...over })).toEqual([at(-30), at(1)]);
    expect(taken({ ...order(ordered, 'stable', 4), ...over })).toEqual([at(-30), at(1)]);
    expect(ordered.shifts).toEqual([own(-30)]);
  });
  test('nothing where nothing was', () => {
    expect(shiftsBefore(undefined, NOW)).toEqual({});
    expect(shiftsBefore(incident(), NOW)).toEqual({});
  });
});

describe('F28: a canary that flaps', () => {
  const reason = { kind: 'flapping', shifts: 3, withinMinutes: 60, until: at(15) } as const;
  const held = incident({ shifts: [own(-45), own(-30), own(-15)], hold: reason, asked: ['flapping'], told: 1 });
  const quiet = situation().alarms.map((one) => ({ ...one, alarm: { ...one.alarm, state: 'OK' as const } }));
  const decided = (over: Partial<Situation>, now = NOW) =>
    decide(situation({ limits: DEFAULT_LIMITS, incident: held, ...over }), now);

  test('is one incident, and one letter, though its alarm goes OK and off again', () => {
    for (const seen of [{ alarms: quiet }, {}]) {
      const verdict = decided(seen);
      expect(verdict).toMatchObject({ kind: 'hold', reason });
      expect(verdict.kind === 'hold' && concluded(verdict, NOW)).toEqual(held);
    }
  });
  test('is over once it is quiet at the end of that time', () => {
    expect(decided({ alarms: quiet }, at(15))).toMatchObject({ kind: 'end', ending: { because: 'breach-over' } });
  });
  test('is told as flapping although another hand has just moved the weights', () => {
    const shifts = [own(-45), own(-30), own(-15)];
    const moved = fleet({ lastModifiedAt: at(9) });
    expect(verdictAfter(shifts, { fleet: moved })).toMatchObject({ kind: 'hold', reason: { kind: 'flapping' } });
    expect(verdictAfter([], { fleet: moved })).toMatchObject({ kind: 'hold', reason: { kind: 'weights-moved-since' } });
  });
});

describe('F28: each limit, at its boundary', () => {
  const ago = (...minutes: readonly number[]) => minutes.map((one) => own(10 - one));
  const limited = (shifts: readonly OwnShift[], over: Partial<typeof DEFAULT_LIMITS> = {}) =>
    whyLimited({ ...DEFAULT_LIMITS, ...over }, { shifts, config: 'config-1' }, NOW);
  const calm = { cooldownMinutes: 0, shiftsPerDay: 40 };
  const flaps = { ...calm, flaps: { shifts: 3, withinMinutes: 60 } };

  test('one shift of this config among those of others is a repeat', () => {
    const cooling = { cooldownMinutes: 10, flaps: { shifts: 9, withinMinutes: 60 } };
    expect(limited([own(5, 'config-0'), own(6)], cooling)).toMatchObject({ kind: 'cooling-down' });
    expect(limited([own(5, 'config-0'), own(6, 'config-2')], cooling)).toBeUndefined();
  });
  test('the cooldown counts from the newest shift, and is over in its last moment', () => {
    expect(limited(ago(40, 5), { cooldownMinutes: 10 })).toEqual({ kind: 'cooling-down', until: at(15) });
    expect(limited(ago(40, 10), { cooldownMinutes: 10 })).toBeUndefined();
  });
  test('a shift that is as old as the window counts no more', () => {
    expect(limited(ago(59.9, 30, 15), flaps)).toMatchObject({ kind: 'flapping', shifts: 3, until: at(10.1) });
    expect(limited(ago(60, 30, 15), flaps)).toBeUndefined();
    expect(limited(ago(600, 300, 15), flaps)).toBeUndefined();
  });
  test('of more than it may hold, so many have to leave it first that one fewer is left', () => {
    expect(limited(ago(50, 40, 30, 20), flaps)).toMatchObject({ kind: 'flapping', shifts: 4, until: at(30) });
  });
  test('the order in which shifts were written down does not matter', () => {
    expect(limited(ago(20, 50, 30, 40), flaps)).toMatchObject({ kind: 'flapping', shifts: 4, until: at(30) });
    expect(limited(ago(30, 20, 40, 50), flaps)).toMatchObject({ until: at(30) });
  });
});
