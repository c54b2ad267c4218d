import { describe, expect, test } from 'vitest';
import { historyOf, timesFired } from '../../../lambdas/domain/lint/seen.ts';
import type { Watch } from '../../../lambdas/domain/lint/watch.ts';
import { MINUTE } from '../../../lambdas/domain/model.ts';
import { at } from '../../builders.ts';
import { ratio, watch } from './watches.ts';

const period = (minute: number, values: Readonly<Record<string, number>>) => ({ start: at(minute), values });

describe('how often it would have fired: two of three minutes, bad ones at', () => {
  const times = (bad: readonly number[], over: Partial<Watch> = {}) => {
    const of = watch(over);
    return timesFired(
      of,
      historyOf(
        of,
        bad.map((minute) => period(minute, { m1: 1 })),
      ),
    );
  };
  test.each([
    [[0], 0],
    [[0, 1], 1],
    [[0, 2], 1],
    [[0, 3], 0],
    [[0, 1, 2, 3, 4], 1],
    [[0, 1, 3, 4], 1],
    [[0, 1, 4, 5], 2],
    [[0, 1, 100, 101], 2],
  ])('%j: %i times', (bad, count) => {
    expect(times(bad)).toBe(count);
  });
  test('one bad minute is enough where one is asked for, and the next within its three minutes is the same time', () => {
    const one = { breaching: 1 };
    expect([times([0], one), times([0, 3], one), times([0, 4], one)]).toEqual([1, 1, 2]);
  });
  test('none without a bad minute', () => {
    expect(timesFired(watch(), historyOf(watch(), [period(0, { m1: 0.05 })]))).toBe(0);
  });
});

describe('what was read of an alarm', () => {
  const all = [
    period(0, { n: 50, e: 1 }),
    period(1, { n: 49, e: 1 }),
    period(2, { e: 1 }),
    period(3, { n: 100, e: 0 }),
  ];

  test('its periods with enough requests have a figure', () => {
    expect(historyOf(ratio(0.02), all)).toEqual({
      periodMs: MINUTE,
      judged: [
        { start: at(0), figure: 0.02 },
        { start: at(3), figure: 0 },
      ],
      enough: 0.5,
      needed: 50,
    });
  });
  test('what has no figure is left out', () => {
    const { judged } = historyOf(watch(), [period(0, {}), period(1, { m1: 0.5 })]);
    expect(judged).toEqual([{ start: at(1), figure: 0.5 }]);
  });
  test('the longest of its periods counts', () => {
    const of = watch({ expression: 'm1 + b' }, { period: 300 }, { id: 'b', period: 60 });
    expect(historyOf(of, []).periodMs).toBe(5 * MINUTE);
  });
  test('one that asks for no number of requests has a figure in each', () => {
    expect(historyOf(watch(), [period(0, { m1: 0 })])).toMatchObject({ enough: undefined, needed: 1 });
  });
});

describe('how many of its minutes had enough requests, nobody can tell', () => {
  test.each([
    ['before the first', ratio(0.02), []],
    [
      'where failures are counted and requests are not',
      watch({ expression: 'e' }, { id: 'e', stat: 'Sum' }),
      [period(0, { e: 0 })],
    ],
    [
      'by an average of Invocations',
      watch({ expression: 'n' }, { id: 'n', name: 'Invocations', stat: 'Average' }),
      [period(0, { n: 0 })],
    ],
    [
      "by a sum of the owner's",
      watch({ expression: 'c' }, { id: 'c', namespace: 'Shop', name: 'Carts', stat: 'Sum' }),
      [period(0, { c: 0 })],
    ],
  ])('%s', (_, of, periods) => {
    const { enough, judged } = historyOf(of, periods);
    expect(enough).toBeUndefined();
    expect(judged).toHaveLength(periods.length);
  });
  test('requests are found behind failures', () => {
    const of = ratio(0.02);
    const turned = { ...of, metrics: of.metrics.toReversed() };
    expect(historyOf(turned, [period(0, { n: 50, e: 0 }), period(1, { n: 1, e: 0 })]).enough).toBe(0.5);
  });
});
