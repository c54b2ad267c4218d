import { describe, expect, test } from 'vitest';
import { ANSWER_HOLDS, type Answer, planOf, whyRejected } from '../../lambdas/domain/answer.ts';
import { decide } from '../../lambdas/domain/decide.ts';
import type { Incident } from '../../lambdas/domain/incident.ts';
import { MINUTE } from '../../lambdas/domain/model.ts';
import { concluded } from '../../lambdas/domain/progress.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import {
  ANA,
  alarmName,
  at,
  breaching,
  FROZEN,
  fleet,
  guard,
  guardAlarms,
  incident,
  latencyGuard,
  NOW,
  policy,
  situation,
  WANTED,
  weighing,
} from '../builders.ts';

const PLAN = planOf('config-1', WANTED);
const asking = policy({ mode: 'approve', approveWithinMinutes: 15 });
const recommending = policy({ mode: 'recommend' });
const waiting = (over: Partial<Incident> = {}): Incident =>
  ({
    ...incident({ told: 1, asked: ['awaiting-approval'], approveUntil: at(25) }),
    hold: { kind: 'awaiting-approval', until: at(25), plan: PLAN },
    ...over,
  }) as Incident;
const answer = (over: Partial<Answer> = {}): Answer => ({
  kind: 'approve',
  incident: waiting().id,
  plan: PLAN,
  by: ANA,
  at: at(12),
  until: at(12) + ANSWER_HOLDS,
  ...over,
});
const seen = (over: Partial<Situation> = {}) =>
  situation({ policy: asking, incident: waiting(), answer: answer(), ...over });
const decided = (over: Partial<Situation> = {}, now = at(13)) => decide(seen(over), now);
/** The situation as it is, with nobody's answer. */
const unanswered = (over: Partial<Situation> = {}): Situation => {
  const { answer: _none, ...rest } = seen(over);
  return rest;
};

describe('mode recommend', () => {
  test('asks a person, and shifts nothing', () => {
    expect(decide(situation({ policy: recommending }), NOW)).toMatchObject({
      kind: 'hold',
      reason: { kind: 'recommending' },
    });
  });
  test('takes no answer', () => {
    expect(decided({ policy: recommending })).toMatchObject({ kind: 'hold' });
    expect(decided({ policy: recommending, answer: answer({ kind: 'decline' }) })).toMatchObject({ kind: 'hold' });
  });
});

test('mode auto takes no answer, and says of nobody that they approved it', () => {
  const verdict = decide(situation({ answer: answer({ incident: incident().id }) }), at(13));
  expect(verdict).toMatchObject({ kind: 'roll-back' });
  expect(verdict).not.toHaveProperty('incident.approval');
});

describe('mode approve', () => {
  test('I4: asks a person, with the time until when an answer is awaited', () => {
    expect(decide(situation({ policy: asking }), NOW)).toMatchObject({
      kind: 'hold',
      reason: { kind: 'awaiting-approval', until: at(25), plan: PLAN },
    });
  });
  test('keeps that time, whatever held it in between', () => {
    expect(decide(unanswered(), at(20))).toMatchObject({ reason: { kind: 'awaiting-approval', until: at(25) } });
    expect(decide(unanswered(), at(25))).toMatchObject({ reason: { kind: 'approval-expired', since: at(25) } });
  });
  test('asks for a quarter of an hour where nobody said how long', () => {
    expect(decide(situation({ policy: policy({ mode: 'approve' }) }), NOW)).toMatchObject({
      reason: { until: NOW + 15 * MINUTE },
    });
  });
  test('shifts once a person has approved, and says who', () => {
    expect(decided()).toMatchObject({
      kind: 'roll-back',
      to: WANTED,
      incident: { approval: { by: ANA, at: at(12) } },
    });
    expect(decided()).not.toHaveProperty('incident.approval.late');
  });
  test('takes an approval that comes too late, and says how late it was', () => {
    expect(decided({ answer: answer({ at: at(28), until: at(60) }) }, at(29))).toMatchObject({
      kind: 'roll-back',
      incident: { approval: { late: 3 * MINUTE } },
    });
  });
  test.each<readonly [string, Partial<Situation>, string]>([
    ['a freeze', { freeze: FROZEN }, 'frozen'],
    ['a freeze that nobody can read', { freeze: 'unreadable' }, 'freeze-unreadable'],
    ['a busy endpoint', { fleet: fleet({ status: 'Updating' }) }, 'endpoint-busy'],
    ['a sick stable', { alarms: guardAlarms(asking, { [alarmName('stable')]: { state: 'ALARM' } }) }, 'stable-unwell'],
    ['metrics that are well again', { traffic: { stable: [], canary: [] } }, 'metrics-disagree'],
  ])('is held by %s, although a person approved', (_, over, kind) => {
    expect(decided(over)).toMatchObject({ kind: 'hold', reason: { kind } });
  });
  test('ends with the breach, as in any mode', () => {
    const well = guardAlarms(asking, { canary: { state: 'OK' } });
    expect(decide(unanswered({ alarms: well }), at(13))).toMatchObject({ ending: { because: 'breach-over' } });
  });
});

