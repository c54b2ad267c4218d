import { describe, expect, test } from 'vitest';
import { decide } from '../../../lambdas/domain/decide.ts';
import type { Incident } from '../../../lambdas/domain/incident.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import type { Situation } from '../../../lambdas/domain/situation.ts';
import { type Preparing, sameOrder } from '../../../lambdas/domain/strategies/order.ts';
import {
  at,
  BAD_TRAFFIC,
  FROZEN,
  fleet,
  guard,
  guardAlarms,
  incident,
  latencyGuard,
  minutes,
  NOW,
  policy,
  situation,
  variant,
  variantName,
} from '../../builders.ts';

/** 1,000 requests a minute on two instances of 400 each: 20 % too many. The canary fails 10 % of 10 %. */
const SCALED = policy({
  stableMaxRequestsPerInstance: 400,
  strategy: { kind: 'scale-then-shift', maxInstances: 6, withinMinutes: 10 },
});
const upTo = (maxInstances: number, over: Partial<Policy> = {}): Policy => ({
  ...SCALED,
  strategy: { kind: 'scale-then-shift', maxInstances, withinMinutes: 10 },
  ...over,
});

const ORDER = { kind: 'scale', variant: variantName('stable'), unit: 'instances', from: 2, to: 3 } as const;
const preparing = (over: Partial<Preparing> = {}): Preparing => ({
  order: ORDER,
  requestedAt: NOW,
  askedAt: NOW,
  attempts: 1,
  done: { at: NOW, reaches: 3 },
  ...over,
});
const waiting = (over: Partial<Preparing> = {}): Incident => incident({ told: 1, preparing: preparing(over) });

const having = (instances: number, over: Parameters<typeof fleet>[0] = {}) =>
  fleet({ variants: [variant('stable', 90, { instances }), variant('canary', 10)], ...over });

const verdict = (over: Partial<Situation> = {}, now = NOW) => decide(situation({ policy: SCALED, ...over }), now);

describe('a stable that is too small', () => {
  test('F19: is raised to what the load needs before it gets the traffic', () => {
    expect(verdict()).toMatchObject({ kind: 'prepare', order: ORDER });
  });

  test('F19: is raised no further than the config allows', () => {
    const policyOf = upTo(3, { stableMaxRequestsPerInstance: 100 });
    expect(verdict({ policy: policyOf })).toMatchObject({ kind: 'prepare', order: { to: 3 } });
  });

  test('F19: is left alone where it has as many already as the config allows', () => {
    expect(verdict({ policy: upTo(2) })).toMatchObject({
      kind: 'hold',
      reason: { kind: 'stable-too-small', unraised: { kind: 'at-most', most: 2 } },
    });
  });

  test('F23: is raised in concurrency where it is serverless', () => {
    const { instances: _none, ...stable } = variant('stable', 90, { serverless: { maxConcurrency: 2 } });
    const seen = { fleet: fleet({ variants: [stable, variant('canary', 10)] }) };
    expect(verdict(seen)).toMatchObject({ kind: 'prepare', order: { unit: 'concurrency', from: 2, to: 3 } });
  });

  test.each([
    ['is frozen', { freeze: FROZEN }, 'frozen'],
    ['is in mode observe', { policy: { ...SCALED, mode: 'observe' as const } }, 'observing'],
    ['is changing', { fleet: having(2, { status: 'Updating' }) }, 'endpoint-busy'],
    [
      'did better since',
      { traffic: { ...BAD_TRAFFIC, canary: [...minutes(100, 10), ...minutes(100, 1, [9, 9])] } },
      'better-since',
    ],
    ['has an unread load', { traffic: 'unreadable' as const }, 'load-unknown'],
    ['has an ill stable', { alarms: guardAlarms(SCALED, { stable: { state: 'ALARM' } }) }, 'stable-unwell'],
  ])('I4: is not raised while the endpoint %s', (_, over, kind) => {
    expect(verdict(over)).toMatchObject({ kind: 'hold', reason: { kind } });
  });
});

