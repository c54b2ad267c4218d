import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allTo, currentWeights, desiredWeights, sameTraffic, shareOf } from '../../lambdas/domain/weights.ts';
import { fleet, variant, variantName } from '../builders.ts';

const stable = variantName('stable');

describe('all traffic to stable', () => {
  test('leaves its weight as it is, and names every other variant at zero', () => {
    expect(allTo(stable, { stable: 90, canary: 10, third: 0 })).toEqual({ stable: 90, canary: 0, third: 0 });
  });
  test('gives it a weight when it has none', () => {
    expect(allTo(stable, { stable: 0, canary: 10 })).toEqual({ stable: 1, canary: 0 });
  });
});

describe('the same traffic', () => {
  test('is the same proportion', () => {
    expect(sameTraffic({ stable: 9, canary: 1 }, { stable: 90, canary: 10 })).toBe(true);
    expect(sameTraffic({ stable: 9, canary: 1 }, { stable: 90, canary: 11 })).toBe(false);
  });
  test('counts a variant that is not named as one without weight', () => {
    expect(sameTraffic({ stable: 1 }, { stable: 1, canary: 0 })).toBe(true);
    expect(sameTraffic({ stable: 1 }, { stable: 1, canary: 1 })).toBe(false);
    expect(sameTraffic({ stable: 1, canary: 1 }, { stable: 1 })).toBe(false);
  });
  test('survives the 32-bit floats that SageMaker keeps', () => {
    const weight = fc.double({ min: 0.001, max: 1_000, noNaN: true });
    fc.assert(
      fc.property(weight, weight, (one, other) =>
        sameTraffic({ stable: one, canary: other }, { stable: Math.fround(one), canary: Math.fround(other) }),
      ),
    );
  });
});

test('of weights that sum to nothing, nobody has a share', () => {
  expect(shareOf('stable', { stable: 0, canary: 0 })).toBe(0);
  expect(shareOf('stable', {})).toBe(0);
});

test('what is in force and what was asked for are told apart', () => {
  const moving = fleet({ variants: [variant('stable', 90, { desiredWeight: 1 })] });
  expect(currentWeights(moving)).toEqual({ stable: 90 });
  expect(desiredWeights(moving)).toEqual({ stable: 1 });
});
