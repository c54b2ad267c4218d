import { describe, expect, test } from 'vitest';
import { decide } from '../../lambdas/domain/decide.ts';
import { MAX_RESTORES } from '../../lambdas/domain/evidence.ts';
import { noticing } from '../../lambdas/domain/hands.ts';
import type { Incident } from '../../lambdas/domain/incident.ts';
import type { Fleet } from '../../lambdas/domain/model.ts';
import { answered, concluded, intended } from '../../lambdas/domain/progress.ts';
import { quarantineOf, released } from '../../lambdas/domain/quarantine.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import {
  ANA,
  at,
  fleet,
  guardAlarms,
  incident,
  minutes,
  policy,
  shift,
  shifted,
  situation,
  variant,
  WANTED,
  weighing,
} from '../builders.ts';

/** Bad minutes of the canary from 10:06 until that minute. */
const badUntil = (last: number) => ({ stable: minutes(900, 4, [6, last]), canary: minutes(100, 10, [6, last]) });
const HALVED = { stable: 95, canary: 5 };
const MOVED = { kind: 'hold', reason: { kind: 'weights-moved-since' } };

const look = (over: Partial<Situation>, now: number) => decide(situation(over), at(now));
const after = (verdict: ReturnType<typeof look>): Incident => {
  if (verdict.kind !== 'hold' && verdict.kind !== 'watch') throw new Error(`nothing is concluded: ${verdict.kind}`);
  return concluded(verdict, at(10));
};

describe('I9: weights that another hand set', () => {
  const restored = (at_: number): Partial<Situation> => ({
    fleet: fleet({ lastModifiedAt: at(at_) }),
    incident: incident({ told: 1, shift: shift() }),
  });

  test('I9: while our shift was on its way stand, until a guard breaks by minutes after that', () => {
    expect(look({ ...restored(11), traffic: badUntil(12) }, 14)).toMatchObject(MOVED);
    expect(look({ ...restored(11), traffic: badUntil(13) }, 15)).toMatchObject({ kind: 'roll-back', to: WANTED });
  });
  test('I9: are known at a later look, also when the endpoint was scaled since', () => {
    const open = incident({ told: 1, hold: { kind: 'frozen' } });
    const moved = after(look({ fleet: weighing(HALVED, { lastModifiedAt: at(11) }), incident: open }, 12));
    expect(moved.moved).toEqual({ weights: HALVED, at: at(11) });
    const scaled = weighing(HALVED, { lastModifiedAt: at(30) });
    expect(look({ fleet: scaled, incident: moved, traffic: badUntil(13) }, 15)).toMatchObject({ kind: 'roll-back' });
  });
  test('I9: and took back again stand as well, though they are those of the beginning', () => {
    const moved = incident({ told: 1, moved: { weights: HALVED, at: at(11) } });
    const back = fleet({ lastModifiedAt: at(13) });
    expect(look({ fleet: back, incident: moved, traffic: badUntil(14) }, 16)).toMatchObject(MOVED);
    expect(look({ fleet: back, incident: moved, traffic: badUntil(15) }, 17)).toMatchObject({ kind: 'roll-back' });
  });
  test('I9: count from when they are in force, and not from when they were asked for', () => {
    const asked = fleet({
      status: 'Updating',
      lastModifiedAt: at(11),
      variants: [variant('stable', 90, { desiredWeight: 95 }), variant('canary', 10, { desiredWeight: 5 })],
    });
    const seen = noticing(incident(), asked);
    expect(seen.moved).toEqual({ weights: HALVED, at: at(11), underWay: true });
    expect(noticing(seen, weighing(HALVED, { lastModifiedAt: at(14) })).moved).toEqual({ weights: HALVED, at: at(14) });
  });
  test('I9: that SageMaker took back count from when they were asked for, also where the endpoint reads as unchanged', () => {
    const asked = fleet({
      status: 'Updating',
      lastModifiedAt: at(11),
      variants: [variant('stable', 90, { desiredWeight: 95 }), variant('canary', 10, { desiredWeight: 5 })],
    });
    const back = fleet({ lastModifiedAt: at(0), failureReason: 'insufficient capacity' });
    expect(noticing(noticing(incident(), asked), back).moved?.at).toBe(at(11));
  });
  test('I9: before the breach are judged by none of the minutes before', () => {
    expect(look({ fleet: fleet({ lastModifiedAt: at(9.4) }) }, 10)).toMatchObject(MOVED);
    const later = { fleet: fleet({ lastModifiedAt: at(9.4) }), traffic: badUntil(12) };
    expect(look(later, 14)).toMatchObject({ kind: 'roll-back' });
  });
  test('I9: are judged by the alarm alone where the metrics cannot be read and all its minutes came after', () => {
    const changed = fleet({ lastModifiedAt: at(6) });
    expect(look({ fleet: changed, traffic: 'unreadable' }, 10)).toMatchObject({ kind: 'roll-back' });
    expect(look({ fleet: fleet({ lastModifiedAt: at(6.1) }), traffic: 'unreadable' }, 10)).toMatchObject(MOVED);
  });
  test('F18: a change of instances that is under way is told as what it is', () => {
    const scaling = fleet({ status: 'Updating', lastModifiedAt: at(9.4) });
    expect(look({ fleet: scaling }, 10)).toMatchObject({ reason: { kind: 'endpoint-busy' } });
  });
  test('a request whose answer was lost, and that changed nothing, is repeated at once', () => {
    const lost = { fleet: fleet(), incident: incident({ told: 1, shift: shift() }) };
    expect(look(lost, 10.5)).toMatchObject({ kind: 'roll-back' });
  });
  test('are forgotten once ours are in force', () => {
    const open = incident({ shift: shift(), moved: { weights: HALVED, at: at(9) } });
    expect(noticing(open, weighing(WANTED))).not.toHaveProperty('moved');
  });
});

