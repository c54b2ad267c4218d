import { describe, expect, test } from 'vitest';
import { evaluate, type Points } from '../../../sim/services/cloudwatch/math/evaluate.ts';
import { parseMath } from '../../../sim/services/cloudwatch/math/parse.ts';
import { shapeOf } from '../../../sim/services/cloudwatch/math/shape.ts';

const _ = undefined;
const SERIES: Readonly<Record<string, Points>> = {
  metric1: [30, 20, 0, 0],
  metric2: [20, _, 20, _],
  if1: [1, 1, 0, 0, _],
  if2: [30, _, 0, 0, 30],
  if3: [0, 0, 20, _, 20],
  gap: [_, 2, _, _, 8, _],
  m1: [1, 2, 3],
  m2: [4, _, 6],
  zero: [0, 1, _],
};
const seriesOf = (id: string): Points => SERIES[id] ?? [];

const points = (text: string) => {
  const expression = parseMath(text);
  shapeOf(expression, (id) => (SERIES[id] ? 'series' : undefined));
  const value = evaluate(expression, seriesOf);
  return value.kind === 'series' ? value.points : value;
};
const number = (text: string) => evaluate(parseMath(text), seriesOf);

test.each([
  ['2 + 3 * 4', 14],
  ['(2 + 3) * 4', 20],
  ['10 - 4 - 3', 3],
  ['-2 ^ 2', -4],
  ['2 ^ 3 ^ 2', 512],
  ['1 + 1 == 2 AND 3 > 2', 1],
  ['1 > 2 || 2 >= 2', 1],
  ['0 && 1 || 1', 1],
  ['1e3 / 4', 250],
  ['2 != 2', 0],
])('%s is %d', (text, value) => {
  expect(number(text)).toEqual({ kind: 'scalar', value });
});

describe('the documentation works these examples out', () => {
  test.each([
    ['metric1 < metric2', [0, 0, 1, 0]],
    ['metric1 >= 30', [1, 0, 0, 0]],
    ['metric1 > 15 AND metric2 > 15', [1, 0, 0, 0]],
    ['IF(if1, if2, if3)', [30, 0, 20, _, _]],
    ['IF(if1, 5, if3)', [5, 5, 20, _, _]],
    ['IF(if1, if2, 5)', [30, 0, 5, 5, _]],
    ['IF(metric1 < 25, metric1)', [_, 20, 0, 0]],
    ['IF(metric1 < 25, 10, 2)', [2, 10, 10, 10]],
  ])('%s', (text, expected) => {
    expect(points(text)).toEqual(expected);
  });
});

test.each([
  ['m1 + m2', [5, 2, 9], 'a missing value counts as 0 beside a present one'],
  ['m2 * 2', [8, _, 12], 'a timestamp without any value stays without'],
  ['m1 / zero', [_, 2, _], 'a division by zero drops the datapoint'],
  ['FILL(gap, 0)', [0, 2, 0, 0, 8, 0], 'FILL with a number'],
  ['FILL(gap, REPEAT)', [_, 2, 2, 2, 8, 8], 'FILL with REPEAT'],
  ['FILL(gap, LINEAR)', [_, 2, 4, 6, 8, _], 'FILL with LINEAR'],
  ['SUM([m1, m2])', [5, 2, 9], 'SUM of an array'],
  ['AVG([m1, m2])', [2.5, 1, 4.5], 'AVG takes missing values as 0'],
  ['MIN([m1, m2])', [1, 2, 3], 'MIN of an array'],
  ['MAX([m1, m2] * 10)', [40, 20, 60], 'arithmetic on an array'],
  ['m1 - AVG(m1)', [-1, 0, 1], 'AVG of one series is a number'],
  ['m1 * SUM(m2)', [10, 20, 30], 'SUM of one series is a number'],
  ['ABS(-m1)', [1, 2, 3], 'ABS'],
  ['IF(1 > 0, m2, m1)', [4, _, 6], 'a scalar condition chooses a whole series'],
])('%s: %s', (text, expected) => {
  expect(points(text)).toEqual(expected);
});

test.each([
  ['m1 +', /ends too early|missing/],
  ['(m1', /"\)" is missing before the end/],
  ['m1 m2', /"m2" is one too many/],
  ['RATE(m1)', /no function RATE/],
  ['SEARCH(m1)', /no function SEARCH/],
  ['m1 % 2', /"%" is not part of metric math/],
  ['sum(m1)', /one too many/],
  ['unknown * 2', /"unknown" is not the id/],
  ['IF(m1)', /IF takes two or three arguments/],
  ['[m1, 2]', /holds time series only/],
  ['[m1, m2] + [m1, m2]', /does not take two arrays/],
  ['SUM(3)', /SUM takes a time series/],
  ['FILL([m1, m2], 0)', /FILL fills one time series/],
  ['REPEAT', /only be FILL's second/],
])('%s is refused', (text, problem) => {
  expect(() => points(text)).toThrow(problem);
});
