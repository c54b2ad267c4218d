import { describe, expect, test } from 'vitest';
import { decide } from '../../lambdas/domain/decide.ts';
import type { EndpointStatus } from '../../lambdas/domain/model.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import {
  at,
  FROZEN,
  fleet,
  guardAlarms,
  incident,
  latencyGuard,
  minutes,
  NOW,
  PROOF_AT,
  policy,
  recovered,
  shift,
  shifted,
  variant,
  WANTED,
  weighing,
} from '../builders.ts';

const verdict = (over: Partial<Situation> = {}, now = PROOF_AT) => decide(recovered(over), now);
const quietCanary = minutes(100, 10, [6, 9]);
const stableServed = minutes(1_000, 5, [6, 11]);

describe('RECOVERED', () => {
  test('is claimed once a whole minute after the shift is quiet on the canary and good on stable', () => {
    expect(verdict()).toMatchObject({ kind: 'end', ending: { state: 'RECOVERED', at: PROOF_AT, because: 'proved' } });
  });
  test('is claimed although the instance counts changed meanwhile', () => {
    const scaled = weighing(WANTED, {
      variants: [variant('stable', 90, { instances: 7 }), variant('canary', 0, { instances: 1 })],
    });
    expect(verdict({ fleet: scaled })).toMatchObject({ ending: { state: 'RECOVERED' } });
  });
  test('needs no metric of a canary that was never called', () => {
    expect(verdict({ traffic: { stable: stableServed } })).toMatchObject({ ending: { state: 'RECOVERED' } });
  });

  const busyCanary = [...quietCanary, ...minutes(1, 0, [11, 11])];
  const backSince = { stable: minutes(1_000, 5, [6, 12]), canary: [...quietCanary, ...minutes(1, 0, [12, 12])] };
  const moving = fleet({ variants: [variant('stable', 90), variant('canary', 10, { desiredWeight: 0 })] });
  const two = policy({ guards: [...policy().guards, latencyGuard({ minRequests: 1_001 })] });
  const lacking: readonly (readonly [string, Partial<Situation>])[] = [
    ['the endpoint is not InService', { fleet: weighing(WANTED, { status: 'Updating' }) }],
    ['the wanted weights are asked for and not in force', { fleet: moving }],
    ['the canary served one request in that minute', { traffic: { stable: stableServed, canary: busyCanary } }],
    ['the canary served one since: the weights went and came back', { traffic: backSince }],
    ['the metrics cannot be read', { traffic: 'unreadable' }],
    ['the metrics have nothing of stable', { traffic: { canary: quietCanary } }],
    ['stable served too few requests', { traffic: { stable: minutes(49, 0, [6, 11]), canary: quietCanary } }],
    ['stable served too few requests for one of its guards', { policy: two }],
    [
      'stable breaks a guard',
      { alarms: guardAlarms(policy(), { canary: { state: 'OK' }, stable: { state: 'ALARM' } }) },
    ],
    ['the newest minute of stable is bad', { traffic: { stable: [...stableServed, ...minutes(1_000, 90, [12, 12])] } }],
    [
      'a guard of stable has too little data',
      { alarms: guardAlarms(policy(), { stable: { state: 'INSUFFICIENT_DATA' } }) },
    ],
    ['a guard of stable was not evaluated fully', { alarms: guardAlarms(policy(), { stable: { evaluated: false } }) }],
    ['a guard of stable has no alarm', { alarms: [] }],
    ['the minute began before the weights were in force', { incident: shifted({ inForceAt: at(11.01) }) }],
    ['the weights are seen in force for the first time', { incident: incident({ told: 1, shift: shift() }) }],
  ];
  test.each(lacking)('is not claimed when %s', (_, over) => {
    expect(verdict(over)).toMatchObject({ kind: 'watch' });
  });
  test('is not claimed upon a minute that may still be incomplete', () => {
    expect(verdict({}, at(12.99))).toMatchObject({ kind: 'watch' });
  });
  test('is not claimed for another config than the one that was rolled back', () => {
    expect(verdict({ fleet: weighing(WANTED, { config: 'config-2' }) })).toMatchObject({
      ending: { state: 'ROLLED_BACK_NOT_RECOVERED', because: 'new-config' },
    });
  });
  test("is not claimed for the canary's alarm going OK at weight 0", () => {
    const silent = { traffic: { stable: [], canary: quietCanary } };
    expect(verdict(silent)).toMatchObject({ kind: 'watch', inForce: true });
  });
});

describe('until it is proved', () => {
  test('the first look that sees the weights in force remembers when', () => {
    expect(verdict({ incident: incident({ shift: shift() }) })).toMatchObject({
      kind: 'watch',
      inForce: true,
      incident: { shift: { inForceAt: PROOF_AT } },
    });
  });
  test('later looks keep that time, also while the endpoint is updated', () => {
    const busy = weighing(WANTED, { status: 'Updating' });
    expect(verdict({}, at(12))).toMatchObject({ incident: { shift: { inForceAt: at(10.5) } } });
    expect(verdict({ fleet: busy })).toMatchObject({ inForce: false, incident: { shift: { inForceAt: at(10.5) } } });
  });
  test('weights that are asked for and not yet in force are waited for', () => {
    const moving = fleet({
      variants: [variant('stable', 90), variant('canary', 10, { desiredWeight: 0 })],
    });
    expect(verdict({ fleet: moving, incident: incident({ shift: shift() }) })).toEqual({
      kind: 'watch',
      inForce: false,
      incident: incident({ shift: shift() }),
    });
  });
});