describe('F17 I5: a canary that is given its traffic again after each rollback', () => {
  const config = { lastModifiedAt: at(20) };
  const broken = guardAlarms(policy(), { canary: { transitionedAt: at(24) } });
  const ended = (times: number): Incident => ({
    ...shifted(),
    ending: { state: 'RECOVERED', at: at(13), because: 'proved' },
    ...(times > 1 ? { quarantined: [{ variant: 'canary', incident: 'before', since: at(1), times: times - 1 }] } : {}),
  });
  const again = (last: Incident, over: Partial<Fleet> = {}) =>
    look({ fleet: fleet({ ...config, ...over }), alarms: broken, traffic: badUntil(23), incident: last }, 25);

  test('F17: keeps it until a guard breaks by minutes after that', () => {
    const old = { fleet: fleet(config), alarms: broken, traffic: badUntil(21), incident: ended(1) };
    expect(look(old, 25)).toMatchObject(MOVED);
  });
  test.each([1, 2, MAX_RESTORES])('F17: is taken out again after %i', (times) => {
    expect(again(ended(times))).toMatchObject({ kind: 'roll-back', to: WANTED });
  });
  test('I5: is left to people after three restores', () => {
    expect(again(ended(MAX_RESTORES + 1))).toMatchObject({
      kind: 'hold',
      reason: { kind: 'restored-too-often', variant: 'canary', times: MAX_RESTORES + 1 },
    });
  });
  test('F17: is counted over the incidents, and once more for each shift that was in force', () => {
    expect(quarantineOf(ended(1), fleet())).toMatchObject([{ variant: 'canary' }]);
    expect(quarantineOf(ended(1), fleet())[0]).not.toHaveProperty('times');
    expect(quarantineOf(ended(3), fleet())).toMatchObject([{ variant: 'canary', times: 3 }]);
  });
  test('F15: begins anew with a new endpoint config', () => {
    expect(again(ended(MAX_RESTORES + 1), { config: 'config-2' })).toMatchObject({ kind: 'roll-back' });
  });
  test('begins anew with a release, which is obeyed until a guard breaks by minutes after it', () => {
    const release = { variant: 'canary', by: ANA, at: at(20), reason: 'mended' };
    const obeyed = released(ended(MAX_RESTORES + 1), release);
    expect(again(obeyed)).toMatchObject({ kind: 'roll-back' });
    expect(again(released(ended(MAX_RESTORES + 1), { ...release, at: at(22) }))).toMatchObject(MOVED);
    expect(again(released(ended(1), { ...release, variant: 'second', at: at(24) }))).toMatchObject({
      kind: 'roll-back',
    });
    const rolledBack: Incident = { ...obeyed, shift: shift({ inForceAt: at(31), askedAt: at(30) }) };
    expect(quarantineOf(rolledBack, fleet())[0]).not.toHaveProperty('times');
  });
});

