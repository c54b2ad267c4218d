import { describe, expect, test } from 'vitest';
import { decide } from '../../lambdas/domain/decide.ts';
import type { Alarm } from '../../lambdas/domain/model.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import {
  at,
  BAD_TRAFFIC,
  fleet,
  guardAlarms,
  incident,
  latencyGuard,
  minute,
  minutes,
  NOW,
  policy,
  setByHand,
  situation,
  variant,
  weighing,
} from '../builders.ts';

const verdict = (over: Partial<Situation> = {}, now = NOW) => decide(situation(over), now);
const evidenced = (datapoints: readonly number[], threshold = 0.02): Partial<Situation> => ({
  alarms: guardAlarms(policy(), { canary: { evidence: { datapoints, threshold, from: at(6) } } }),
});
const held = (kind: string) => ({ kind: 'hold', reason: { kind } });

describe('S2: an alarm is believed to be set by hand', () => {
  const byHand: readonly (readonly [string, Partial<Situation>])[] = [
    ['it gives no reason that can be read', { alarms: setByHand() }],
    ['it names no datapoint', evidenced([])],
    ['no datapoint is above its threshold', evidenced([0.01, 0.02])],
  ];
  test.each(byHand)('when %s', (_, over) => {
    expect(verdict(over)).toMatchObject(held('no-breaching-datapoint'));
  });
  test('but not when one datapoint of several is above it', () => {
    expect(verdict(evidenced([0.01, 0.021, 0]))).toMatchObject({ kind: 'roll-back' });
  });
});

describe('metrics that contradict the alarm', () => {
  test('hold the shift', () => {
    expect(verdict({ traffic: { canary: minutes(100, 2) } })).toMatchObject(held('metrics-disagree'));
  });
  test('do not count a minute with fewer requests than the guard asks for', () => {
    expect(verdict({ traffic: { canary: minutes(49, 49) } })).toMatchObject(held('metrics-disagree'));
  });
  test('do not count a minute before those of the alarm', () => {
    const before = { canary: [...minutes(100, 50, [3, 5]), ...minutes(100, 0)] };
    expect(verdict({ traffic: before })).toMatchObject(held('metrics-disagree'));
  });
  test('are those that say nothing bad of its minutes, and those that say nothing of them at all', () => {
    expect(verdict({ traffic: { canary: minutes(100, 0, [3, 5]) } })).toMatchObject(held('metrics-disagree'));
    expect(verdict({ traffic: {} })).toMatchObject(held('metrics-disagree'));
  });
  test('outweigh a reason that was made up, whatever minutes it claims', () => {
    const healthy = { canary: minutes(100, 0) };
    for (const from of [at(0), at(8), at(9), at(600)]) {
      const evidence = { datapoints: [0.9], threshold: 0.02, from };
      const madeUp = { alarms: guardAlarms(policy(), { canary: { evidence } }), traffic: healthy };
      expect(verdict(madeUp)).toMatchObject(held('metrics-disagree'));
    }
  });
  test('are read in milliseconds for a latency guard', () => {
    const slow = policy({ guards: [latencyGuard()] });
    const taking = (ms: number): Partial<Situation> => ({
      policy: slow,
      traffic: { canary: [{ start: at(7), requests: 100, values: { 'latency-p99': ms } }] },
    });
    expect(verdict(taking(501))).toMatchObject({ kind: 'roll-back', incident: { breach: { value: 501 } } });
    expect(verdict(taking(500))).toMatchObject(held('metrics-disagree'));
  });
  test('without a datapoint for the guard, count as no failure', () => {
    const mute = { canary: [{ start: at(7), requests: 100, values: {} }] };
    expect(verdict({ traffic: mute })).toMatchObject(held('metrics-disagree'));
  });
});