describe('S4: an answer counts as none', () => {
  const asked = { incident: waiting(), plan: PLAN, now: at(13) };
  test.each<readonly [string, Partial<Answer>, string]>([
    ['to another incident', { incident: 'fraud-20260101T090000' }, 'other-incident'],
    ['to a plan for another endpoint config', { plan: planOf('config-2', WANTED) }, 'other-plan'],
    ['to a plan for other weights', { plan: planOf('config-1', { stable: 0, canary: 1 }) }, 'other-plan'],
    ['from before the incident', { at: at(4) }, 'before-the-incident'],
    ['from the future', { at: at(19), until: at(70) }, 'from-the-future'],
    ['past its time', { until: at(13) }, 'expired'],
    ['that was to hold for ever, an hour later', { at: at(-47), until: Number.MAX_VALUE }, 'before-the-incident'],
  ])('%s', (_, over, because) => {
    expect(whyRejected(answer(over), asked)).toBe(because);
    expect(decided({ answer: answer(over) })).toMatchObject({ kind: 'hold', reason: { kind: 'awaiting-approval' } });
    expect(decided({ answer: answer({ ...over, kind: 'decline' }) })).toMatchObject({ kind: 'hold' });
  });
  test('whatever time it claims, after an hour', () => {
    const longest = answer({ until: Number.MAX_VALUE });
    expect(whyRejected(longest, { ...asked, now: at(12) + ANSWER_HOLDS - 1 })).toBeUndefined();
    expect(whyRejected(longest, { ...asked, now: at(12) + ANSWER_HOLDS })).toBe('expired');
  });
  test('only where clocks differ by more than they may', () => {
    expect(whyRejected(answer({ at: at(17) }), asked)).toBeUndefined();
    expect(whyRejected(answer({ at: at(6) }), asked)).toBeUndefined();
  });
  test('once the weights are moved on, unless the plan is the same', () => {
    const moved = weighing({ stable: 80, canary: 20 });
    expect(planOf('config-1', { stable: 80, canary: 0 })).toBe(PLAN);
    expect(decided({ fleet: moved })).not.toMatchObject({ reason: { kind: 'awaiting-approval' } });
  });
});

describe('a declined incident', () => {
  const no = answer({ kind: 'decline', reason: 'a load test' });
  test('ends without a shift, also while something else holds it', () => {
    const ending = { state: 'NOT_ROLLED_BACK', at: at(13), because: 'declined' };
    expect(decided({ answer: no })).toMatchObject({ kind: 'end', ending });
    expect(decided({ answer: no, freeze: FROZEN })).toMatchObject({ kind: 'end', ending });
  });

  const declined = { ...waiting(), ending: { state: 'NOT_ROLLED_BACK', at: at(13), because: 'declined' } } as Incident;
  const afterwards = (over: Partial<Situation> = {}) => decide(unanswered({ incident: declined, ...over }), at(14));
  test('is not opened again by the same breach', () => {
    expect(afterwards()).toEqual({ kind: 'nothing', because: 'already-ended' });
  });
  test('nor by another guard that was broken when it was declined', () => {
    const two = policy({ mode: 'approve', guards: [guard(), latencyGuard()] });
    const second = alarmName('canary', 'latency-p99');
    const alarms = (when: number) => guardAlarms(two, { [second]: breaching(second, { transitionedAt: when }) });
    expect(afterwards({ policy: two, alarms: alarms(at(12)) })).toMatchObject({ kind: 'nothing' });
    expect(afterwards({ policy: two, alarms: alarms(at(13)) })).toMatchObject({ kind: 'nothing' });
    expect(afterwards({ policy: two, alarms: alarms(at(13.5)) })).toMatchObject({ kind: 'hold' });
  });
  test('is followed by another one once the endpoint was changed', () => {
    expect(afterwards({ fleet: fleet({ lastModifiedAt: at(13.5) }) })).not.toMatchObject({ because: 'already-ended' });
  });
});

describe('traffic that somebody else gave to stable', () => {
  const onStable = weighing({ stable: 90, canary: 0 }, { lastModifiedAt: at(12) });
  const asked = incident({ told: 1, asked: ['recommending'], hold: { kind: 'recommending' } });
  test.each([
    ['recommend', recommending, asked],
    ['approve', asking, waiting()],
    [
      'approve, and warned of a busy endpoint before',
      asking,
      waiting({ asked: ['endpoint-busy', 'awaiting-approval'] }),
    ],
  ])('is watched like a shift of ours where people were asked for it, in mode %s', (_, of, open) => {
    const verdict = decide(unanswered({ policy: of, incident: open, fleet: onStable }), at(13));
    expect(verdict).toMatchObject({
      kind: 'watch',
      inForce: true,
      incident: { shift: { wanted: WANTED, requestedAt: at(13), attempts: 1, byOthers: true, inForceAt: at(13) } },
    });
    expect(verdict).not.toHaveProperty('incident.hold');
    if (verdict.kind !== 'watch') throw new Error('it is not watched');
    expect(concluded(verdict, at(13))).not.toHaveProperty('owed');
  });
  test('ends the incident where nobody was asked', () => {
    for (const open of [
      incident({ told: 1, hold: { kind: 'frozen' } }),
      incident({ told: 1, asked: ['endpoint-busy'] }),
    ])
      expect(decide(unanswered({ policy: recommending, incident: open, fleet: onStable }), at(13))).toMatchObject({
        ending: { because: 'traffic-moved-by-another-hand' },
      });
  });
});
