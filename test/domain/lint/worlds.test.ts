import { describe, expect, test } from 'vitest';
import { figureIn, judgesFrom, percentileIn } from '../../../lambdas/domain/lint/worlds.ts';
import { ratio, raw, slow, utilisation, watch } from './watches.ts';

describe('the figure of a minute of a thousand requests', () => {
  const figures = (name: string, stat: string) => {
    const figure = figureIn(watch({}, { name, stat }));
    return [0, 0.25, 1].map((bad) => figure({ requests: 1_000, bad }));
  };
  const SLOWEST = 480_000_000;

  test.each([
    ['Invocation5XXErrors', 'Average', [0, 0.25, 1]],
    ['Invocation5XXErrors', 'Sum', [0, 250, 1_000]],
    ['Invocation5XXErrors', 'SampleCount', [1_000, 1_000, 1_000]],
    ['Invocation5XXErrors', 'Maximum', [0, 1, 1]],
    ['Invocation5XXErrors', 'Minimum', [0, 0, 1]],
    ['Invocation5XXErrors', 'p75', [0, 0, 1]],
    ['Invocation5XXErrors', 'p75.1', [0, 1, 1]],
    ['Invocations', 'Sum', [1_000, 1_000, 1_000]],
    ['Invocations', 'Average', [1, 1, 1]],
    ['ModelLatency', 'Average', [0, SLOWEST / 4, SLOWEST]],
    ['ModelLatency', 'Sum', [0, 250 * SLOWEST, 1_000 * SLOWEST]],
    ['ModelLatency', 'Maximum', [0, SLOWEST, SLOWEST]],
    ['ModelLatency', 'Minimum', [0, 0, SLOWEST]],
    ['ModelLatency', 'p99', [0, SLOWEST, SLOWEST]],
    ['ModelLatency', 'IQM', [undefined, undefined, undefined]],
    ['Complaints', 'Sum', [undefined, undefined, undefined]],
  ])('%s, %s: of none, a quarter and all that are bad %j', (name, stat, expected) => {
    expect(figures(name, stat)).toEqual(expected);
  });
});

test.each([
  ['p99', 99],
  ['p99.95', 99.95],
  ['p5', 5],
  ['tp99', undefined],
  ['p99x', undefined],
  ['p', undefined],
  ['p99.', undefined],
  ['Average', undefined],
])('the percentile of %s is %d', (stat, percentile) => {
  expect(percentileIn(stat)).toBe(percentile);
});

describe('the fewest requests on which it can fire:', () => {
  test.each([
    ['as many as its expression asks for', ratio(0.02), 50],
    ['one more than that', ratio(0.02, { expression: 'IF(n > 50, e / n, 0)' }), 51],
    ['one, where it asks for none', watch(), 1],
    ['one, of a percentile', raw(500_000), 1],
    ['as many as have to fail', watch({ threshold: 10 }, { stat: 'Sum' }), 11],
    ['the most that anybody asks for', ratio(0.02, { expression: 'IF(n >= 100000, e / n, 0)' }), 100_000],
    ['nobody asks for more', ratio(0.02, { expression: 'IF(n >= 100001, e / n, 0)' }), undefined],
    ['none, where it never fires', slow(500_000), undefined],
    ['one, of what is not counted in requests', utilisation('MemoryUtilization', 80), 1],
    ['nobody can tell', ratio(0.02, { expression: 'RATE(e) / n' }), undefined],
  ])('%s', (_, of, requests) => {
    expect(judgesFrom(of)).toBe(requests);
  });
});
