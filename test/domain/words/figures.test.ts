import { describe, expect, test } from 'vitest';
import { amount, clockTime, measureName, percent, shares } from '../../../lambdas/domain/words/figures.ts';
import { guard, latencyGuard, NOW } from '../../builders.ts';

const ratios: readonly (readonly [number, string])[] = [
  [0, '0 %'],
  [0.0005, '0.05 %'],
  [0.00999, '1 %'],
  [0.02, '2 %'],
  [0.10249, '10.2 %'],
  [1, '100 %'],
];
test.each(ratios)('%d reads as %s', (ratio, expected) => {
  expect(percent(ratio)).toBe(expected);
});

describe('a guard is named by what it measures', () => {
  test('failed requests as a share', () => {
    expect(amount(guard(), 0.1)).toBe('10 %');
    const names = (['5xx', '4xx', 'model'] as const).map((signal) => measureName(guard({ signal })));
    expect(names).toEqual(['server errors (5XX)', 'client errors (4XX)', 'model errors']);
  });
  test('latency in milliseconds, with its percentile', () => {
    expect(amount(latencyGuard(), 499.6)).toBe('500 ms');
    expect(measureName(latencyGuard({ percentile: 99.9 }))).toBe('p99.9 latency');
  });
});

test('times are UTC, and say so', () => {
  expect(clockTime(NOW)).toBe('10:10:00 UTC');
});

test('weights are told as shares', () => {
  expect(shares({ stable: 9, canary: 1 })).toBe('stable 90 %, canary 10 %');
  expect(shares({})).toBe('');
});