describe('ten minutes after the first request', () => {
  const silent = { traffic: { stable: [], canary: quietCanary } };
  test('one minute less is not too late', () => {
    expect(verdict(silent, at(19.99))).toMatchObject({ kind: 'watch' });
  });
  test('weights in force without a proof are ROLLED_BACK_NOT_RECOVERED', () => {
    expect(verdict(silent, at(20))).toMatchObject({
      ending: { state: 'ROLLED_BACK_NOT_RECOVERED', at: at(20), because: 'not-proved-in-time' },
    });
  });
  test('weights that are seen in force only now count as rolled back', () => {
    expect(verdict({ ...silent, incident: incident({ shift: shift() }) }, at(20))).toMatchObject({
      incident: { shift: { inForceAt: at(20) } },
      ending: { state: 'ROLLED_BACK_NOT_RECOVERED' },
    });
  });
  test('weights that never were in force are no rollback', () => {
    const never = { fleet: fleet({ status: 'Updating' as const }), incident: incident({ shift: shift() }) };
    expect(verdict(never, at(20))).toMatchObject({
      ending: { state: 'NOT_ROLLED_BACK', because: 'not-proved-in-time' },
    });
  });
  test('a proof that is there wins over the deadline', () => {
    expect(verdict({}, at(20))).toMatchObject({ ending: { state: 'RECOVERED' } });
  });
  test('the deadline counts from the first request, not from a repeated one', () => {
    const repeated = shifted({ requestedAt: NOW, askedAt: at(15), attempts: 2 });
    expect(verdict({ ...silent, incident: repeated }, at(20))).toMatchObject({ kind: 'end' });
  });
});

describe('weights that went back to what they were', () => {
  const reverted = (over: Parameters<typeof shift>[0] = {}, more: Partial<Situation> = {}): Partial<Situation> => ({
    fleet: fleet(),
    alarms: guardAlarms(),
    incident: incident({ told: 1, shift: shift(over) }),
    ...more,
  });

  test('are asked for again', () => {
    expect(verdict(reverted(), at(10.5))).toMatchObject({ kind: 'roll-back', to: WANTED });
  });
  test('are not asked for again while the first call may still be on its way', () => {
    expect(verdict(reverted(), at(10.49))).toMatchObject({ kind: 'watch', inForce: false });
  });
  test('are not asked for again once no guard is broken', () => {
    const calm = guardAlarms(policy(), { canary: { state: 'OK' } });
    expect(verdict(reverted({}, { alarms: calm }), at(12))).toMatchObject({ kind: 'watch' });
  });
  test('are asked for three times at most', () => {
    expect(verdict(reverted({ attempts: 2 }), at(12))).toMatchObject({ kind: 'roll-back' });
    expect(verdict(reverted({ attempts: 3 }), at(12))).toMatchObject({
      ending: { state: 'NOT_ROLLED_BACK', because: 'kept-being-reverted' },
    });
  });
  test('are waited for while SageMaker is rolling them back', () => {
    const rolling = fleet({ status: 'RollingBack' });
    expect(verdict(reverted({ attempts: 3 }, { fleet: rolling }), at(12))).toMatchObject({ kind: 'watch' });
  });
  test('are not asked for again under a freeze', () => {
    expect(verdict(reverted({}, { freeze: FROZEN }), at(12))).toMatchObject({ reason: { kind: 'frozen' } });
  });
  test('after they were in force, were moved by another hand, and stay there', () => {
    expect(verdict(reverted({ inForceAt: at(10.5) }), at(12))).toMatchObject({
      ending: { state: 'ROLLED_BACK_NOT_RECOVERED', because: 'traffic-moved-by-another-hand' },
    });
  });
});

describe('of a shift, each of the nine statuses', () => {
  const waiting: readonly (readonly [string, EndpointStatus])[] = [
    ['F10: Creating', 'Creating'],
    ['F10: Updating', 'Updating'],
    ['F11: SystemUpdating', 'SystemUpdating'],
    ['F12: RollingBack', 'RollingBack'],
  ];
  test.each(waiting)('%s is waited out, and never called recovered', (_, status) => {
    expect(verdict({ fleet: weighing(WANTED, { status }) })).toMatchObject({ kind: 'watch', inForce: false });
  });
  const over: readonly (readonly [string, EndpointStatus])[] = [
    ['F13: OutOfService', 'OutOfService'],
    ['F13: Deleting', 'Deleting'],
    ['F13: Failed', 'Failed'],
    ['F14: UpdateRollbackFailed', 'UpdateRollbackFailed'],
  ];
  test.each(over)('%s is told at once, since nothing can be asked for any more', (_, status) => {
    expect(verdict({ fleet: weighing(WANTED, { status }) })).toMatchObject({
      ending: { state: 'ROLLED_BACK_NOT_RECOVERED', because: 'endpoint-unusable' },
    });
    expect(verdict({ fleet: fleet({ status }), incident: incident({ shift: shift() }) })).toMatchObject({
      ending: { state: 'NOT_ROLLED_BACK', because: 'endpoint-unusable' },
    });
  });
  test('InService can be proved', () => {
    expect(verdict({ fleet: weighing(WANTED, { status: 'InService' }) })).toMatchObject({ kind: 'end' });
  });
});
