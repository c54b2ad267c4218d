import { describe, expect, test } from 'vitest';
import type { Situation } from '../../lambdas/domain/situation.ts';
import { stableIsWell, whyNotStable } from '../../lambdas/domain/stable.ts';
import {
  alarmName,
  at,
  BAD_TRAFFIC,
  fleet,
  guardAlarms,
  incident,
  latencyGuard,
  minute,
  policy,
  situation,
  variant,
} from '../builders.ts';

const why = (
  over: Partial<Situation> = {},
  weightsAtOpen: Readonly<Record<string, number>> = { stable: 90, canary: 10 },
) => {
  const seen = situation(over);
  return whyNotStable(seen, seen.fleet ?? fleet(), incident({ weightsAtOpen }));
};
const two = policy({ guards: [...policy().guards, latencyGuard()] });
const bound = (stableMaxRequestsPerInstance: number) => policy({ stableMaxRequestsPerInstance });

test('a stable that is there, well, used and strong enough can have the traffic', () => {
  expect(why()).toBeUndefined();
});

describe('stable is well', () => {
  test('when all its guards say OK', () => {
    expect(stableIsWell(situation({ policy: two }))).toBe(true);
  });
  test('whatever the guards of the canary say', () => {
    expect(stableIsWell(situation({ alarms: guardAlarms() }))).toBe(true);
  });
});

describe('stable is not well', () => {
  test('F20: when one of its guards is broken, and all broken ones are named', () => {
    const p99 = alarmName('stable', 'latency-p99');
    expect(why({ policy: two, alarms: guardAlarms(two, { [p99]: { state: 'ALARM' } }) })).toEqual({
      kind: 'stable-unwell',
      alarms: [p99],
    });
    expect(why({ policy: two, alarms: guardAlarms(two, { stable: { state: 'ALARM' } }) })).toEqual({
      kind: 'stable-unwell',
      alarms: [alarmName('stable'), p99],
    });
  });
  test('when a broken guard could not be evaluated either', () => {
    const alarms = guardAlarms(policy(), { stable: { state: 'ALARM', evaluated: false } });
    expect(why({ alarms })).toMatchObject({ kind: 'stable-unwell' });
  });
  const stableMinutes = (failed: readonly number[]) => ({
    traffic: { stable: failed.map((count, place) => minute(at(2 + place), 900, count)) },
  });
  test('when its newest minute is bad, though its alarm does not know yet', () => {
    expect(why(stableMinutes([0, 0, 0, 0, 90]))).toEqual({ kind: 'stable-worsening', guards: ['errors-5xx'] });
  });
  test('when as many of its newest minutes are bad as its alarm would ask for', () => {
    expect(why(stableMinutes([90, 90, 90, 0, 0]))).toMatchObject({ kind: 'stable-worsening' });
  });
  test('but fewer or older bad minutes are no matter', () => {
    expect(why(stableMinutes([90, 90, 0, 0, 0]))).toBeUndefined();
    expect(why(stableMinutes([90, 90, 90, 0, 0, 0]))).toBeUndefined();
  });
  test('but metrics that have nothing of it say nothing', () => {
    expect(why({ traffic: 'unreadable' })).toBeUndefined();
    expect(why({ traffic: { stable: [] } })).toBeUndefined();
  });
  test('when a guard has no alarm', () => {
    expect(why({ policy: two, alarms: guardAlarms(policy()) })).toEqual({
      kind: 'stable-unknown',
      guards: ['latency-p99'],
    });
  });
  test('when a guard has too little data or could not be evaluated fully', () => {
    for (const changed of [{ state: 'INSUFFICIENT_DATA' as const }, { evaluated: false }]) {
      const alarms = guardAlarms(policy(), { stable: changed });
      expect(why({ alarms })).toEqual({ kind: 'stable-unknown', guards: ['errors-5xx'] });
      expect(stableIsWell(situation({ alarms }))).toBe(false);
    }
  });
});

describe('the share that stable carried when the incident opened', () => {
  test('may be exactly the least that is asked for', () => {
    expect(why({}, { stable: 50, canary: 50 })).toBeUndefined();
  });
  test('may be that as SageMaker stores it, in 32-bit floats', () => {
    const asStored = { stable: Math.fround(0.9), canary: Math.fround(0.1) };
    expect(why({ policy: policy({ stableMinShare: 0.9 }) }, asStored)).toBeUndefined();
  });
  test('I8: may not be less', () => {
    expect(why({}, { stable: 49, canary: 51 })).toEqual({ kind: 'stable-stale', share: 0.49, atLeast: 0.5 });
  });
  test('F22: is nothing of weights that are all zero, or that do not name stable', () => {
    expect(why({}, { stable: 0, canary: 0 })).toMatchObject({ kind: 'stable-stale', share: 0 });
    expect(why({}, { canary: 1 })).toMatchObject({ kind: 'stable-stale', share: 0 });
  });
});

describe('the load that stable can take', () => {
  test('F19 I8: is enough up to the bound: all requests of the busiest minute on its instances', () => {
    const traffic = { stable: [minute(at(6), 900, 0), minute(at(7), 300, 0)], canary: [minute(at(6), 100, 0)] };
    expect(why({ policy: bound(500), traffic })).toBeUndefined();
    expect(why({ policy: bound(499), traffic })).toEqual({ kind: 'stable-too-small', perInstance: 500, bound: 499 });
  });
  test('is enough when nobody calls', () => {
    expect(why({ policy: bound(1), traffic: {} })).toBeUndefined();
  });
  test('is unknown when the metrics cannot be read', () => {
    expect(why({ policy: bound(500), traffic: 'unreadable' })).toEqual({ kind: 'load-unknown', bound: 500 });
  });
  test('F23: is counted by the concurrency of a serverless variant, and told so', () => {
    const { instances: _none, ...bare } = variant('stable', 90);
    const variants = [{ ...bare, serverless: { maxConcurrency: 20 } }, variant('canary', 10)];
    expect(why({ policy: bound(40), fleet: fleet({ variants }) })).toStrictEqual({
      kind: 'stable-too-small',
      perInstance: 50,
      bound: 40,
      unit: 'concurrency',
    });
    expect(why({ policy: bound(499) })).toStrictEqual({ kind: 'stable-too-small', perInstance: 500, bound: 499 });
  });
  test('is not asked about without a bound, or of a serverless variant', () => {
    const { instances: _none, ...serverless } = variant('stable', 90);
    const variants = [serverless, variant('canary', 10)];
    expect(why({ traffic: 'unreadable' })).toBeUndefined();
    expect(why({ policy: bound(1), fleet: fleet({ variants }), traffic: BAD_TRAFFIC })).toBeUndefined();
  });
});