describe('a newest minute that keeps the guard again', () => {
  const then = (requests: number, failed: number) => ({
    traffic: { canary: [...minutes(100, 10), minute(at(9), requests, failed)] },
  });
  test('holds the shift: the alarm only has not caught up', () => {
    expect(verdict(then(100, 2))).toMatchObject(held('better-since'));
  });
  test('counts only with enough requests to judge by', () => {
    expect(verdict(then(50, 0))).toMatchObject(held('better-since'));
    expect(verdict(then(49, 0))).toMatchObject({ kind: 'roll-back' });
  });
  test('does not count when a worse one follows', () => {
    expect(verdict(then(100, 3))).toMatchObject({ kind: 'roll-back' });
  });
});

describe('the value that people are told', () => {
  test('is that of the newest bad minute, with its requests, as in the reason of the alarm', () => {
    const traffic = { canary: [minute(at(6), 100, 5), minute(at(7), 60, 30), minute(at(8), 100, 10)] };
    expect(verdict({ traffic })).toMatchObject({ incident: { breach: { value: 0.1, requests: 100 } } });
  });
  test("is the alarm's newest datapoint when the metrics cannot be read", () => {
    const told = verdict({ ...evidenced([0.03, 0.4, 0.1]), traffic: 'unreadable' });
    expect(told).toMatchObject({ incident: { breach: { value: 0.1 } } });
  });
  test('is left out when nobody knows it', () => {
    const nothing = { alarms: setByHand(), traffic: {} };
    expect(verdict(nothing)).not.toHaveProperty('incident.breach.value');
    expect(verdict({ ...evidenced([]), traffic: {} })).not.toHaveProperty('incident.breach.value');
  });
});

describe('after somebody else moved the weights', () => {
  const halved = weighing({ stable: 95, canary: 5 }, { lastModifiedAt: at(10) });
  const open = incident({ told: 1, hold: { kind: 'frozen' } });
  const until = (last: number) => ({ stable: minutes(900, 4, [6, last]), canary: minutes(100, 10, [6, last]) });

  test('nothing is done upon what was measured before', () => {
    expect(verdict({ incident: open, fleet: halved, traffic: until(9) })).toMatchObject(held('weights-moved-since'));
  });
  test('as many bad minutes that began later as the guard asks for send traffic to stable', () => {
    const later = verdict({ incident: open, fleet: halved, traffic: until(12) }, at(14));
    expect(later).toMatchObject({ kind: 'roll-back', to: { stable: 95, canary: 0 } });
  });
  test('fewer may be chance', () => {
    const later = verdict({ incident: open, fleet: halved, traffic: until(11) }, at(13));
    expect(later).toMatchObject(held('weights-moved-since'));
  });
  test('unread metrics are no evidence', () => {
    const blind = verdict({ incident: open, fleet: halved, traffic: 'unreadable' });
    expect(blind).toMatchObject(held('weights-moved-since'));
  });
  test('it does not matter whether they did so before the first look', () => {
    const before = fleet({ lastModifiedAt: at(9.6) });
    expect(verdict({ fleet: before, traffic: until(9) })).toMatchObject(held('weights-moved-since'));
    expect(verdict({ fleet: before, traffic: until(12) }, at(14))).toMatchObject({ kind: 'roll-back' });
  });
  test('weights in the same proportion are the same weights', () => {
    const doubled = weighing({ stable: 180, canary: 20 }, { lastModifiedAt: at(10) });
    expect(verdict({ incident: open, fleet: doubled })).toMatchObject({ kind: 'roll-back' });
  });
  test('a changed instance count while the incident is open is no matter', () => {
    const variants = [variant('stable', 90, { instances: 9 }), variant('canary', 10)];
    const scaled = fleet({ variants, lastModifiedAt: at(10) });
    expect(verdict({ incident: open, fleet: scaled })).toMatchObject({ kind: 'roll-back' });
  });
});

test('an alarm that is not in ALARM is no breach, whatever its reason says', () => {
  const states: readonly Alarm['state'][] = ['OK', 'INSUFFICIENT_DATA'];
  for (const state of states)
    expect(verdict({ alarms: guardAlarms(policy(), { canary: { state } }), traffic: BAD_TRAFFIC })).toMatchObject({
      kind: 'nothing',
    });
});
