import { describe, expect, test } from 'vitest';
import { judge } from '../../../sim/services/cloudwatch/judge.ts';

/** `0` is not breaching, `X` breaches, `-` is missing; newest last, as in the documentation. */
const range = (points: string) => points.split(' ').map((point) => (point === '-' ? undefined : point === 'X'));

const states = (points: string, [m, n]: readonly [number, number]) =>
  (['missing', 'ignore', 'breaching', 'notBreaching'] as const).map(
    (treatMissing) => judge(range(points), { breachesToAlarm: m, periodsToLookAt: n, treatMissing }).state,
  );

describe('the documentation says what missing data makes of three out of three', () => {
  test.each([
    ['0 - X - X', 0, ['OK', 'OK', 'OK', 'OK']],
    ['0 - - - -', 2, ['OK', 'OK', 'OK', 'OK']],
    ['- - - - -', 3, ['INSUFFICIENT_DATA', 'retain', 'ALARM', 'OK']],
    ['0 X X - X', 0, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['- - X - -', 2, ['ALARM', 'retain', 'ALARM', 'OK']],
  ] as const)('%s', (points, filled, expected) => {
    expect(states(points, [3, 3])).toEqual(expected);
    const rule = { breachesToAlarm: 3, periodsToLookAt: 3, treatMissing: 'missing' } as const;
    expect(judge(range(points), rule).filled).toBe(filled);
  });

  test.each(['- - - - X', '- - - X -'])('%s is too young to alarm: the next datapoint may be good', (points) => {
    expect(states(points, [3, 3])).toEqual(['INSUFFICIENT_DATA', 'retain', 'ALARM', 'OK']);
  });

  test('an older edition of the documentation: X - - - -', () => {
    expect(states('X - - - -', [3, 3])).toEqual(['ALARM', 'retain', 'ALARM', 'OK']);
  });
});

describe('the documentation says what missing data makes of two out of three', () => {
  test.each([
    ['0 - X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 0 X 0 X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 - X - -', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - - 0', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - X -', ['ALARM', 'retain', 'ALARM', 'OK']],
    ['- - - - X', ['INSUFFICIENT_DATA', 'retain', 'ALARM', 'OK']],
  ] as const)('%s', (points, expected) => {
    expect(states(points, [2, 3])).toEqual(expected);
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
