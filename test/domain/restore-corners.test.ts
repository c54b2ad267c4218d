import { describe, expect, test } from 'vitest';
import type { Answer } from '../../lambdas/domain/answer.ts';

import type { Incident } from '../../lambdas/domain/incident.ts';
import { judged } from '../../lambdas/domain/last-known-good.ts';
import { shiftsBefore } from '../../lambdas/domain/limits.ts';

import type { EndReason } from '../../lambdas/domain/reasons.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import { holdWords } from '../../lambdas/domain/words/holds.ts';
import { incidentLetter } from '../../lambdas/domain/words/incident-letter.ts';
import { ANA, alarmName, at, byHand, fleet, minutes, NOW, policy } from '../builders.ts';
import { good, KEPT, ONE, ORDER, one, opened, verdict } from './one-variant.ts';

const preparing = { order: ORDER, requestedAt: NOW, askedAt: NOW, attempts: 1 };
const ended = { state: 'NOT_ROLLED_BACK', at: NOW, because: 'not-proved-in-time' } as const;

describe('an order whose answer was lost', () => {
  const underWay = { fleet: one({ status: 'Updating' }) };

  test('F41: is told as soon as the endpoint is seen to change, and not when that is over', () => {
    const unheard = opened({ preparing, told: 0 });
    const seen = verdict({ ...underWay, incident: unheard }, at(2));
    expect(seen).toMatchObject({ kind: 'watch', inForce: false, incident: { owed: 'opened' } });
  });
  test('F41: is told once', () => {
    const heard = opened({ preparing, told: 1 });
    const seen = verdict({ ...underWay, incident: heard }, at(2));
    expect(seen).toMatchObject({ kind: 'watch', incident: { told: 1 } });
    expect(seen).not.toHaveProperty('incident.owed');
  });
  test('F41: leaves alone what is owed already', () => {
    const owing = opened({ preparing, told: 0, owed: 'changed' });
    expect(verdict({ ...underWay, incident: owing }, at(2))).toMatchObject({ incident: { owed: 'changed' } });
  });
  test('F41: may be under way for half a minute, in which an endpoint that has not changed says nothing', () => {
    const still = { incident: opened({ preparing }) };
    expect(verdict(still, at(10.5) - 1)).toMatchObject({ kind: 'watch', inForce: false });
    expect(verdict(still, at(10.5))).toMatchObject({ kind: 'prepare', order: ORDER });
  });
});

describe('a guard that is still broken after its incident ended', () => {
  test('opens no second incident: the restore is not repeated for one breach', () => {
    expect(verdict({ incident: opened({ ending: ended }) }, at(11))).toEqual({
      kind: 'nothing',
      because: 'already-ended',
    });
  });
  test('opens one where it broke anew', () => {
    const base = opened({ ending: ended });
    const last = { ...base, breach: { ...base.breach, at: at(-30) } } as Incident;
    expect(verdict({ incident: last }, at(11))).toMatchObject({ kind: 'prepare', order: ORDER });
  });
});

describe('mode approve: a restore that a person declines', () => {
  const asking = { ...ONE, mode: 'approve' } as const;
  const answer: Answer = {
    kind: 'decline',
    incident: opened().id,
    plan: 'config-1: restore config-0',
    by: ANA,
    at: at(11),
    until: at(71),
  };
  const answered = (over: Partial<Answer> = {}) =>
    verdict({ policy: asking, incident: opened(), answer: { ...answer, ...over } }, at(12));

  test('ends its incident, and nothing is asked of SageMaker', () => {
    expect(answered()).toMatchObject({ kind: 'end', ending: { state: 'NOT_ROLLED_BACK', because: 'declined' } });
  });
  test('is asked for still where the answer was to another config', () => {
    expect(answered({ plan: 'config-1: restore config-older' })).toMatchObject({
      kind: 'hold',
      reason: { kind: 'awaiting-approval', plan: 'config-1: restore config-0' },
    });
  });
  test('is done where the person approves that very plan', () => {
    expect(answered({ kind: 'approve' })).toMatchObject({
      kind: 'prepare',
      order: ORDER,
      incident: { approval: { by: ANA } },
    });
  });
});

test('an incident that a person opened, with no guard broken, speaks against no config', () => {
  const last = byHand({ config: 'config-0', openedAt: at(-60), ending: { ...ended, at: at(-40) } });
  const after = verdict({ incident: last });
  expect(after).toMatchObject({ kind: 'prepare', order: { to: 'config-0' } });
  expect(after).toMatchObject({ incident: { brokenConfigs: [] } });
});

test('an incident takes over no more configs that broke a guard than an item of the ledger may hold', () => {
  const brokenConfigs = Array.from({ length: 12 }, (_, place) => ({
    config: `config-a${place}`,
    at: at(-600 + place),
  }));
  const last = opened({ config: 'config-9', brokenConfigs, ending: { ...ended, at: at(-40) } });
  const after = verdict({ incident: { ...last, breach: { ...last.breach, at: at(-50) } } as Incident });
  expect(after).toMatchObject({
    incident: { brokenConfigs: [...brokenConfigs.slice(3), { config: 'config-9', at: at(-50) }] },
  });
});

