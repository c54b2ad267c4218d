import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tallyOf } from '../../../sim/services/cloudwatch/metrics/tally.ts';
import { parseStat, statistic } from '../../../sim/services/cloudwatch/statistics.ts';

type Weighted = readonly (readonly [value: number, count: number])[];

const stat = (name: string, values: Weighted) => {
  const parsed = parseStat(name);
  if (parsed === undefined) throw new Error(`"${name}" is no statistic`);
  return statistic(tallyOf(values), parsed);
};
const from1To = (most: number): Weighted => Array.from({ length: most }, (_, index) => [index + 1, 1] as const);

describe('of 1 to 100,', () => {
  test.each([
    ['Sum', 5050],
    ['Average', 50.5],
    ['Minimum', 1],
    ['Maximum', 100],
    ['SampleCount', 100],
    ['p0', 1],
    ['p0.0', 1],
    ['p50', 50],
    ['p99', 99],
    ['p99.9', 100],
    ['p100', 100],
    ['tc90', 90],
    ['ts90', 4095],
    ['tm90', 45.5],
    ['tm99.5', 50.5],
    ['TM(2%:98%)', 50.5],
    ['TM(10%:)', 55.5],
    ['TM(:95%)', 48],
    ['IQM', 50.5],
    ['TC(80:500)', 20],
    ['TC(:0.5)', 0],
    ['TC(99:)', 1],
    ['TS(80%:)', 1810],
    ['TS(98:99)', 99],
    ['TM(50:60)', 55.5],
    ['wm98', (4851 + 2 * 98) / 100],
    ['WM(10%:90%)', (9 * 10 + 4050 + 10 * 90) / 100],
    ['WM(20:30)', (20 * 20 + 255 + 70 * 30) / 100],
    ['PR(:300)', 100],
    ['PR(:25)', 25],
    ['PR(25:75)', 50],
    ['PR(90:)', 10],
    ['PR(100:2000)', 0],
  ])('%s is %d', (name, expected) => {
    expect(stat(name, from1To(100))).toBeCloseTo(expected, 10);
  });
});

test.each([
  // A quarter of ten samples is two and a half: what is kept lies evenly around the middle.
  [10, 'IQM', 5.5],
  [10, 'TM(25%:75%)', 5.5],
  [10, 'TC(25%:75%)', 6],
  [7, 'TM(10%:90%)', 4],
] as const)('of 1 to %d, %s is %d: of a fraction of a sample the whole is kept', (most, name, expected) => {
  expect(stat(name, from1To(most))).toBeCloseTo(expected, 10);
});

test('a trimmed mean of nothing is no datapoint', () => {
  expect(stat('TM(200:300)', from1To(100))).toBeUndefined();
});

test('a percentile counts how often each value occurred', () => {
  const values: Weighted = [
    [10, 989],
    [500, 11],
  ];
  expect([stat('p98', values), stat('p99', values), stat('tc98.9', values)]).toEqual([10, 500, 989]);
});

test.each(['p50', 'tm90', 'TC(1:2)', 'wm99', 'PR(:3)', 'IQM'])('%s is not there with a negative value', (name) => {
  expect(stat(name, [...from1To(9), [-1, 1]])).toBeUndefined();
});

test.each([
  'p101',
  'p100.1',
  'P99',
  'p',
  '',
  'sum',
  'p99.12345678901',
  'p-1',
  'tm0',
  'tm(90)',
  'TM90',
  'TM(90)',
  'TM()',
  'TM(:)',
  'TM(10%:90)',
  'TM(90%:10%)',
  'TM(5:5)',
  'TM(:101%)',
  'TM(-1:5)',
  'pr90',
  'PR(1%:2%)',
  'PR(5:1)',
  'iqm',
  'IQM(1:2)',
  'WM(1 :2)',
  'Median',
  'constructor',
])('"%s" is no statistic', (name) => {
  expect(parseStat(name)).toBeUndefined();
});

const weighted = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 5 })), { minLength: 1 });
const spelled = (values: Weighted) =>
  values.flatMap(([value, count]) => Array.from({ length: count }, () => value)).sort((a, b) => a - b);
const percent = fc.integer({ min: 1, max: 100 });

describe('whatever the samples are,', () => {
  test('a percentile is the largest of those that the trimmed count of the same number counts', () => {
    fc.assert(
      fc.property(weighted, percent, (values, p) => {
        const all = spelled(values);
        const kept = Math.ceil((p * all.length) / 100);
        expect(stat(`tc${p}`, values)).toBe(kept);
        expect(stat(`p${p}`, values)).toBe(all[kept - 1]);
        expect(stat(`ts${p}`, values)).toBe(all.slice(0, kept).reduce((sum, value) => sum + value, 0));
      }),
    );
  });

  test('a range of values takes those above the lower bound, up to the upper one', () => {
    fc.assert(
      fc.property(weighted, fc.nat(49), percent, (values, low, width) => {
        const all = spelled(values);
        const inside = all.filter((value) => value > low && value <= low + width);
        expect(stat(`TC(${low}:${low + width})`, values)).toBe(inside.length);
        expect(stat(`PR(${low}:${low + width})`, values)).toBeCloseTo((100 * inside.length) / all.length, 9);
      }),
    );
  });
});
