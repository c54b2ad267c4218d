import { describe, expect, test } from 'vitest';
import { pointOf } from '../../../lambdas/domain/guards/point.ts';
import type { Guard } from '../../../lambdas/domain/policy.ts';
import { at, driftGuard, metricGuard, variantName } from '../../builders.ts';

const AT = at(8);
/** What is read of each part of one period. */
const point = (guard: Guard, parts: Readonly<Record<string, number>>) => pointOf(guard, AT, (part) => parts[part]);

const { below: _below, ...REST } = metricGuard();
const TWICE: Guard = { ...REST, above: 2, timesOf: variantName('stable') };

describe('one period of a guard with a metric of its own', () => {
  test('is its figure', () => {
    expect(point(driftGuard(), { m: 0.3, n: 5 })).toEqual([{ start: AT, value: 0.3 }]);
  });
  test('with how many samples it stands for, where the guard asks: of none that are counted, none', () => {
    expect(point(metricGuard(), { m: 0.3, n: 40 })).toEqual([{ start: AT, value: 0.3, samples: 40 }]);
    expect(point(metricGuard(), { m: 0.3 })).toEqual([{ start: AT, value: 0.3, samples: 0 }]);
  });
  test('is none where the figure is missing', () => {
    expect(point(driftGuard(), { n: 5 })).toEqual([]);
    expect(point(TWICE, { s: 0.1, n: 40, k: 40 })).toEqual([]);
  });
  test('compared with stable is so many times its figure, of as many samples as the fewer of both have', () => {
    expect(point(TWICE, { m: 0.3, s: 0.1, n: 40, k: 35 })).toEqual([
      { start: AT, value: 0.3 / 0.1, beside: 0.1, samples: 35 },
    ]);
  });
  test.each([
    ['has no figure', {}],
    ['has nothing', { s: 0 }],
    ['has less than nothing', { s: -0.1 }],
  ])('compared with a stable that %s, is none', (_, stable) => {
    expect(point(TWICE, { m: 0.3, n: 40, k: 40, ...stable })).toEqual([]);
  });
});
