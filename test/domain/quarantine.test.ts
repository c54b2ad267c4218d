import { describe, expect, test } from 'vitest';
import { obey } from '../../lambdas/domain/by-hand.ts';
import { decide } from '../../lambdas/domain/decide.ts';
import type { Ending, Incident } from '../../lambdas/domain/incident.ts';
import { backInTraffic, quarantineOf, released } from '../../lambdas/domain/quarantine.ts';
import {
  ANA,
  at,
  byHand,
  fleet,
  incident,
  minutes,
  NOW,
  shift,
  shifted,
  situation,
  variantName,
  weighing,
} from '../builders.ts';

const ENDING: Ending = { state: 'RECOVERED', at: at(13), because: 'proved' };
const ended = (of: Incident = shifted()): Incident => ({ ...of, ending: ENDING });
const quarantined = (of: Incident | undefined, there = fleet()) => quarantineOf(of, there);
const CANARY = { variant: 'canary', incident: 'fraud-20260101T100930', since: NOW };

describe('a variant is in quarantine', () => {
  test('once its incident has ended, after a shift that was in force', () => {
    expect(quarantined(ended())).toEqual([{ ...CANARY, share: 0.1 }]);
    expect(quarantined(shifted())).toEqual([]);
    const { inForceAt: _never, ...asked } = shift();
    expect(quarantined(ended({ ...shifted(), shift: asked }))).toEqual([]);
    expect(quarantined(undefined)).toEqual([]);
  });
  test('on the same endpoint config, as long as it is there', () => {
    expect(quarantined(ended(), fleet({ config: 'config-2' }))).toEqual([]);
    expect(quarantined(ended(), weighing({ stable: 90 }))).toEqual([]);
    expect(quarantineOf(ended(), undefined)).toEqual([]);
  });
  test('each of those that a person took the traffic from', () => {
    const wanted = { stable: 80, canary: 0, second: 0, idle: 0 };
    const by = byHand({
      weightsAtOpen: { stable: 80, canary: 10, second: 10, idle: 0 },
      shift: shift({ wanted, inForceAt: at(10.5) }),
    });
    const names = quarantined(ended(by), weighing(wanted)).map((one) => one.variant);
    expect(names).toEqual(['canary', 'second']);
  });
  test('until a person releases it', () => {
    const release = { variant: 'canary', by: ANA, at: at(20), reason: 'mended' };
    expect(released(ended(), release).releases).toEqual([release]);
    expect(quarantined(released(ended(), release))).toEqual([]);
    expect(quarantined(released(ended(), { ...release, variant: 'another' }))).toHaveLength(1);
  });
  test('until then also where a release came before the shift: it speaks of an earlier one', () => {
    const early = { variant: 'canary', by: ANA, at: NOW - 1, reason: 'mended' };
    expect(quarantined(released(ended(), early))).toMatchObject([CANARY]);
    expect(quarantined(released(ended(), { ...early, at: NOW }))).toEqual([]);
  });
  test('not where the shift itself sent the traffic: then what lost it is', () => {
    const there = { stable: 0, canary: 10 };
    const to = ended({ ...shifted({ wanted: there }), quarantined: [CANARY] });
    expect(quarantined(to, weighing(there))).toMatchObject([{ variant: 'stable' }]);
    const { inForceAt: _never, ...asked } = shift({ wanted: there });
    expect(quarantined({ ...to, shift: asked })).toMatchObject([CANARY]);
  });
  test('also behind a drill, which takes the place of its incident in the ledger', () => {
    const drill: Incident = { ...shifted(), id: 'fraud-drill-1', drill: { id: 'drill-1', before: ended() } };
    expect(quarantined(drill)).toMatchObject([CANARY]);
    const release = { variant: 'canary', by: ANA, at: at(20), reason: 'mended' };
    const after = released(drill, release);
    expect(after).toMatchObject({ id: 'fraud-drill-1', drill: { before: { releases: [release] } } });
    expect(quarantined(after)).toEqual([]);
  });
});

describe('an incident that opens later', () => {
  const later = at(30);
  const back = situation({ incident: ended(), fleet: fleet({ lastModifiedAt: at(20) }) });

  test('takes the quarantine over, opened by a guard or by a person', () => {
    const older = { ...ended(), breach: { ...incident().breach, at: at(0) } };
    const [breach, person] = [
      decide({ ...back, incident: older }, later),
      obey(back, { by: ANA, to: variantName('stable') }, later),
    ];
    for (const verdict of [breach, person]) expect(verdict).toMatchObject({ incident: { quarantined: [CANARY] } });
  });
  test('and begins it anew for what it rolls back itself', () => {
    const again: Incident = { ...ended(), id: 'later', quarantined: [CANARY, { ...CANARY, variant: 'second' }] };
    const there = weighing({ stable: 80, canary: 0, second: 20 });
    expect(quarantined(again, there)).toEqual([
      { ...CANARY, variant: 'second', share: 0.2 },
      { ...CANARY, incident: 'later', times: 2, share: 0 },
    ]);
  });
});

test('a variant in quarantine is a finding while it has traffic, the same one whatever the share', () => {
  const [ten] = backInTraffic(quarantined(ended()));
  const [twenty] = backInTraffic(quarantined(ended(), weighing({ stable: 80, canary: 20 })));
  expect(ten?.what).toBe('canary has traffic again');
  expect(twenty?.what).toBe(ten?.what);
  expect(backInTraffic(quarantined(ended(), weighing({ stable: 90, canary: 0 })))).toEqual([]);
});

describe('the alarm that opened the last incident', () => {
  // It stays in ALARM for minutes after the variant was taken out of traffic, and speaks of what came before.
  const back = situation({ incident: ended(), fleet: fleet({ lastModifiedAt: at(20) }) });

  test('opens none because another hand gave the variant traffic again: that alone is no breach', () => {
    expect(decide(back, at(21))).toEqual({ kind: 'nothing', because: 'already-ended' });
  });
  test('opens one once the variant does badly with that traffic', () => {
    const traffic = { stable: minutes(1_000, 5, [15, 24]), canary: minutes(200, 20, [21, 24]) };
    expect(decide({ ...back, traffic }, at(25))).toMatchObject({ kind: 'roll-back' });
  });
  test('opens one where nobody can tell, and people are told why it waits', () => {
    expect(decide({ ...back, traffic: 'unreadable' }, at(21))).toMatchObject({
      kind: 'hold',
      reason: { kind: 'weights-moved-since' },
    });
  });
});
