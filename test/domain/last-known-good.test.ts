import { describe, expect, test } from 'vitest';
import {
  type GoodConfig,
  isSole,
  judged,
  type KnownGood,
  lastGood,
  observe,
} from '../../lambdas/domain/last-known-good.ts';
import type { Alarm, Minute } from '../../lambdas/domain/model.ts';
import {
  alarm,
  alarmName,
  at,
  driftGuard,
  fleet,
  guard,
  guardAlarms,
  minutes,
  policy,
  variant,
  variantName,
  weighing,
} from '../builders.ts';

const ONE = policy({ canaries: [], restore: { bakeMinutes: 60 } });
const serving = fleet({ variants: [variant('stable', 1)] });
const well = guardAlarms(ONE);
const trial = { config: 'config-1', since: at(0) };
const good = (config: string, until = at(62)): GoodConfig => ({
  config,
  variant: variantName('stable'),
  since: at(0),
  until,
  requests: 60_000,
});

/** An hour after the config came into service, with a guard that says OK since long before. */
const observed = (over: Partial<Parameters<typeof observe>[1]> = {}, known: KnownGood = { good: [], trial }) =>
  observe(known, { policy: ONE, fleet: serving, alarms: well, now: at(62), ...over });

describe('what is in service', () => {
  test('is noted once, when it is first seen there', () => {
    expect(observed({ now: at(5) }, { good: [] })).toEqual({
      kind: 'trial',
      known: { good: [], trial: { config: 'config-1', since: at(5) } },
    });
    expect(observed({ now: at(6) }, { good: [], trial: { config: 'config-1', since: at(5) } }).kind).toBe('nothing');
  });
  test('begins its bake anew after another config', () => {
    const other = { good: [good('config-0')], trial: { config: 'config-0', since: at(-600) } };
    expect(observed({}, other)).toMatchObject({ kind: 'trial', known: { good: other.good, trial: { since: at(62) } } });
  });
  test('is judged by the traffic once it has served for the bake time', () => {
    expect(observed()).toEqual({ kind: 'judge', trial, from: at(0) });
    expect(observed({ now: at(61.9) }).kind).toBe('nothing');
  });
  test('is judged once per bake time', () => {
    const known = { good: [good('config-1')], trial };
    expect(observed({ now: at(100) }, known).kind).toBe('nothing');
    expect(observed({ now: at(124) }, known).kind).toBe('judge');
  });

  test('is not kept from being judged by what was noted of another config', () => {
    expect(observed({}, { good: [good('config-0', at(61))], trial }).kind).toBe('judge');
  });
  test("is judged by stable's own alarms, each by its guard, since the last of them said OK", () => {
    const two = { ...ONE, guards: [guard(), guard({ id: 'errors-4xx', signal: '4xx' })] };
    const seen = (changed: Readonly<Record<string, Partial<Alarm>>>) =>
      observed({ policy: two, alarms: guardAlarms(two, changed), now: at(120) });
    expect(seen({ [alarmName('stable', 'errors-4xx')]: { state: 'ALARM' } }).kind).toBe('nothing');
    expect(seen({ [alarmName('stable')]: { state: 'ALARM' } }).kind).toBe('nothing');
    expect(seen({ [alarmName('stable', 'errors-4xx')]: { transitionedAt: at(20) } })).toMatchObject({ from: at(20) });
    expect(seen({ [alarmName('stable')]: { transitionedAt: at(20) } })).toMatchObject({ from: at(20) });
    const beside = { variant: variantName('canary'), guard: guard(), alarm: alarm('old', { state: 'ALARM' }) };
    expect(observed({ alarms: [beside, ...well] }).kind).toBe('judge');
  });
  test('is judged by guards that name no variant, too: there is only one that they can mean', () => {
    const both = { ...ONE, guards: [guard(), driftGuard()] };
    const seen = (state: 'OK' | 'ALARM') =>
      guardAlarms(both, { 'rb/guard/fraud/drift-age': alarm('rb/guard/fraud/drift-age', { state }) });
    expect(observed({ policy: both, alarms: seen('OK') }).kind).toBe('judge');
    expect(observed({ policy: both, alarms: seen('ALARM') }).kind).toBe('nothing');
  });

  const unproved: readonly (readonly [string, Partial<Parameters<typeof observe>[1]>])[] = [
    ['the endpoint is being changed', { fleet: fleet({ variants: [variant('stable', 1)], status: 'Updating' }) }],
    ['the endpoint is gone', { fleet: undefined }],
    ['there is another variant', { fleet: fleet() }],
    ['a guard is broken', { alarms: guardAlarms(ONE, { stable: { state: 'ALARM' } }) }],
    ['a guard has no data', { alarms: guardAlarms(ONE, { stable: { state: 'INSUFFICIENT_DATA' } }) }],
    ['a guard could not be evaluated', { alarms: guardAlarms(ONE, { stable: { evaluated: false } }) }],
    ['an alarm is missing', { alarms: [] }],
    ['a guard was broken within the bake time', { alarms: guardAlarms(ONE, { stable: { transitionedAt: at(30) } }) }],
    ['the endpoint does not go back to configs', { policy: policy() }],
  ];
  test.each(unproved)('is not judged while %s', (_, over) => {
    expect(observed(over).kind).toBe('nothing');
  });
});

