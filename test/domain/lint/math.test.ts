import { describe, expect, test } from 'vitest';
import { figureOf } from '../../../lambdas/domain/lint/math.ts';

const VALUES = { n: 100, e: 5, p: 250_000 };
const reckoned = (expression: string) => figureOf(expression)?.(VALUES);

describe('an expression is reckoned for one period as CloudWatch does:', () => {
  test.each([
    ['e', 5],
    ['e / n', 0.05],
    ['100 * e / n', 5],
    ['IF(n >= 50, e / n, 0)', 0.05],
    ['IF(n > 100, e / n, 0)', 0],
    ['IF(n >= 50 AND e > 1, 1, 0)', 1],
    ['IF(n < 50 || e == 5, 1, 0)', 1],
    ['IF(n <= 50 OR e != 5, 1, 0)', 0],
    ['IF(n <= 50 && e > 1, 1, 0)', 0],
    ['-e + 2 * 3 ^ 2', 13],
    ['(n - e) / 5', 19],
    ['MAX([e, n])', 100],
    ['MIN(e, n, 7.5)', 5],
    ['SUM([e, n])', 105],
    ['AVG(e, n)', 52.5],
    ['ABS(e - n)', 95],
    ['CEIL(e / 2)', 3],
    ['FLOOR(e / 2)', 2],
    ['FILL(gone, 3)', 3],
    ['FILL(e, 3)', 5],
    ['max([gone, e])', 5],
    ['e == 5', 1],
    ['e == 4', 0],
    ['e != 5', 0],
    ['e != 4', 1],
    ['e < 5', 0],
    ['e < 6', 1],
    ['e <= 5', 1],
    ['e <= 4', 0],
    ['e > 5', 0],
    ['e > 4', 1],
    ['e >= 5', 1],
    ['e >= 6', 0],
    ['n AND e', 1],
    ['0 AND e', 0],
    ['e AND 0', 0],
    ['0 && 0', 0],
    ['n OR e', 1],
    ['0 or e', 1],
    ['e || 0', 1],
    ['0 || 0', 0],
    ['  e   /   n  ', 0.05],
  ])('%s is %d', (expression, value) => {
    expect(reckoned(expression)).toBe(value);
  });
});

describe('there is no datapoint', () => {
  test.each([
    ['where one is missing', 'gone / n'],
    ['beside one that is missing', 'n / gone'],
    ['of a comparison with one that is missing', 'n > gone'],
    ['of one that is missing, compared', 'gone < n'],
    ['of a division by nothing', 'e / (n - 100)'],
    ['where the condition is missing', 'IF(gone > 1, 1, 0)'],
    ['of a branch that is not given', 'IF(n > 1000, 1)'],
    ['of a list of missing ones', 'MAX([gone, lost])'],
    ['of functions without what they are to be of', 'IF(gone)'],
  ])('%s', (_, expression) => {
    expect(figureOf(expression)).toBeDefined();
    expect(reckoned(expression)).toBeUndefined();
  });
});

describe('nobody judges', () => {
  test.each([
    ['a function over time', 'RATE(e)'],
    ['the highest of all time', 'MAX(e)'],
    ['the lowest of all time', 'MIN(e)'],
    ['the sum of all time', 'SUM(e)'],
    ['the average of all time', 'AVG(e)'],
    ['a search', "SUM(SEARCH('{AWS/SageMaker}', 'Sum'))"],
    ['half an expression', 'e /'],
    ['half a call', 'IF(n > 1, e'],
    ['half a list', 'MAX([e, n)'],
    ['a comma alone', 'MAX(e,)'],
    ['an open bracket', '(e'],
    ['a minus of nothing', '-'],
    ['two expressions', 'e n'],
    ['what is no id', 'E / n'],
    ['nothing', ''],
    ['a sign that is not known', 'e / n %'],
    ['brackets around nothing', '()'],
    ['a list without commas', 'MAX(e n e)'],
    ['what begins like no id', 'Errors / n'],
  ])('%s', (_, expression) => {
    expect(figureOf(expression)).toBeUndefined();
  });
});