describe('while stable is raised', () => {
  test('F18: the endpoint is Updating by our own order, and that is told as such', () => {
    expect(verdict({ incident: waiting(), fleet: having(2, { status: 'Updating' }) })).toMatchObject({
      kind: 'hold',
      reason: { kind: 'raising-stable', from: 2, to: 3, until: at(20) },
    });
  });

  test('F19: the traffic goes to stable as soon as it has grown', () => {
    expect(verdict({ incident: waiting(), fleet: having(3) }, at(14))).toMatchObject({ kind: 'roll-back' });
  });

  test('F19: a person is asked when it has not grown in time', () => {
    const late = { incident: waiting(), fleet: having(2, { status: 'Updating' }) };
    expect(verdict(late, at(19.9))).toMatchObject({ reason: { kind: 'raising-stable' } });
    expect(verdict(late, at(20))).toMatchObject({ reason: { unraised: { kind: 'late', withinMinutes: 10 } } });
  });

  test('F18: a person is asked when autoscaling lets it grow, and not far enough', () => {
    const seen = { incident: waiting({ order: { ...ORDER, to: 5 } }), fleet: having(3) };
    const bound = { policy: upTo(6, { stableMaxRequestsPerInstance: 250 }) };
    expect(verdict({ ...seen, ...bound })).toMatchObject({ reason: { unraised: { kind: 'at-most', most: 3 } } });
  });

  test('F12: it is asked for again when SageMaker took it back, three times in all', () => {
    expect(verdict({ incident: waiting() }, at(10.4))).toMatchObject({ reason: { kind: 'raising-stable' } });
    expect(verdict({ incident: waiting() }, at(10.5))).toMatchObject({ kind: 'prepare', order: ORDER });
    expect(verdict({ incident: waiting({ attempts: 3 }) }, at(10.5))).toMatchObject({ kind: 'hold' });
  });

  test('F43: a refusal is told for good after the third', () => {
    const refused = waiting({ attempts: 3, refused: 'AccessDenied' });
    expect(verdict({ incident: refused }, at(10.5))).toMatchObject({
      reason: { kind: 'stable-too-small', unraised: { kind: 'refused', message: 'AccessDenied' } },
    });
  });

  test('the incident ends when no guard is broken any more', () => {
    const well = guardAlarms(SCALED, { canary: { state: 'OK' } });
    expect(verdict({ incident: waiting(), alarms: well })).toMatchObject({ ending: { because: 'breach-over' } });
  });
});

describe('the lesser evil', () => {
  /** Half of the traffic fails; 20 % would be too much for stable. */
  const broken = {
    fleet: fleet({ variants: [variant('stable', 60), variant('canary', 40)] }),
    traffic: { stable: minutes(600, 3), canary: minutes(400, 400) },
  };

  test('F19: is a stable that is too small, where the canary fails more than that would: it is shifted at once', () => {
    const decided = verdict(broken);
    expect(decided).toMatchObject({ kind: 'roll-back', to: { canary: 0 } });
    const weighed = decided.kind === 'roll-back' ? decided.incident.weighed : undefined;
    expect(weighed?.canaryFails).toBeCloseTo(0.4 * 0.995, 10);
    expect(weighed?.overload).toBeCloseTo(0.2, 10);
  });

  test('F19: is the canary, where the two are as bad: moving is no gain', () => {
    const traffic = { stable: minutes(600, 0), canary: minutes(400, 200) };
    expect(verdict({ ...broken, traffic })).toMatchObject({ kind: 'prepare' });
  });

  test('F19: counts of the canary what stable would not fail too', () => {
    const own = policy({ ...SCALED, guards: [guard({ above: 0.7 })] });
    const traffic = { stable: minutes(600, 360), canary: minutes(400, 400) };
    expect(verdict({ ...broken, policy: own, alarms: guardAlarms(own), traffic })).toMatchObject({ kind: 'prepare' });
  });

  test('F19: counts of slow answers only those that the percentile proves', () => {
    const own = policy({ ...SCALED, guards: [latencyGuard()] });
    const slow = (requests: number, ms: number) =>
      minutes(requests, 0).map((one) => ({ ...one, values: { 'latency-p99': ms } }));
    const traffic = { stable: slow(600, 100), canary: slow(400, 9_000) };
    expect(verdict({ ...broken, policy: own, alarms: guardAlarms(own), traffic })).toMatchObject({ kind: 'prepare' });
  });

  test('is weighed anew: what spoke for a shift before does not stay with the incident', () => {
    const before = incident({ told: 1, weighed: { canaryFails: 0.9, overload: 0.1 }, preparing: preparing() });
    const decided = verdict({ incident: before, fleet: having(3) });
    expect(decided.kind === 'roll-back' && decided.incident.weighed).toBeUndefined();
  });
});

test('an order is the same only in each of its parts', () => {
  expect(sameOrder(ORDER, { ...ORDER })).toBe(true);
  expect(sameOrder(ORDER, { ...ORDER, to: 4 })).toBe(false);
  expect(sameOrder(ORDER, { ...ORDER, from: 1 })).toBe(false);
  expect(sameOrder(ORDER, { ...ORDER, unit: 'concurrency' })).toBe(false);
  expect(sameOrder(ORDER, { ...ORDER, variant: variantName('canary') })).toBe(false);
  expect(sameOrder(ORDER, { kind: 'restore', from: 'a', to: 'b', goodUntil: 0 })).toBe(false);
});