const judge = (served: readonly Minute[], known: KnownGood = { good: [], trial }) =>
  judged(known, { kind: 'judge', trial, from: at(0) }, { policy: ONE, minutes: served, now: at(62) });

describe('a config is known to be good', () => {
  test('after the bake time in whole minutes with enough requests', () => {
    expect(judge(minutes(1_000, 5, [0, 59]))?.good).toEqual([good('config-1')]);
  });
  test('not after minutes that hold too few, or that may still be incomplete, or that are another config’s', () => {
    expect(judge(minutes(49, 0, [0, 59]))).toBeUndefined();
    expect(judge(minutes(1_000, 5, [2, 61]))).toBeUndefined();
    expect(judge(minutes(1_000, 5, [-60, 58]))).toBeUndefined();
  });
  test('by a minute that is complete this very moment', () => {
    expect(judge(minutes(1_000, 5, [1, 60]))).toBeDefined();
    expect(judge(minutes(1_000, 5, [2, 61]))).toBeUndefined();
  });
  test('since its own time, and not since that of another', () => {
    const before = { ...good('config-0', at(30)), since: at(-500) };
    expect(judge(minutes(1_000, 5, [0, 59]), { good: [before], trial })?.good[0]).toEqual(good('config-1'));
  });
  test('since before, where it was noted in the very moment from which it is judged now', () => {
    const before = { ...good('config-1', at(0)), since: at(-500) };
    expect(judge(minutes(1_000, 5, [0, 59]), { good: [before], trial })?.good).toMatchObject([{ since: at(-500) }]);
  });
  test('since the first of its times without a broken guard in between', () => {
    const again = judge(minutes(1_000, 5, [0, 59]), { good: [{ ...good('config-1', at(1)), since: at(-500) }], trial });
    expect(again?.good).toMatchObject([{ since: at(-500), until: at(62) }]);
    const anew = judge(minutes(1_000, 5, [0, 59]), { good: [{ ...good('config-1', at(-1)), since: at(-500) }], trial });
    expect(anew?.good).toMatchObject([{ since: at(0), until: at(62) }]);
  });
  test('with the four before it, newest first', () => {
    const before = ['e', 'd', 'c', 'b', 'a'].map((config) => good(config, at(-60)));
    const configs = judge(minutes(1_000, 5, [0, 59]), { good: before, trial })?.good.map(({ config }) => config);
    expect(configs).toEqual(['config-1', 'e', 'd', 'c', 'b']);
  });
  test('by the guard that needs most requests, gross ones left aside', () => {
    const two = { ...ONE, guards: [guard(), guard({ id: 'gross', gross: true, minRequests: 5_000 })] };
    const given = { policy: two, minutes: minutes(50, 0, [0, 59]), now: at(62) };
    expect(judged({ good: [] }, { kind: 'judge', trial, from: at(0) }, given)).toBeDefined();
    const more = { ...two, guards: [...two.guards, guard({ id: 'errors-4xx', signal: '4xx', minRequests: 51 })] };
    expect(judged({ good: [] }, { kind: 'judge', trial, from: at(0) }, { ...given, policy: more })).toBeUndefined();
  });
});

describe('the last good config', () => {
  const known = [good('old', at(0)), good('newer', at(100)), good('newest', at(200))];
  test('is the newest, and never the one in service', () => {
    expect(lastGood(known, 'another', [])?.config).toBe('newest');
    expect(lastGood(known, 'newest', [])?.config).toBe('newer');
    expect(lastGood([good('old')], 'old', [])).toBeUndefined();
  });
  test('F17: is none that broke a guard since, unless it served well again after that', () => {
    expect(lastGood(known, 'another', [{ config: 'newest', at: at(201) }])?.config).toBe('newer');
    expect(lastGood(known, 'another', [{ config: 'newest', at: at(200) }])?.config).toBe('newer');
    expect(lastGood(known, 'another', [{ config: 'newest', at: at(199) }])?.config).toBe('newest');
  });
});

test('an endpoint is its own, where stable is the one variant that it has', () => {
  expect(isSole(ONE, serving)).toBe(true);
  expect(isSole(ONE, weighing({ stable: 1, canary: 0 }))).toBe(false);
  expect(isSole(ONE, weighing({ canary: 1 }))).toBe(false);
  expect(isSole(ONE, fleet({ variants: [] }))).toBe(false);
});
