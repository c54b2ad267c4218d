import { describe, expect, test } from 'vitest';
import { prove, unitsOf } from '../../lambdas/domain/capacity.ts';
import type { Variant } from '../../lambdas/domain/model.ts';
import { BAD_TRAFFIC, minutes, variant } from '../builders.ts';

const { instances: _none, ...bare } = variant('stable', 90);
const serverless: Variant = { ...bare, serverless: { maxConcurrency: 20 } };

/** The whole load is 1,000 a minute, on two instances. */
const proof = (
  bound: number | undefined,
  over: Partial<Parameters<typeof prove>[1]> = {},
  of = variant('stable', 90),
) => prove(of, { bound, traffic: BAD_TRAFFIC, ...over });

describe('a variant takes all of the load', () => {
  test('F19: that its bound allows on the instances that it has now', () => {
    expect(proof(500)).toEqual({ kind: 'takes-it' });
    expect(proof(499)).toMatchObject({ kind: 'too-small', count: 2, perUnit: 500, needs: 3 });
  });

  test('F19: counted in its busiest minute, and not in the newest', () => {
    const traffic = { stable: [...minutes(2_000, 0, [6, 6]), ...minutes(900, 0, [7, 8])], canary: minutes(100, 0) };
    expect(proof(500, { traffic })).toMatchObject({ kind: 'too-small', perUnit: 1_050, needs: 5 });
  });

  test('F19: or fails the share of it that is beyond its bound', () => {
    const tooSmall = proof(400);
    expect(tooSmall.kind === 'too-small' && tooSmall.overload).toBeCloseTo(0.2, 10);
  });

  test('F19: or nobody knows, where the traffic could not be read', () => {
    expect(proof(500, { traffic: 'unreadable' })).toEqual({ kind: 'unknown', bound: 500 });
  });

  test('F23: that its concurrency allows, where it is serverless and has no instances', () => {
    expect(unitsOf(serverless)).toEqual({ unit: 'concurrency', count: 20 });
    expect(proof(50, {}, serverless)).toEqual({ kind: 'takes-it' });
    expect(proof(40, {}, serverless)).toMatchObject({ kind: 'too-small', unit: 'concurrency', perUnit: 50, needs: 25 });
  });

  test('by the share that it carried, where nobody stated a bound or SageMaker tells no capacity', () => {
    expect(proof(undefined)).toEqual({ kind: 'takes-it' });
    expect(proof(1, {}, bare)).toEqual({ kind: 'takes-it' });
  });
});
