import { describe, expect, test } from 'vitest';
import type { Incident } from '../../lambdas/domain/incident.ts';
import { MINUTE } from '../../lambdas/domain/model.ts';
import type { Bounds, OrderAnswer, Preparing, ScaleOrder } from '../../lambdas/domain/strategies/order.ts';
import { type Carriers, carryOut } from '../../lambdas/loop/carry-out.ts';
import { carryScale } from '../../lambdas/loop/carry-scale.ts';
import type { Capacities } from '../../lambdas/ports.ts';
import { endpointName, incident, NOW, variantName } from '../builders.ts';

const FRAUD = endpointName('fraud');
const ORDER: ScaleOrder = { kind: 'scale', variant: variantName('stable'), unit: 'instances', from: 2, to: 5 };

const waiting = (over: Partial<Preparing> = {}): Incident =>
  incident({ preparing: { order: ORDER, requestedAt: NOW, askedAt: NOW, attempts: 1, ...over } });

/** What comes of an invocation, and which orders were carried out. */
const invoked = async (head: Incident | undefined, { id = waiting().id, now = NOW } = {}) => {
  const given: unknown[] = [];
  const carry = async (...order: readonly unknown[]): Promise<OrderAnswer> => {
    given.push(order);
    return { kind: 'accepted', reaches: 5 };
  };
  const carriers: Carriers = { scale: carry, restore: carry };
  const ledger = { head: async () => ({ incident: head, version: 1 }) };
  const answer = await carryOut({ clock: () => now, ledger, carriers, log: () => undefined }, { endpoint: FRAUD, id });
  return { answer: answer.kind, given };
};

describe('an invocation of the second function', () => {
  test('has the order carried out that the ledger holds, whatever else it says', async () => {
    expect(await invoked(waiting())).toEqual({ answer: 'accepted', given: [[FRAUD, ORDER]] });
  });

  test('has a restore carried out by its own carrier', async () => {
    const order = { kind: 'restore', from: 'config-2', to: 'config-1', goodUntil: NOW } as const;
    expect(await invoked(waiting({ order }))).toEqual({ answer: 'accepted', given: [[FRAUD, order]] });
  });

  test.each([
    ['the endpoint has no incident', undefined, {}],
    ['its incident is another one', waiting(), { id: 'fraud-20260101T000000' }],
    ['its incident waits for nothing', incident(), {}],
    ['the order was carried out', waiting({ done: { at: NOW, reaches: 5 } }), {}],
    ['the order is an old one', waiting(), { now: NOW + 2 * MINUTE + 1 }],
    [
      'the incident has ended',
      { ...waiting(), ending: { state: 'NOT_ROLLED_BACK' as const, at: NOW, because: 'breach-over' as const } },
      {},
    ],
  ])('S3: does nothing where %s', async (_, head, asked) => {
    expect(await invoked(head, asked)).toEqual({ answer: 'refused', given: [] });
  });
});

type Said = { bounds?: Bounds | 'unreadable'; raise?: Awaited<ReturnType<Capacities['raise']>>; floor?: string };

/** What a scale order answers, and the calls that it made, in order. */
const raised = async ({ bounds, raise = { kind: 'accepted' }, floor }: Said = {}, over: Partial<ScaleOrder> = {}) => {
  const calls: string[] = [];
  const answer = await carryScale({
    bounds: async () => bounds,
    raise: async (_, { variant, unit, to }) => {
      calls.push(`${variant} to ${to} ${unit}`);
      return raise;
    },
    raiseFloor: async (_, { to }) => {
      calls.push(`floor to ${to}`);
      return floor;
    },
  })(FRAUD, { ...ORDER, ...over });
  return { answer, calls };
};

describe('raising a variant', () => {
  test('moves no floor where nothing scales it', async () => {
    expect(await raised()).toEqual({ answer: { kind: 'accepted', reaches: 5 }, calls: ['stable to 5 instances'] });
  });

  test('F18: raises its floor along, after the instances, so that the next scale-in does not take them back', async () => {
    const bounds = { floor: 1, ceiling: 10 };
    expect(await raised({ bounds })).toEqual({
      answer: { kind: 'accepted', reaches: 5, bounds },
      calls: ['stable to 5 instances', 'floor to 5'],
    });
  });

  test('F18: goes no further than its ceiling', async () => {
    const bounds = { floor: 1, ceiling: 4 };
    expect(await raised({ bounds })).toMatchObject({
      answer: { reaches: 4 },
      calls: ['stable to 4 instances', 'floor to 4'],
    });
    expect(await raised({ bounds: { floor: 1, ceiling: 2 } })).toEqual({
      answer: { kind: 'refused', message: 'its autoscaling has a ceiling of 2 instances' },
      calls: [],
    });
  });

  test('F18: leaves a floor that is high enough', async () => {
    expect(await raised({ bounds: { floor: 5, ceiling: 9 } })).toEqual({
      answer: { kind: 'accepted', reaches: 5 },
      calls: ['stable to 5 instances'],
    });
  });

  test('F18: says so where the floor could not be raised', async () => {
    const bounds = { floor: 1, ceiling: 10 };
    expect(await raised({ bounds, floor: 'AccessDenied' })).toMatchObject({
      answer: { kind: 'accepted', bounds, unheld: 'AccessDenied' },
    });
  });

  test('does nothing where the bounds could not be read', async () => {
    expect(await raised({ bounds: 'unreadable' })).toMatchObject({ answer: { kind: 'refused' }, calls: [] });
  });

  test.each([
    { kind: 'busy' },
    { kind: 'refused', message: 'ResourceLimitExceeded' },
    { kind: 'lost', message: 'timeout' },
  ] as const)('leaves the floor where SageMaker answers $kind', async (raise) => {
    const { answer, calls } = await raised({ bounds: { floor: 1, ceiling: 10 }, raise });
    expect(answer).toEqual(raise);
    expect(calls).toEqual(['stable to 5 instances']);
  });

  test('F23: asks nobody for the bounds of a serverless variant', async () => {
    const unit = 'concurrency';
    expect(await raised({ bounds: 'unreadable' }, { unit })).toMatchObject({ calls: ['stable to 5 concurrency'] });
  });
});
