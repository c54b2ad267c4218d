import { describe, expect, test } from 'vitest';
import { evaluationRange, judge } from '../../../sim/services/cloudwatch/judge.ts';

/** `0` is not breaching, `X` breaches, `-` is missing; newest last, as in the documentation. */
const range = (points: string) => points.split(' ').map((point) => (point === '-' ? undefined : point === 'X'));

const states = (points: string, [m, n]: readonly [number, number]) =>
  (['missing', 'ignore', 'breaching', 'notBreaching'] as const).map(
    (treatMissing) => judge(range(points), { breachesToAlarm: m, periodsToLookAt: n, treatMissing }).state,
  );
const filled = (points: string, [m, n]: readonly [number, number]) =>
  judge(range(points), { breachesToAlarm: m, periodsToLookAt: n, treatMissing: 'missing' }).filled;

// CloudWatch user guide, "Configuring how CloudWatch alarms treat missing data", as of September 2026: both tables, all
// columns. Its edition of 2019 has the same rows.
describe('the documentation says what missing data makes of three out of three', () => {
  test.each([
    ['0 - X - X', 0, ['OK', 'OK', 'OK', 'OK']],
    ['0 - - - -', 2, ['OK', 'OK', 'OK', 'OK']],
    ['- - - - -', 3, ['INSUFFICIENT_DATA', 'retain', 'ALARM', 'OK']],
    ['0 X X - X', 0, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['- - X - -', 2, ['ALARM', 'retain', 'ALARM', 'OK']],
  ] as const)('%s', (points, missing, expected) => {
    expect(states(points, [3, 3])).toEqual(expected);
    expect(filled(points, [3, 3])).toBe(missing);
  });

  test('its edition of 2018 has a row of its own: - - - - X', () => {
    expect(states('- - - - X', [3, 3])).toEqual(['INSUFFICIENT_DATA', 'retain', 'ALARM', 'OK']);
    expect(filled('- - - - X', [3, 3])).toBe(2);
  });
});

describe('the documentation says what missing data makes of two out of three', () => {
  test.each([
    ['0 - X - X', 0, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 0 X 0 X', 0, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 - X - -', 1, ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - - 0', 2, ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - X -', 2, ['ALARM', 'retain', 'ALARM', 'OK']],
  ] as const)('%s', (points, missing, expected) => {
    expect(states(points, [2, 3])).toEqual(expected);
    expect(filled(points, [2, 3])).toBe(missing);
  });

  test('its edition of 2018 has a row of its own: - - - - X', () => {
    expect(states('- - - - X', [2, 3])).toEqual(['INSUFFICIENT_DATA', 'retain', 'ALARM', 'OK']);
  });
});

describe('the documentation tells when an alarm is premature', () => {
  test.each([
    ['- - - - X', 'INSUFFICIENT_DATA'],
    ['- - - X -', 'INSUFFICIENT_DATA'],
    ['- - - X 0', 'OK'],
    ['- - X - 0', 'OK'],
    ['- - X - -', 'ALARM'],
    ['- - X X -', 'ALARM'],
    ['- - X - X', 'ALARM'],
    ['X - - - -', 'ALARM'],
  ])('three of three of %s, missing data being missing: %s', (points, state) => {
    expect(states(points, [3, 3])[0]).toBe(state);
  });
});

describe('the documentation tells the stories of', () => {
  test('three of three: the sixth datapoint is good again, and the ninth alone does not alarm', () => {
    const points = '0 0 X X X 0 0 0 X 0'.split(' ');
    const lived = points.map((_, last) => {
      const seen = points.slice(Math.max(0, last - 4), last + 1);
      return states([...Array.from({ length: 5 - seen.length }, () => '-'), ...seen].join(' '), [3, 3])[0];
    });
    expect(lived).toEqual(['OK', 'OK', 'OK', 'OK', 'ALARM', 'OK', 'OK', 'OK', 'OK', 'OK']);
  });

  test.each([
    [[4, 5], 'X X 0 X X', 'ALARM'],
    [[4, 5], 'X X 0 X 0', 'OK'],
    [[3, 3], 'X X X', 'ALARM'],
    [[3, 3], 'X 0 X', 'OK'],
  ] as const)('%j datapoints: the breaching ones need not follow each other, in %s', ([m, n], points, state) => {
    expect(states(points, [m, n])).toEqual([state, state, state, state]);
  });

  test('a metric that stopped: its last datapoints are judged again and again', () => {
    expect(states('X X X - -', [3, 3])[0]).toBe('ALARM');
    expect(states('0 X X X -', [3, 3])[0]).toBe('ALARM');
  });
});

test('two breaches among fewer than N real datapoints suffice for two out of three', () => {
  expect(states('- - X X -', [2, 3])).toEqual(['ALARM', 'ALARM', 'ALARM', 'ALARM']);
});

test('only the newest N real datapoints count', () => {
  expect(judge(range('X X 0 0 0'), { breachesToAlarm: 1, periodsToLookAt: 3, treatMissing: 'missing' }).judged).toEqual(
    [4, 3, 2],
  );
  expect(states('X X 0 0 0', [1, 3])).toEqual(['OK', 'OK', 'OK', 'OK']);
});

test.each([
  [1, 5],
  [2, 5],
  [3, 5],
  [4, 6],
  [10, 12],
])('for %d datapoints it looks back %d periods', (n, periods) => {
  expect(evaluationRange(n)).toBe(periods);
});
