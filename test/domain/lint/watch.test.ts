import { describe, expect, test } from 'vitest';
import { beyond, watchOf } from '../../../lambdas/domain/lint/watch.ts';
import {
  alarmName,
  deployment,
  driftGuard,
  existingGuard,
  guard,
  metricGuard,
  policy,
  variantName,
} from '../../builders.ts';

describe('the alarm of a guard, as lint sees it,', () => {
  const variant = variantName('canary');

  test('asks for what its guard promises of that variant', () => {
    const found = watchOf(deployment(), policy(), { variant, guard: guard({ missing: 'ignore' }) });
    expect(found).toMatchObject({
      name: alarmName('canary'),
      comparison: 'above',
      threshold: 0.02,
      breaching: 3,
      outOf: 5,
      missing: 'ignore',
      expression: 'IF(n >= 50, e / n, 0)',
      metrics: [
        { id: 'n', name: 'Invocations', dimensions: { EndpointName: 'fraud', VariantName: 'canary' } },
        { id: 'e', name: 'Invocation5XXErrors' },
      ],
    });
  });
  test('fires below what is promised at least, and takes silence for well unless it is told otherwise', () => {
    expect(watchOf(deployment(), policy(), { variant, guard: metricGuard() })).toMatchObject({
      comparison: 'below',
      threshold: 0.02,
      missing: 'notBreaching',
    });
  });
  test('has no variant where its metric has none', () => {
    const [metric] = watchOf(deployment(), policy(), { guard: driftGuard() })?.metrics ?? [];
    expect(metric?.dimensions).toEqual({ Endpoint: 'fraud', Feature: 'age', MonitoringSchedule: 'hourly' });
  });
  test("is unknown where it is somebody else's", () => {
    expect(watchOf(deployment(), policy(), { guard: existingGuard('shop-is-sick') })).toBeUndefined();
  });
});

test.each([
  ['above', [false, false, true]],
  ['at or above', [false, true, true]],
  ['below', [true, false, false]],
  ['at or below', [true, true, false]],
] as const)('%s 5: of 4, 5 and 6 %j', (comparison, fires) => {
  expect([4, 5, 6].map((figure) => beyond({ comparison, threshold: 5 }, figure))).toEqual(fires);
});
