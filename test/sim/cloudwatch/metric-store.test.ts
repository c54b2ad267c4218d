import { expect, test } from 'vitest';
import { makeMetricStore } from '../../../sim/services/cloudwatch/metric-store.ts';
import { parseStat, statistic } from '../../../sim/services/cloudwatch/statistics.ts';

const MINUTE = 60_000;
const metric = { namespace: 'Test', name: 'Latency', dimensions: { Endpoint: 'Fraud', Variant: 'canary' } };

const stored = (now: number) => {
  let time = now;
  const store = makeMetricStore(() => time);
  const wait = (ms: number) => {
    time += ms;
  };
  return { store, wait };
};
const values = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => [from + index, 1] as const);

const stat = (name: string, tally: readonly (readonly [number, number])[]) => {
  const parsed = parseStat(name);
  return parsed && statistic(new Map(tally), parsed);
};

test.each([
  ['Sum', 5050],
  ['Average', 50.5],
  ['Minimum', 1],
  ['Maximum', 100],
  ['SampleCount', 100],
  ['p0', 1],
  ['p50', 50],
  ['p99', 99],
  ['p99.9', 100],
  ['p100', 100],
])('%s of 1 to 100 is %d', (name, expected) => {
  expect(stat(name, values(1, 100))).toBe(expected);
});

test('a percentile counts how often each value occurred', () => {
  const tally = [
    [10, 989],
    [500, 11],
  ] as const;
  expect(stat('p98', tally)).toBe(10);
  expect(stat('p99', tally)).toBe(500);
});

test.each(['p101', 'P99', 'tm99', 'sum', 'p', ''])('"%s" is no statistic', (name) => {
  expect(parseStat(name)).toBeUndefined();
});

test('a datapoint is seen five seconds after its minute ended', () => {
  const { store, wait } = stored(0);
  store.put({ ...metric, at: 30_000, values: [[7, 2]] });
  wait(MINUTE + 4_999);
  expect(store.tally(metric, { from: 0, to: MINUTE })).toBeUndefined();
  wait(1);
  expect(store.tally(metric, { from: 0, to: MINUTE })).toEqual(new Map([[7, 2]]));
});

test('dimensions are told apart case by case, and their order does not matter', () => {
  const { store, wait } = stored(0);
  store.put({ ...metric, at: 0, values: [[7, 1]] });
  wait(2 * MINUTE);
  const span = { from: 0, to: MINUTE };
  expect(store.tally({ ...metric, dimensions: { Variant: 'canary', Endpoint: 'Fraud' } }, span)).toBeDefined();
  expect(store.tally({ ...metric, dimensions: { Variant: 'canary', Endpoint: 'fraud' } }, span)).toBeUndefined();
  expect(store.tally({ ...metric, dimensions: { Variant: 'canary' } }, span)).toBeUndefined();
});

test('a unit that was not sent sees nothing, and a metric keeps its unit', () => {
  const { store, wait } = stored(0);
  store.put({ ...metric, at: 0, unit: 'Microseconds', values: [[7, 1]] });
  wait(2 * MINUTE);
  expect(store.tally(metric, { from: 0, to: MINUTE }, 'Milliseconds')).toBeUndefined();
  expect(store.tally(metric, { from: 0, to: MINUTE }, 'Microseconds')).toBeDefined();
  expect(() => store.put({ ...metric, at: 0, unit: 'Milliseconds', values: [[7, 1]] })).toThrow(/came in Microseconds/);
});

test('what is older than three hours is forgotten', () => {
  const { store, wait } = stored(0);
  store.put({ ...metric, at: 0, values: [[7, 1]] });
  wait(181 * MINUTE);
  store.put({ ...metric, at: 181 * MINUTE, values: [[8, 1]] });
  expect(store.tally(metric, { from: 0, to: MINUTE })).toBeUndefined();
  expect(store.everSeen(metric)).toBe(true);
});

test('a value that is not a number is refused', () => {
  const { store } = stored(0);
  expect(() => store.put({ ...metric, at: 0, values: [[Number.NaN, 1]] })).toThrow(/is no sample/);
});
