import { describe, expect, test } from 'vitest';
import { decide } from '../../lambdas/domain/decide.ts';
import { whyOvertaken, whyUntrusted } from '../../lambdas/domain/evidence.ts';
import { noticing, wasTakenBack } from '../../lambdas/domain/hands.ts';
import type { Incident } from '../../lambdas/domain/incident.ts';
import type { Fleet } from '../../lambdas/domain/model.ts';
import { quarantineOf } from '../../lambdas/domain/quarantine.ts';
import {
  alarmName,
  at,
  BREACH_AT,
  breaching,
  fleet,
  guard,
  incident,
  NOW,
  shift,
  shifted,
  situation,
  variant,
  variantName,
} from '../builders.ts';

const breach = { variant: variantName('canary'), guard: guard(), alarm: breaching(alarmName('canary')) };

describe('F18: of evidence that is older than the last change of the endpoint', () => {
  const { evidence: _none, ...unexplained } = breach.alarm;
  const old = { ...breach, alarm: unexplained };
  const why = (over: Partial<Fleet>, of: Parameters<typeof incident>[0]) =>
    whyOvertaken(situation({ traffic: {} }), fleet(over), { incident: incident(of), breach: old })?.kind;
  const BUSY = { status: 'Updating' } as const;
  const moved = { weights: { stable: 80, canary: 20 }, at: at(9) };

  test.each([
    ['a change that is done overtakes it', {}, {}, 'weights-moved-since'],
    ['one under way, of an endpoint that was as it was when it broke, is told as what it is', BUSY, {}, undefined],
    ['as it was in that very moment, too', BUSY, { modifiedAtOpen: BREACH_AT }, undefined],
    ['one under way that came after it overtakes it', BUSY, { modifiedAtOpen: BREACH_AT + 1 }, 'weights-moved-since'],
    ['one under way that moves weights overtakes it', BUSY, { moved }, 'weights-moved-since'],
  ])('%s', (_, over, of, kind) => {
    expect(why(over, of)).toBe(kind);
  });
});

describe('F12: SageMaker took something back', () => {
  test('of ours, where it was the last that was asked for', () => {
    expect(wasTakenBack(incident({ shift: shift({ attempts: 2 }), takenBack: { attempt: 2 } }))).toBe(true);
    expect(wasTakenBack(incident({ shift: shift({ attempts: 2 }), takenBack: { attempt: 1 } }))).toBe(false);
    expect(wasTakenBack(incident({ takenBack: { attempt: 0 } }))).toBe(false);
  });
  test('once the endpoint is InService again: a reason that stands there before says nothing yet', () => {
    const failing = { failureReason: 'no capacity' };
    expect(noticing(incident(), fleet({ ...failing, status: 'Updating' }))).not.toHaveProperty('takenBack');
    expect(noticing(incident(), fleet(failing))).toMatchObject({ takenBack: { attempt: 0, failure: 'no capacity' } });
    const asked = incident({ shift: shift() });
    expect(noticing(asked, fleet({ ...failing, status: 'Updating' }))).not.toHaveProperty('takenBack');
    expect(noticing(asked, fleet(failing))).toMatchObject({ takenBack: { attempt: 1, failure: 'no capacity' } });
  });
  test('of ours only while it was not in force', () => {
    expect(noticing(shifted(), fleet({ failureReason: 'no capacity' }))).not.toHaveProperty('takenBack');
  });
});

describe('F17: what came back before', () => {
  const second = { variant: 'second', incident: 'before', since: at(-60), times: 4 };
  const canary = { variant: 'canary', incident: 'before', since: at(-60), times: 4 };
  const why = (quarantined: Incident['quarantined']) =>
    whyUntrusted(situation(), { incident: incident(quarantined && { quarantined }), breach })?.kind;

  test('too often, holds that variant and no other', () => {
    expect(why([second])).toBeUndefined();
    expect(why([second, canary])).toBe('restored-too-often');
    expect(why(undefined)).toBeUndefined();
  });
  test('is told of an incident that shifts nothing, too', () => {
    expect(quarantineOf(incident({ quarantined: [canary] }), fleet())).toEqual([{ ...canary, share: 0.1 }]);
  });
  test('counts for each variant by itself', () => {
    const ending = { state: 'RECOVERED', at: at(13), because: 'proved' } as const;
    const found = (before: typeof canary) => quarantineOf({ ...shifted(), quarantined: [before], ending }, fleet());
    expect(found(canary)).toMatchObject([{ variant: 'canary', times: 5 }]);
    expect(found(second)).toHaveLength(1);
    expect(found(second)[0]).not.toHaveProperty('times');
  });
});

test('an incident remembers the reason that stood on the endpoint when it opened, and makes up none', () => {
  const opened = (over: Partial<Fleet>) => decide(situation({ fleet: fleet(over) }), NOW);
  expect(opened({ failureReason: 'no capacity' })).toMatchObject({ incident: { failureAtOpen: 'no capacity' } });
  expect(opened({})).toMatchObject({ kind: 'roll-back' });
  expect(Object.keys((opened({}) as { readonly incident: Incident }).incident)).not.toContain('failureAtOpen');
});

describe('F12: SageMaker took our change back', () => {
  const asking = [variant('stable', 90), variant('canary', 10, { desiredWeight: 0 })];
  const takenBack = (over: Partial<Fleet>) =>
    noticing(incident({ shift: shift() }), fleet({ variants: asking, ...over })).takenBack;

  test('where it is at it, though the endpoint still names our weights', () => {
    expect(takenBack({ status: 'RollingBack' })).toEqual({ attempt: 1 });
  });
  test('not by a FailureReason, where the endpoint still asks for our weights', () => {
    expect(takenBack({ failureReason: 'no capacity' })).toBeUndefined();
  });
});
