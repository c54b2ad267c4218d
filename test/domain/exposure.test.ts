import { describe, expect, test } from 'vitest';
import { exposed } from '../../lambdas/domain/exposure.ts';
import type { Incident } from '../../lambdas/domain/incident.ts';
import type { Minute, Traffic } from '../../lambdas/domain/model.ts';
import { exposureWords } from '../../lambdas/domain/words/exposure.ts';
import { at, byHand, incident, latencyGuard, minute, policy, shift, situation, variantName } from '../builders.ts';

/** Stable serves 900 a minute and canary 100, of which it fails ten from the sixth minute on, until it serves none. */
const MINUTES = Array.from({ length: 15 }, (_, n) => n);
const traffic = (until = 15): Traffic => ({
  stable: MINUTES.map((n) => minute(at(n), n < until ? 900 : 1_000, 4)),
  canary: MINUTES.filter((n) => n < until).map((n) => minute(at(n), 100, n < 6 ? 1 : 10)),
});
const upTo = (last: number, { stable = [], canary = [] }: Traffic): Traffic => ({
  stable: stable.filter(({ start }) => start <= at(last)),
  canary: canary.filter(({ start }) => start <= at(last)),
});
const exposure = (of: Incident, seen: Traffic | 'unreadable') => exposed(of, situation({ traffic: seen })).exposure;
const inForce = (over: Partial<Parameters<typeof incident>[0]> = {}) =>
  incident({ shift: shift({ inForceAt: at(11.2) }), ...over });
const ENDED = { ending: { state: 'RECOVERED', at: at(15), because: 'proved' } } as const;

describe('what the bad variant served', () => {
  test('counts from its first bad minute, as far as a look saw', () => {
    expect(exposure(incident(), upTo(9, traffic()))).toEqual({
      variant: 'canary',
      from: at(6),
      until: at(10),
      requests: 400,
      failed: 40,
    });
  });
  test('goes on where the look before it ended, and counts no minute twice', () => {
    const first = exposed(incident(), situation({ traffic: upTo(8, traffic()) }));
    expect(exposure(first, traffic())).toMatchObject({ from: at(6), until: at(15), requests: 900, failed: 90 });
    expect(exposure(first, upTo(8, traffic()))).toEqual(first.exposure);
  });
  test('ends with the minute in which the shift came into force', () => {
    expect(exposure(inForce(), traffic(12))).toMatchObject({ until: at(12), requests: 600, failed: 60 });
    expect(exposure(inForce(), traffic(15))).toMatchObject({ until: at(12), requests: 600, failed: 60 });
  });
  test('ends before a minute in whose first moment the shift came into force', () => {
    const sharp = incident({ shift: shift({ inForceAt: at(11) }), ...ENDED });
    expect(exposure(sharp, traffic(12))).toMatchObject({ until: at(11), requests: 500 });
    // Four whole minutes of 1,000 requests since then, with the one that began in that moment.
    expect(exposure(sharp, traffic(11))?.avoided).toMatchObject({ requests: 400 });
  });
  test('begins with the minute of the alarm where no bad one was measured', () => {
    const good = { canary: MINUTES.map((n) => minute(at(n), 100, 0)) };
    expect(exposure(incident(), good)).toMatchObject({ from: at(9), failed: 0 });
  });
  test('is not begun by a bad minute from long before the alarm', () => {
    const canary = [minute(at(-30), 100, 50), ...(traffic()['canary'] as readonly Minute[])];
    expect(exposure(incident(), { canary })).toMatchObject({ from: at(6) });
  });
  test('is begun by a bad minute of the window that the alarm looks at, or of the one before', () => {
    const since = (bad: number) => {
      const canary = MINUTES.map((n) => minute(at(n), 100, n === bad ? 10 : 0));
      const breach = { ...incident().breach, at: at(9) };
      return exposure(incident({ breach }), { canary })?.from;
    };
    expect([2, 3, 8].map(since)).toEqual([at(9), at(3), at(8)]);
  });
  test('is counted anew once another variant is the one that breaks a guard', () => {
    const other = { variant: variantName('second'), from: at(-9), until: at(8), requests: 900, failed: 90 };
    expect(exposure(incident({ exposure: other }), upTo(9, traffic()))).toMatchObject({ from: at(6), requests: 400 });
  });
  test('of a guard of latency counts requests only', () => {
    const slow = (n: number): Minute => ({ start: at(n), requests: 100, values: { 'latency-p99': n < 6 ? 80 : 900 } });
    const { breach } = incident();
    const of = incident({ breach: { ...breach, guard: 'latency-p99', threshold: 500 } });
    const seen = situation({ policy: policy({ guards: [latencyGuard()] }), traffic: { canary: MINUTES.map(slow) } });
    expect(exposed(of, seen).exposure).toEqual({ variant: 'canary', from: at(6), until: at(15), requests: 900 });
    const over = { ...of, shift: shift({ inForceAt: at(12) }), ...ENDED };
    expect(exposed(over, seen).exposure?.avoided).toEqual({ requests: 0 });
  });
  test.each<[string, Incident, Traffic | 'unreadable']>([
    ['metrics could not be read', incident(), 'unreadable'],
    ['the variant served nobody', incident(), { stable: [] }],
    ['no guard was broken', byHand(), traffic()],
    ['the guard is in the config no more', incident({ breach: { ...incident().breach, guard: 'gone' } }), traffic()],
    ['it is a drill', incident({ drill: { id: 'drill-20260101T100930' } }), traffic()],
  ])('is unknown where %s', (_, of, seen) => {
    expect(exposure(of, seen)).toBeUndefined();
  });
  test('stays as it was where nothing more can be read', () => {
    const before = { variant: variantName('canary'), from: at(6), until: at(8), requests: 200, failed: 20 };
    expect(exposure(incident({ exposure: before }), 'unreadable')).toEqual(before);
    expect(exposure(incident({ exposure: before }), {})).toEqual(before);
    const over = inForce({ ...ENDED, exposure: before });
    expect(exposed(over, situation({ traffic: 'unreadable' }))).toEqual(over);
  });
});

