import { describe, expect, test } from 'vitest';
import type { Minute } from '../../../lambdas/domain/model.ts';
import { type Order, type Preparing, sameOrder } from '../../../lambdas/domain/strategies/order.ts';
import { carriedOut, ordered } from '../../../lambdas/domain/strategies/preparing.ts';
import { scaleThenShift } from '../../../lambdas/domain/strategies/scale-then-shift.ts';
import { weigh } from '../../../lambdas/domain/strategies/weigh.ts';
import {
  at,
  breaching,
  fleet,
  guard,
  incident,
  minute,
  NOW,
  policy,
  situation,
  variant,
  variantName,
} from '../../builders.ts';

const SCALE = { kind: 'scale', variant: variantName('stable'), unit: 'instances', from: 2, to: 3 } as const;
const RESTORE = { kind: 'restore', from: 'config-1', to: 'config-0', goodUntil: at(-100) } as const;

describe('an order is the same', () => {
  const others: readonly (readonly [Order, Order])[] = [
    [SCALE, { ...SCALE, variant: variantName('canary') }],
    [SCALE, { ...SCALE, unit: 'concurrency' }],
    [SCALE, { ...SCALE, from: 1 }],
    [SCALE, { ...SCALE, to: 4 }],
    [SCALE, RESTORE],
    [RESTORE, SCALE],
    [RESTORE, { ...RESTORE, from: 'config-2' }],
    [RESTORE, { ...RESTORE, to: 'config-2' }],
  ];
  test.each(others)('only if it asks for the same: %o is not %o', (one, other) => {
    expect(sameOrder(one, other)).toBe(false);
  });
  test('whenever a config was last known to be good', () => {
    expect(sameOrder({ ...SCALE }, SCALE)).toBe(true);
    expect(sameOrder(RESTORE, { ...RESTORE, goodUntil: at(-99) })).toBe(true);
  });
});

const before = incident({ preparing: { order: SCALE, requestedAt: at(5), askedAt: at(6), attempts: 2 } });

test('an order that is given again counts on; another one begins anew', () => {
  expect(ordered(before, { ...SCALE }, NOW).preparing).toEqual({
    order: SCALE,
    requestedAt: at(5),
    askedAt: NOW,
    attempts: 3,
  });
  expect(ordered(before, { ...SCALE, to: 4 }, NOW).preparing).toMatchObject({ requestedAt: NOW, attempts: 1 });
});

test('an order that found the endpoint busy was never given', () => {
  const intent = ordered(before, SCALE, NOW);
  const after = carriedOut(before, intent, { answer: { kind: 'busy' }, policy: policy() });
  expect(after.preparing).toEqual(before.preparing);
  expect(after.hold).toEqual({ kind: 'endpoint-busy', status: 'Updating', since: NOW });
});

describe('a stable that is raised', () => {
  const strategy = { kind: 'scale-then-shift', maxInstances: 6, withinMinutes: 10 } as const;
  const of = policy({ stableMaxRequestsPerInstance: 400, strategy });
  const next = (preparing: Partial<Preparing> | undefined, over: Parameters<typeof fleet>[0] = {}, now = at(11)) =>
    scaleThenShift(strategy)({
      situation: situation({ policy: of }),
      fleet: fleet(over),
      incident: {
        weightsAtOpen: { stable: 90, canary: 10 },
        ...(preparing && { preparing: { order: SCALE, requestedAt: NOW, askedAt: NOW, attempts: 1, ...preparing } }),
      },
      now,
    });
  const unraised = (kind: string) => ({ kind: 'hold', reason: { kind: 'stable-too-small', unraised: { kind } } });
  const raising = { kind: 'hold', reason: { kind: 'raising-stable' } };

  test('is the variant of that name, wherever it stands in the endpoint', () => {
    const variants = [variant('canary', 10, { instances: 5 }), variant('stable', 90)];
    expect(next(undefined, { variants })).toEqual({ kind: 'prepare', order: SCALE });
  });
  test('is given up once the third order is refused: not after the first, nor after three that were not', () => {
    expect(next({ refused: 'AccessDenied', attempts: 3 })).toMatchObject(unraised('refused'));
    expect(next({ refused: 'AccessDenied', attempts: 2 })).toEqual({ kind: 'prepare', order: SCALE });
    expect(next({ attempts: 3 })).toMatchObject(raising);
  });
  test('is asked for again after half a minute, while the endpoint is free and the count is not reached', () => {
    expect(next({}, {}, at(10.5))).toEqual({ kind: 'prepare', order: SCALE });
    expect(next({}, {}, at(10.5) - 1)).toMatchObject(raising);
    expect(next({}, { status: 'Updating' })).toMatchObject(raising);
    const reached = { variants: [variant('stable', 90, { instances: 2 }), variant('canary', 10)] };
    expect(next({ order: { ...SCALE, to: 2 } }, reached)).toMatchObject(raising);
  });
});

test('the canary is weighed against the newest minute of stable', () => {
  const breach = { variant: variantName('canary'), guard: guard(), alarm: breaching('a'), value: 0.5 };
  const weighed = (stable: readonly Minute[] | 'unreadable') =>
    weigh(
      {
        situation: situation({ traffic: stable === 'unreadable' ? stable : { stable } }),
        fleet: fleet(),
        incident: incident(),
        breach,
        now: NOW,
      },
      { overload: 0.2 },
    );
  const stable = [100, 200, 300].map((failed, place) => minute(at(6 + place), 1_000, failed));
  expect(weighed(stable).canaryFails).toBeCloseTo(0.1 * (0.5 - 0.3), 12);
  expect(weighed([]).canaryFails).toBeCloseTo(0.1 * 0.5, 12);
  expect(weighed('unreadable')).toEqual({ canaryFails: expect.closeTo(0.1 * 0.5, 12), overload: 0.2 });
});
