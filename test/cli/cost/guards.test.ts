import { expect, inject, test } from 'vitest';
import { guardCosts } from '../../../cli/cost/guards.ts';

test('a guard costs a dime for each metric that its alarms read, on all variants of the endpoint', () => {
  expect(guardCosts([inject('demoTemplate')], 'fraud-detector')).toEqual([
    { guard: 'errors-5xx', alarms: 2, metrics: 4, usd: 0.4 },
    { guard: 'errors-5xx-gross', alarms: 2, metrics: 4, usd: 0.4 },
    { guard: 'latency-p99', alarms: 2, metrics: 4, usd: 0.4 },
    { guard: 'latency-p99-gross', alarms: 2, metrics: 4, usd: 0.4 },
  ]);
  expect(guardCosts([inject('demoTemplate')], 'another')).toEqual([]);
});

test('a guard of the endpoint itself costs a dime, too', () => {
  expect(guardCosts([inject('readingsTemplate')], 'fraud-measured')).toContainEqual({
    guard: 'drift-age',
    alarms: 1,
    metrics: 1,
    usd: 0.1,
  });
});
