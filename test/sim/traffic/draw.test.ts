import { expect, test } from 'vitest';
import { makeSeeded } from '../../../sim/kernel/seeded.ts';
import { binomial, latency, poisson } from '../../../sim/traffic/draw.ts';

const DRAWS = 4_000;
const moments = (name: string, draw: (random: () => number) => number) => {
  const random = makeSeeded(7).random(name);
  const values = Array.from({ length: DRAWS }, () => draw(random));
  const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS;
  return { mean, variance, least: Math.min(...values), most: Math.max(...values), values };
};

test.each([0.5, 12, 49, 600])('requests that come %d times on average vary as much as they should', (mean) => {
  const seen = moments(`poisson ${mean}`, (random) => poisson(mean, random));
  expect(Math.abs(seen.mean / mean - 1)).toBeLessThan(0.07);
  expect(Math.abs(seen.variance / mean - 1)).toBeLessThan(0.15);
});

test.each([
  [10, 0.005],
  [100, 0.1],
  [1_000, 0.005],
  [1_000, 0.4],
  [50, 0.9],
])('%d trials at %d come true as often as they should, and never more often than there are', (trials, probability) => {
  const seen = moments(`binomial ${trials} ${probability}`, (random) => binomial(trials, probability, random));
  const mean = trials * probability;
  expect(Math.abs(seen.mean - mean)).toBeLessThan(5 * Math.sqrt((mean * (1 - probability)) / DRAWS) + 0.01);
  expect(Math.abs(seen.variance / (mean * (1 - probability)) - 1)).toBeLessThan(0.15);
  expect([seen.least >= 0, seen.most <= trials]).toEqual([true, true]);
});

test('what cannot happen does not, and what must does', () => {
  const random = makeSeeded(1).random('any');
  expect([binomial(10, 0, random), binomial(10, 1, random), binomial(0, 0.5, random), poisson(0, random)]).toEqual([
    0, 10, 0, 0,
  ]);
});

test('latencies have the median and the 99th percentile that were asked for', () => {
  const { values } = moments('latency', (random) => latency({ medianMs: 80, p99Ms: 400 }, random));
  values.sort((a, b) => a - b);
  expect(values[DRAWS / 2]).toBeGreaterThan(76);
  expect(values[DRAWS / 2]).toBeLessThan(84);
  expect(values[DRAWS * 0.99]).toBeGreaterThan(340);
  expect(values[DRAWS * 0.99]).toBeLessThan(470);
});
