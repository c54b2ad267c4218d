import { describe, expect, test } from 'vitest';
import { lintConfig } from '../../../lambdas/domain/lint/config.ts';
import { lintDefinition } from '../../../lambdas/domain/lint/definition.ts';
import type { Watch } from '../../../lambdas/domain/lint/watch.ts';
import { rankIn } from '../../../lambdas/domain/lint/worlds.ts';
import type { Guard } from '../../../lambdas/domain/policy.ts';
import { deployment, guard, latencyGuard, policy } from '../../builders.ts';

const codesOf = (over: Partial<Guard>): readonly string[] =>
  lintConfig(
    deployment(
      policy({
        guards: [
          guard({ id: 'slow', signal: 'slow', slowerThanMs: 300, above: 0.05, plus: 2, minRequests: 20, ...over }),
        ],
      }),
    ),
  ).map(({ code }) => code);

describe('a guard on slow requests', () => {
  test('as people would write it is all right', () => {
    expect(codesOf({})).toEqual([]);
  });
  test('cannot fire where no request can be that slow', () => {
    expect(codesOf({ slowerThanMs: 480_000 })).toEqual(['cannot-reach']);
    expect(codesOf({ slowerThanMs: 479_999 })).toEqual(['latency-timeout']);
    expect(codesOf({ slowerThanMs: 60_001 })).toEqual(['latency-timeout']);
    expect(codesOf({ slowerThanMs: 60_000 })).toEqual([]);
  });
  test('in seconds is a mistake', () => {
    expect(codesOf({ slowerThanMs: 0.3 })).toEqual(['unit-latency']);
    expect(codesOf({ slowerThanMs: 1 })).toEqual([]);
  });
  test('that one slow request breaks says so', () => {
    expect(codesOf({ plus: 0, minRequests: 10 })).toEqual(['one-of-few']);
    expect(codesOf({ plus: 0, minRequests: 10, breachingPeriods: 1, outOfPeriods: 1 })).toEqual(['one-request']);
  });
  test('and a gross one on fewer requests is looser', () => {
    const gross = guard({
      id: 'slow-gross',
      signal: 'slow',
      slowerThanMs: 300,
      gross: true,
      above: 0.5,
      plus: 2,
      minRequests: 10,
    });
    const ordinary = guard({ id: 'slow', signal: 'slow', slowerThanMs: 300, plus: 2 });
    expect(lintConfig(deployment(policy({ guards: [ordinary, gross] }))).map(({ code }) => code)).toEqual([
      'gross-looser',
    ]);
  });
});

const DIMENSIONS = { EndpointName: 'fraud', VariantName: 'canary' };
const watch = (over: Partial<Watch>, stat = 'PR(300000:)', name = 'ModelLatency'): Watch => ({
  name: 'theirs',
  comparison: 'above',
  threshold: 5,
  breaching: 3,
  outOf: 3,
  missing: 'notBreaching',
  expression: 'm',
  metrics: [{ id: 'm', namespace: 'AWS/SageMaker', name, stat, period: 60, dimensions: DIMENSIONS }],
  ...over,
});
const found = (of: Watch) => lintDefinition(of).map(({ code, what, mend }) => ({ code, what, mend }));

describe("somebody's alarm on a percentile rank", () => {
  test('in per cent is all right', () => {
    expect(found(watch({}))).toEqual([]);
  });
  test('with a threshold that reads like a share is a mistake', () => {
    expect(found(watch({ threshold: 0.05 })).map(({ code }) => code)).toEqual(['unit-percent']);
  });
  test('cannot reach more than all of them', () => {
    expect(found(watch({ threshold: 100 }))).toMatchObject([
      { code: 'cannot-reach', mend: 'It is a share of requests, and goes from 0 to 100: 2 % of them is 2.' },
    ]);
    expect(found(watch({}, 'PR(500000000:)'))).toMatchObject([
      { code: 'cannot-reach', mend: expect.stringContaining('thanMs in milliseconds') },
    ]);
  });
  test('of a bound in milliseconds says what it counts', () => {
    expect(found(watch({}, 'PR(300:)'))).toMatchObject([
      { code: 'unit-latency', what: 'it counts requests that take longer than 0.3 ms: no model answers that fast' },
    ]);
  });
  test('of what is no duration, or upside down, is not judged', () => {
    expect(found(watch({}, 'PR(1:)', 'Invocations'))).toEqual([]);
    expect(found(watch({ comparison: 'below' }, 'PR(70000000:)')).map(({ code }) => code)).toEqual(['upside-down']);
    const unknown = watch({ expression: 'RATE(m)' }, 'PR(70000000:)');
    expect(found(unknown)).toEqual([]);
    expect(found(watch({ expression: 'RATE(m)' }, 'p99'))).toEqual([]);
  });
  test.each([
    ['PR(300000:)', 300_000],
    ['PR(0.5:)', 0.5],
    ['PR(:300)', undefined],
    ['PR(1:300)', undefined],
    ['p99', undefined],
  ])('%s counts what is above %s', (stat, bound) => {
    expect(rankIn(stat)).toBe(bound);
  });
});

test('a guard on overhead is judged by the same rules as one on latency', () => {
  const codes = (above: number): readonly string[] =>
    lintConfig(deployment(policy({ guards: [latencyGuard({ signal: 'overhead', above, minRequests: 100 })] }))).map(
      ({ code }) => code,
    );
  expect([codes(50), codes(0.5), codes(600_000)]).toEqual([[], ['unit-latency'], ['cannot-reach']]);
});
