import { describe, expect, test } from 'vitest';
import { detectionWords, sightWords } from '../../../cli/commands/explain/guard-words.ts';
import { amount } from '../../../cli/screen/alarm-names.ts';
import { promiseWords, unitOf } from '../../../cli/shown/guards.ts';
import type { Guard } from '../../../lambdas/domain/policy.ts';
import { driftGuard, existingGuard, guard, latencyGuard, metricGuard, variantName } from '../../builders.ts';

const SLOW = guard({ id: 'slow-300ms', signal: 'slow', slowerThanMs: 300, above: 0.05, plus: 2 });
const OVERHEAD = latencyGuard({ id: 'overhead-p99', signal: 'overhead', above: 50 });
const { below: _below, because: _because, ...METRIC } = metricGuard();
const TWICE: Guard = { ...METRIC, above: 2, timesOf: variantName('stable') };
const USUAL: Guard = { ...METRIC, above: 2.5, anomalyBand: true };
const TRAINED = metricGuard({ below: 0.279, atTraining: 0.31 });
const TRAFFIC: Guard = {
  id: 'traffic',
  signal: 'traffic',
  gross: false,
  below: 1_500,
  sums: [variantName('stable'), variantName('canary')],
  missing: 'breaching',
  minRequests: 1,
  breachingPeriods: 3,
  outOfPeriods: 3,
};

test.each([
  [
    SLOW,
    'slower than 300 ms above 5 % of requests plus 2, in 3 of 5 minutes with at least 50 requests each',
    'share of requests',
  ],
  [OVERHEAD, 'p99 overhead latency above 50 ms, in 3 of 5 minutes with at least 50 requests each', 'milliseconds'],
  [
    TWICE,
    "OrderPlaced (Average) above 2 times stable's, in 3 of 5 periods of 1 min with at least 30 samples",
    "times stable's",
  ],
  [
    TRAINED,
    'OrderPlaced (Average) below 0.279 against 0.31 at training, in 3 of 5 periods of 1 min with at least 30 samples',
    'as published',
  ],
  [
    USUAL,
    'OrderPlaced (Average) above what is usual (band of 2.5 standard deviations), in 3 of 5 periods of 1 min with at least 30 samples',
    'standard deviations of its anomaly detection band',
  ],
  [TRAFFIC, 'requests a minute below 1,500, in 3 of 3 minutes', 'requests a minute'],
])('a guard says what it promises, and in which unit: %#', (of, words, unit) => {
  expect([promiseWords(of), unitOf(of)]).toEqual([words, unit]);
});

describe('explain', () => {
  const seen = { variant: 'canary', minutes: 0, ofMinutes: 15, mostRequests: 4 };

  test('asks for requests only where a guard is told by them', () => {
    expect([SLOW, OVERHEAD].map((of) => sightWords(seen, of))).toEqual(
      Array(2).fill('canary had at most 4 of the 50 requests a minute that it takes: the guard CANNOT break now'),
    );
    const own = [TWICE, TRAFFIC, driftGuard(), existingGuard('shop-errors')];
    expect(new Set(own.map((of) => sightWords(seen, of)))).toEqual(
      new Set(['it judges by what it watches, whatever requests a variant has']),
    );
  });
  test('says when it will be seen', () => {
    expect([SLOW, OVERHEAD].map((of) => detectionWords(of).includes('when every request is too slow'))).toEqual([
      true,
      true,
    ]);
    expect(detectionWords(TRAFFIC)).toBe('after 3 to 6 min (typically 4 min 30 s)');
    expect(detectionWords(existingGuard('shop-errors'))).toBe('as soon as its own alarm goes off');
  });
});

test('a scenario shows figures of both in their own unit', () => {
  expect([amount('slow-300ms-gross', 0.31), amount('overhead-p99', 61.4), amount('traffic', 12)]).toEqual([
    '31 %',
    '61 ms',
    '12',
  ]);
});
