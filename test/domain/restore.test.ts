import { describe, expect, test } from 'vitest';

import type { Incident } from '../../lambdas/domain/incident.ts';

import { MINUTE } from '../../lambdas/domain/model.ts';
import { restoreObstacles } from '../../lambdas/domain/restore.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import type { Preparing } from '../../lambdas/domain/strategies/order.ts';
import { at, FROZEN, fleet, minutes, NOW } from '../builders.ts';
import { BROKEN, good, KEPT, ONE, ORDER, one, opened, seen, verdict } from './one-variant.ts';

const restoring = (over: Partial<Preparing> = {}): Incident =>
  opened({ lastGood: good, preparing: { order: ORDER, requestedAt: NOW, askedAt: NOW, attempts: 1, ...over } });

describe('an endpoint with one variant whose guard breaks', () => {
  test('goes back to the endpoint config that served well', () => {
    expect(verdict()).toMatchObject({
      kind: 'prepare',
      order: ORDER,
      incident: { lastGood: good, config: 'config-1' },
    });
  });
  test('is left alone while no guard is broken', () => {
    expect(verdict({ alarms: KEPT })).toEqual({ kind: 'nothing', because: 'no-breach' });
    expect(verdict({ alarms: KEPT, incident: opened() })).toMatchObject({ ending: { because: 'breach-over' } });
  });
  test('is nothing to restore once it is gone', () => {
    expect(verdict({ fleet: undefined })).toEqual({ kind: 'nothing', because: 'endpoint-missing' });
    expect(verdict({ fleet: undefined, incident: opened() })).toMatchObject({ ending: { because: 'endpoint-gone' } });
  });

  const holds: readonly (readonly [string, Partial<Situation>, string])[] = [
    ['I8: no config is known to be good', { good: [] }, 'nothing-good-known'],
    ['I8: only the config in service is', { good: [{ ...good, config: 'config-1' }] }, 'nothing-good-known'],
    ['the ledger does not answer', { good: 'unreadable' }, 'good-configs-unreadable'],
    ['there is another variant by now', { fleet: fleet() }, 'not-one-variant'],
    [
      'F15: a deployment is under way',
      { fleet: one({ status: 'Updating', pending: 'config-2' }) },
      'deployment-pending',
    ],
    ['F16: a guardrail takes a deployment back', { fleet: one({ status: 'RollingBack' }) }, 'endpoint-busy'],
    [
      'the endpoint serves a mix of two configs',
      { fleet: one({ status: 'UpdateRollbackFailed' }) },
      'endpoint-unusable',
    ],
    ['I4: it is frozen', { freeze: FROZEN }, 'frozen'],
    ['I4: it is in mode observe', { policy: { ...ONE, mode: 'observe' } }, 'observing'],
    ['I4: it is in mode recommend', { policy: { ...ONE, mode: 'recommend' } }, 'recommending'],
    ['the metrics show no bad minute', { traffic: { stable: minutes(1_000, 1) } }, 'metrics-disagree'],
    [
      'I9: another hand changed it after the bad minutes',
      { fleet: one({ lastModifiedAt: at(9.7) }) },
      'weights-moved-since',
    ],
  ];
  test.each(holds)('%s: it is held', (_, over, kind) => {
    expect(verdict(over)).toMatchObject({ kind: 'hold', reason: { kind } });
  });

  test('F17: never goes back to a config that broke a guard in an incident before', () => {
    const ending = { state: 'RECOVERED', at: at(-40), because: 'proved' } as const;
    const before: Incident = { ...opened({ config: 'config-0', ending }), openedAt: at(-60) };
    const last = { ...before, breach: { ...before.breach, at: at(-60) } } as Incident;
    const older = { ...good, config: 'config-older', until: at(-3_000) };
    const after = verdict({ incident: last, good: [good, older] });
    expect(after).toMatchObject({ kind: 'prepare', order: { to: 'config-older' } });
    expect(after).toMatchObject({ incident: { brokenConfigs: [{ config: 'config-0', at: at(-60) }] } });
  });
  test('remembers what broke before for as long as the incident is open', () => {
    const brokenConfigs = [{ config: 'config-0', at: at(-60) }];
    expect(verdict({ incident: opened({ brokenConfigs }) })).toMatchObject({ reason: { kind: 'nothing-good-known' } });
  });
});