describe('an estimate of what was avoided', () => {
  test('takes its share when the incident opened of all requests since, and fails as many of them as before', () => {
    // Three whole minutes of 1,000 requests since the shift; a tenth of them is 300, of which a tenth failed before.
    expect(exposure(inForce(ENDED), traffic(12))?.avoided).toEqual({ requests: 300, failed: 30 });
  });
  test('leaves out what the variant served all the same', () => {
    expect(exposure(inForce(ENDED), traffic())?.avoided).toEqual({ requests: 0, failed: 0 });
  });
  test('says nothing of failures where it had served nobody by then: of none, no share fails', () => {
    const idle = { ...traffic(12), canary: MINUTES.map((n) => minute(at(n), 0, 0)) };
    expect(exposure(inForce(ENDED), idle)).toMatchObject({ requests: 0, failed: 0, avoided: { requests: 300 } });
    expect(exposure(inForce(ENDED), idle)?.avoided).not.toHaveProperty('failed');
  });
  test.each([
    ['the incident is open', inForce()],
    ['no shift came into force', incident({ ...ENDED, shift: shift() })],
    [
      'a person sent all traffic to that very variant',
      inForce({ ...ENDED, shift: shift({ wanted: { stable: 0, canary: 10 }, inForceAt: at(11.2) }) }),
    ],
  ])('is not made while %s', (_, of) => {
    expect(exposure(of, traffic(12))?.avoided).toBeUndefined();
  });
});

describe('people read', () => {
  const words = (of: Incident, seen: Traffic) => exposureWords(exposed(of, situation({ traffic: seen })));
  test('what was measured, and what is an estimate and by which rule', () => {
    expect(words(inForce(ENDED), traffic(12))).toBe(
      'From 10:06:00 UTC to 10:12:00 UTC canary served 600 requests, and failed 60 of them. Estimate: with its share of 10 % it would have served 300 more requests since, and failed 30 of them, had it gone on as before.',
    );
  });
  test('no estimate where there is none', () => {
    expect(words(incident(ENDED), traffic())).toBe(
      'From 10:06:00 UTC to 10:15:00 UTC canary served 900 requests, and failed 90 of them.',
    );
  });
  test('nothing where nothing was measured', () => {
    expect(words(byHand(), traffic())).toBeUndefined();
  });
});
