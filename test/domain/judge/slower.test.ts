import { expect, test } from 'vitest';
import { slowerThan } from '../../../lambdas/domain/judge/slower.ts';

test('CloudWatch is asked in microseconds for the share above', () => {
  expect(slowerThan(300).statistic).toBe('PR(300000:)');
  expect(slowerThan(0.25).statistic).toBe('PR(250:)');
});

test('what it answers in percent becomes slow requests of a minute', () => {
  expect(slowerThan(300).sideOf(400, 5)).toEqual({ requests: 400, bad: 20 });
});