describe('a restore that was asked for', () => {
  const later = (minute: number, over: Partial<Situation> = {}, preparing: Partial<Preparing> = {}) =>
    verdict({ incident: restoring(preparing), ...over }, at(minute));
  const back = one({ config: 'config-0', lastModifiedAt: at(14) });
  const served = { stable: minutes(1_000, 5, [14, 18]) };

  test('is watched while SageMaker is at it', () => {
    expect(later(12, { fleet: one({ status: 'Updating' }) })).toMatchObject({ kind: 'watch', inForce: false });
  });
  test('is proved by a whole minute of the good config, after which its guards say OK', () => {
    const proved = later(17, { fleet: back, alarms: KEPT, traffic: served }, { inForceAt: at(14) });
    expect(proved).toMatchObject({ kind: 'end', ending: { state: 'RECOVERED', because: 'proved' } });
  });

  const lacking: readonly (readonly [string, Partial<Situation>])[] = [
    ['the alarm is not OK yet', { alarms: BROKEN, traffic: served }],
    ['the metrics cannot be read', { alarms: KEPT, traffic: 'unreadable' }],
    ['the minute held too few requests', { alarms: KEPT, traffic: { stable: minutes(49, 0, [14, 18]) } }],
    ['its minutes are those of the config before', { alarms: KEPT, traffic: { stable: minutes(1_000, 5, [8, 13]) } }],
    ['its first minute may be incomplete', { alarms: KEPT, traffic: { stable: minutes(1_000, 5, [16, 16]) } }],
  ];
  test.each(lacking)('is not proved while %s', (_, over) => {
    expect(later(17, { fleet: back, ...over }, { inForceAt: at(14) })).toMatchObject({ kind: 'watch', inForce: true });
  });

  test('that does not help in ten minutes ends so, and is not repeated', () => {
    const failed = later(
      25,
      { fleet: back, traffic: { stable: minutes(1_000, 100, [14, 24]) } },
      { inForceAt: at(14) },
    );
    expect(failed).toMatchObject({ ending: { state: 'ROLLED_BACK_NOT_RECOVERED', because: 'not-proved-in-time' } });
  });
  test('that SageMaker is at for an hour ends', () => {
    const stuck = later(70, { fleet: one({ status: 'Updating' }) });
    expect(stuck).toMatchObject({ ending: { state: 'NOT_ROLLED_BACK', because: 'not-proved-in-time' } });
  });
  test('that SageMaker gave up is asked for again, and the third time is the last', () => {
    const bad = { traffic: { stable: minutes(1_000, 100, [8, 13]) } };
    expect(later(15, bad)).toMatchObject({ kind: 'prepare', order: ORDER });
    expect(later(15, bad, { attempts: 3 })).toMatchObject({ ending: { because: 'kept-being-reverted' } });
  });
  test('is not asked for twice within the time that a call may take', () => {
    expect(later(15, {}, { askedAt: at(15) - 0.4 * MINUTE })).toMatchObject({ kind: 'watch', inForce: false });
  });
  test('F15: ends where somebody deployed a third config meanwhile', () => {
    expect(later(15, { fleet: one({ config: 'config-2' }) })).toMatchObject({ ending: { because: 'new-config' } });
  });
  test('F17: ends where somebody deployed the broken config again after it', () => {
    const redeployed = later(16, { fleet: one() }, { inForceAt: at(14) });
    expect(redeployed).toMatchObject({ ending: { state: 'ROLLED_BACK_NOT_RECOVERED', because: 'new-config' } });
  });
  test('ends where SageMaker takes no change of it any more', () => {
    expect(later(15, { fleet: one({ status: 'Failed' }) })).toMatchObject({ ending: { because: 'endpoint-unusable' } });
  });
});

test('F16: SageMaker’s own rollback to the config before ends the incident, and nothing is asked for', () => {
  const rolledBack = verdict({ incident: opened(), fleet: one({ config: 'config-0' }) });
  expect(rolledBack).toMatchObject({ kind: 'end', ending: { state: 'NOT_ROLLED_BACK', because: 'new-config' } });
});

test('what would stand in the way of a restore is known before a guard breaks', () => {
  expect(restoreObstacles(seen(), one())).toEqual([]);
  expect(restoreObstacles(seen({ good: [] }), fleet()).map(({ kind }) => kind)).toEqual([
    'not-one-variant',
    'nothing-good-known',
  ]);
});