test('an endpoint that has other variants by now is told with their names', () => {
  expect(verdict({ fleet: fleet() })).toMatchObject({
    kind: 'hold',
    reason: { kind: 'not-one-variant', variants: ['stable', 'canary'] },
  });
});

describe('the good config, in service again,', () => {
  const back = one({ config: 'config-0', lastModifiedAt: at(14) });
  const look = (minute: number, over: Partial<Situation> = {}) =>
    verdict({ incident: opened({ lastGood: good, preparing }), fleet: back, alarms: KEPT, ...over }, at(minute));

  test('counts from the look that first sees it: what was served before proves nothing', () => {
    expect(look(17, { traffic: { stable: minutes(1_000, 5, [8, 16]) } })).toMatchObject({
      kind: 'watch',
      inForce: true,
      incident: { preparing: { inForceAt: at(17) } },
    });
  });
  test('is proved by a minute that began in the moment it was in force, is complete by now, and holds just enough', () => {
    const incident = opened({ lastGood: good, preparing: { ...preparing, inForceAt: at(14) } });
    const served = (requests: number, minute: number) => ({
      traffic: { stable: minutes(requests, 0, [minute, minute]) },
    });
    expect(look(16, { incident, ...served(50, 14) })).toMatchObject({ kind: 'end', ending: { because: 'proved' } });
    expect(look(16, { incident, ...served(49, 14) }).kind).toBe('watch');
    expect(look(16, { incident, ...served(50, 13) }).kind).toBe('watch');
    expect(look(16, { incident, ...served(50, 15) }).kind).toBe('watch');
  });
  test('is not proved by minutes without a request', () => {
    const seen = { lastGood: good, preparing: { ...preparing, inForceAt: at(14) } };
    expect(look(17, { incident: opened(seen), traffic: {} })).toMatchObject({ kind: 'watch', inForce: true });
    expect(look(24, { incident: opened(seen), traffic: {} })).toMatchObject({
      ending: { state: 'ROLLED_BACK_NOT_RECOVERED', because: 'not-proved-in-time' },
    });
  });
});

test('no config gets good by any time in service where the endpoint does not go back to configs', () => {
  const { restore: _none, ...without } = ONE;
  const trial = { config: 'config-1', since: at(-600) };
  const judge = (of: typeof ONE | typeof without) =>
    judged(
      { good: [], trial },
      { kind: 'judge', trial, from: at(-600) },
      { policy: of, minutes: minutes(1_000, 5, [-600, 0]), now: NOW },
    );
  expect(judge(ONE)?.good).toMatchObject([{ config: 'config-1' }]);
  expect(judge(without)).toBeUndefined();
});

test('F28: a restore counts among the shifts of the config that it replaced, from when it was last asked for: it may have been taken up only then', () => {
  const last = opened({
    preparing: { ...preparing, requestedAt: at(1), askedAt: at(4), attempts: 2 },
    ending: { ...ended, at: at(5) },
  });
  expect(shiftsBefore(last, NOW)).toEqual({ shifts: [{ at: at(4), config: 'config-1', incident: last.id }] });
});

const places = { guardPrefix: 'rb/guard/fraud/', freezeParameter: '/rb/freeze' };
const lastLetter = (because: EndReason, over: Partial<Incident> = {}) =>
  incidentLetter({
    incident: opened({ ...over, ending: { state: 'NOT_ROLLED_BACK', at: at(20), because } }),
    policy: ONE,
    places,
  });

describe('a last letter claims no restore that the incident does not hold:', () => {
  test('deployed anew before anything was asked for', () => {
    expect(lastLetter('new-config', { lastGood: good }).done).toMatch(
      /^Nothing was restored; then the endpoint got another endpoint config/,
    );
    expect(lastLetter('new-config', { lastGood: good, preparing }).done).toMatch(
      /^Asked SageMaker at 10:10:00 UTC for config-0/,
    );
  });
  test('no time that the config was good, where the ledger did not say', () => {
    const { done } = lastLetter('not-proved-in-time', { preparing });
    expect(done).toContain('Asked SageMaker at 10:10:00 UTC for config-0 in the place of config-1');
    expect(done).not.toContain('good from');
  });
  test('no request and no name of a config, where it has none', () => {
    const { done } = lastLetter('kept-being-reverted', { openedAt: at(3) });
    expect(done).toContain('at 10:03:00 UTC for the last good config in the place of config-1, 0 times');
  });
  test('the config that was known when it opened, where no order names one', () => {
    expect(lastLetter('proved', { lastGood: good }).headline).toContain('config-0 is back');
  });
});

test('a hold for want of a good config names the bake time of the endpoint, or the usual hour where it has none', () => {
  const scene = (of = ONE) => ({
    policy: of,
    incident: 'i',
    alarm: alarmName('stable'),
    shift: 'rollback fraud',
    ...places,
  });
  const why = (of = ONE) => holdWords({ kind: 'nothing-good-known' }, scene(of)).why;
  expect(why({ ...ONE, restore: { bakeMinutes: 240 } })).toContain('under its guards for 240 minutes');
  expect(why(policy())).toContain('under its guards for 60 minutes');
});