describe('F12: a shift that SageMaker takes back by itself', () => {
  const pending = incident({ told: 1, shift: shift() });
  const back = (over: Partial<Fleet> = {}) => fleet({ lastModifiedAt: at(12), failureReason: 'no capacity', ...over });

  test('F12: is asked for again at once: no hand did that', () => {
    expect(look({ fleet: back(), incident: pending }, 13)).toMatchObject({
      kind: 'roll-back',
      incident: { takenBack: { attempt: 1, failure: 'no capacity' } },
    });
  });
  test('F12: also without a reason, where a look saw it RollingBack', () => {
    const rolling = look({ fleet: fleet({ status: 'RollingBack' }), incident: pending }, 11);
    expect(rolling).toMatchObject({ kind: 'watch', incident: { takenBack: { attempt: 1 } } });
    const silent = fleet({ lastModifiedAt: at(12) });
    expect(look({ fleet: silent, incident: after(rolling) }, 13)).toMatchObject({ kind: 'roll-back' });
  });
  test('F12: is told, once, with the reason', () => {
    const verdict = look({ fleet: back(), incident: pending }, 13);
    if (verdict.kind !== 'roll-back') throw new Error(verdict.kind);
    const asked = answered(verdict.incident, intended(verdict.incident, WANTED, at(13)), { kind: 'accepted' });
    expect(asked.owed).toBe('changed');
    const later = { ...asked, told: 2 };
    expect(answered(later, intended(later, WANTED, at(14)), { kind: 'accepted' }).told).toBe(2);
  });
  test('I9: but a reason that stood there when the incident opened is none', () => {
    const old = { ...pending, failureAtOpen: 'no capacity' };
    expect(look({ fleet: back(), incident: old, traffic: badUntil(8) }, 13)).toMatchObject(MOVED);
  });
  test('I9: nor is the same reason again after the next request', () => {
    const second: Incident = {
      ...pending,
      shift: shift({ attempts: 2 }),
      takenBack: { attempt: 1, failure: 'no capacity' },
    };
    expect(look({ fleet: back(), incident: second, traffic: badUntil(8) }, 13)).toMatchObject(MOVED);
  });
  test('F12: is given up after three requests', () => {
    const third = incident({ told: 1, shift: shift({ attempts: 3 }) });
    expect(look({ fleet: back(), incident: third }, 13)).toMatchObject({ ending: { because: 'kept-being-reverted' } });
  });
});

describe('a deployment by another hand', () => {
  const deploying = fleet({ status: 'Updating', lastModifiedAt: at(9), pending: 'config-2' });

  test('F16: that is on its way is stood down for', () => {
    expect(look({ fleet: deploying, traffic: badUntil(13) }, 15)).toMatchObject({
      kind: 'hold',
      reason: { kind: 'deployment-pending', config: 'config-2' },
    });
  });
  test('F16: that SageMaker gave up is told with its reason, and the incident goes on', () => {
    const waiting = incident({ told: 1, hold: { kind: 'deployment-pending', config: 'config-2' } });
    const back = fleet({ lastModifiedAt: at(14), failureReason: 'alarms went off' });
    expect(look({ fleet: back, incident: waiting, traffic: badUntil(15) }, 17)).toMatchObject({
      kind: 'roll-back',
      incident: { takenBack: { attempt: 0, failure: 'alarms went off' } },
    });
  });
  test('F15: that is in force ends the incident with its plan', () => {
    const there = fleet({ config: 'config-2', lastModifiedAt: at(14) });
    const open = incident({ told: 1, shift: shift() });
    expect(look({ fleet: there, incident: open }, 15)).toMatchObject({ ending: { because: 'new-config' } });
  });
});
