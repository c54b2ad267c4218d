import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { timeToDetect } from '../../../lambdas/domain/detection.ts';
import { kindOf } from '../../../lambdas/domain/guards/index.ts';
import { figureOf } from '../../../lambdas/domain/lint/math.ts';
import { breaches, MINUTE, type Minute, measure } from '../../../lambdas/domain/model.ts';
import type { Guard } from '../../../lambdas/domain/policy.ts';
import { amount, measureName } from '../../../lambdas/domain/words/figures.ts';
import { breachWords } from '../../../lambdas/domain/words/incident-letter.ts';
import { compile } from '../../../sim/services/cloudwatch/math/compile.ts';
import { parseMath } from '../../../sim/services/cloudwatch/math/parse.ts';
import { guard, incident, latencyGuard, NOW, policy, variantName } from '../../builders.ts';

const OF = { deployment: 'rb', endpoint: 'fraud', variant: 'canary' };
const slowGuard = (over: Partial<Guard> = {}): Guard =>
  guard({ id: 'slow-300ms', signal: 'slow', slowerThanMs: 300, above: 0.05, plus: 2, minRequests: 20, ...over });
const overheadGuard = latencyGuard({ id: 'overhead-p99', signal: 'overhead', above: 50 });

/** As CloudWatch tells of it: per cent of the requests. */
const minuteOf = (requests: number, slow: number): Minute => {
  const { key, per } = kindOf(slowGuard()).reading(slowGuard()) ?? { key: '', per: 1 };
  return { start: NOW, requests, values: { [key]: ((slow / requests) * 100) / per } };
};

describe('a guard on slow requests', () => {
  test('reads which share of them took longer, and its alarm computes with the same', () => {
    const kind = kindOf(slowGuard());
    const rank = { name: 'ModelLatency', stat: 'PR(300000:)' };
    expect(kind.reading(slowGuard())).toEqual({ key: 'slower-300', ...rank, per: 100 });
    expect(kind.measured(slowGuard(), OF)).toEqual({
      expression: 'IF((n >= 20) AND (s / 100 - 2 / n > 0.05), s / 100, 0)',
      metrics: { n: { name: 'Invocations', stat: 'Sum' }, s: rank },
    });
    const { plus: _none, ...strict } = slowGuard();
    expect(kind.measured(strict, OF)?.expression).toBe('IF(n >= 20, s / 100, 0)');
    expect(kind.countsFailures(slowGuard())).toBe(false);
  });
  test('without a bound takes every request for slow', () => {
    const { slowerThanMs: _none, ...bare } = slowGuard();
    expect(kindOf(bare).reading(bare)?.stat).toBe('PR(0:)');
    expect(kindOf(bare).measured(bare, OF)?.metrics['s']?.stat).toBe('PR(0:)');
  });
  test.each([
    [20, 3, false],
    [20, 4, true],
    [100, 7, false],
    [100, 8, true],
    [19, 19, false],
  ])('of %d requests, %d of which are slow: a breach is %s', (requests, slow, is) => {
    expect(breaches(slowGuard(), minuteOf(requests, slow))).toBe(is);
  });
  test('tells all that were slow', () => {
    expect(measure(slowGuard(), minuteOf(100, 8))).toBe(0.08);
    expect([measureName(slowGuard()), amount(slowGuard(), 0.08)]).toEqual(['slower than 300 ms', '8 %']);
    const breach = { ...incident().breach, guard: 'slow-300ms', threshold: 0.05, value: 0.08 };
    expect(breachWords({ ...breach, variant: variantName('canary') }, policy({ guards: [slowGuard()] }))).toBe(
      'canary: slower than 300 ms 8 % of 100 requests in a minute, allowed 5 % plus 2',
    );
  });
  test('has an alarm that asks the same, in the metric math of CloudWatch and in that of lint', () => {
    const { expression = '' } = kindOf(slowGuard()).measured(slowGuard(), OF) ?? {};
    const inCloudWatch = compile(parseMath(expression), { shapeOf: () => 'series', metrics: new Map() });
    const anyMinute = fc
      .integer({ min: 1, max: 2_000 })
      .chain((requests) => fc.tuple(fc.constant(requests), fc.integer({ min: 0, max: Math.min(requests, 120) })));
    fc.assert(
      fc.property(anyMinute, ([requests, slow]) => {
        const is = breaches(slowGuard(), minuteOf(requests, slow));
        const [n, s] = [requests, (slow / requests) * 100];
        const [value] = inCloudWatch.run({
          starts: [NOW],
          series: (id) => [id === 'n' ? n : s],
          array: () => [],
        }) as unknown as readonly number[];
        expect((value ?? 0) > 0.05).toBe(is);
        expect((figureOf(expression)?.({ n, s }) ?? 0) > 0.05).toBe(is);
      }),
    );
  });
  test('sees that all requests are slow as soon as its share and those beside it are', () => {
    const least = (over: Partial<Guard>): number =>
      timeToDetect(slowGuard({ breachingPeriods: 1, ...over }), 'gross').least;
    expect(least({})).toBeCloseTo((0.05 + 2 / 20) * MINUTE, 6);
    expect(least({ plus: 20 })).toBe(MINUTE);
  });
});

describe('a guard on overhead', () => {
  test('is one on latency, of what SageMaker takes beside the model', () => {
    const kind = kindOf(overheadGuard);
    expect(kind.reading(overheadGuard)).toEqual({
      key: 'overhead-p99',
      name: 'OverheadLatency',
      stat: 'p99',
      per: 1_000,
    });
    expect(kind.measured(overheadGuard, OF)).toEqual({
      expression: 'IF(n >= 50, p / 1000, 0)',
      metrics: { n: { name: 'Invocations', stat: 'Sum' }, p: { name: 'OverheadLatency', stat: 'p99' } },
    });
    expect(breaches(overheadGuard, { start: NOW, requests: 50, values: { 'overhead-p99': 50.1 } })).toBe(true);
    expect(breaches(overheadGuard, { start: NOW, requests: 50, values: { 'latency-p99': 900 } })).toBe(false);
  });
  test('is called so', () => {
    expect([measureName(overheadGuard), amount(overheadGuard, 61.4)]).toEqual(['p99 overhead latency', '61 ms']);
  });
});
