import { describe, expect, test } from 'vitest';
import { errorsOf } from '../../../lambdas/domain/guards/errors.ts';
import { kindOf } from '../../../lambdas/domain/guards/index.ts';
import { judge } from '../../../lambdas/domain/guards/judge.ts';
import type { ErrorSignal, Guard } from '../../../lambdas/domain/policy.ts';
import { at, guard, judgeGuard, latencyGuard } from '../../builders.ts';

const DEPLOYMENT = { deployment: 'rb', endpoint: 'fraud', variant: 'canary' };
const MINUTE = { start: at(1), requests: 200 };

describe('a guard on errors', () => {
  test.each<[ErrorSignal, string]>([
    ['5xx', 'Invocation5XXErrors'],
    ['4xx', 'Invocation4XXErrors'],
    ['model', 'InvocationModelErrors'],
  ])('of %s reads how many failed, and its alarm computes their share from the same metric', (signal, name) => {
    // Made anew, and not as it was loaded: a tool that breaks it on purpose breaks what the test itself makes.
    const kind = errorsOf(signal);
    expect(kind.reading(guard())).toEqual({ key: signal, name, stat: 'Sum', per: 1 });
    expect(kind.measured(guard(), DEPLOYMENT)).toEqual({
      expression: 'IF(n >= 50, e / n, 0)',
      metrics: { n: { name: 'Invocations', stat: 'Sum' }, e: { name, stat: 'Sum' } },
    });
    expect(kind.figure(10, MINUTE, guard())).toBe(0.05);
    expect(kind.countsFailures(guard())).toBe(true);
  });
  test('leaves out of its alarm the failures that it allows beside the share', () => {
    expect(errorsOf('5xx').measured(guard({ plus: 3 }), DEPLOYMENT).expression).toBe(
      'IF((n >= 50) AND ((e - 3) / n > 0.02), e / n, 0)',
    );
  });
  test.each([
    ['as much of a minute as its share, where all fail', {}, 0.02],
    ['and so much more as it allows beside that, of the fewest requests', { plus: 3 }, 0.02 + 3 / 50],
    ['a whole minute where that is more than all of them', { plus: 50 }, 1],
  ])('needs %s', (_, over, share) => {
    expect(errorsOf('5xx').neededShare(guard(over))).toBeCloseTo(share, 12);
  });
});

describe('a guard on latency', () => {
  test('reads the percentile in microseconds, and its alarm computes milliseconds from the same metric', () => {
    const of = latencyGuard({ percentile: 99.9 });
    const kind = kindOf(of);
    expect(kind.reading(of)).toEqual({ key: 'latency-p99.9', name: 'ModelLatency', stat: 'p99.9', per: 1_000 });
    expect(kind.measured(of, DEPLOYMENT)).toEqual({
      expression: 'IF(n >= 50, p / 1000, 0)',
      metrics: { n: { name: 'Invocations', stat: 'Sum' }, p: { name: 'ModelLatency', stat: 'p99.9' } },
    });
    expect([kind.figure(812, MINUTE, of), kind.countsFailures(of)]).toEqual([812, false]);
  });
  test('needs so many slow requests as are above its percentile; of a guard without one, a single one', () => {
    const { percentile: _none, ...bare } = latencyGuard();
    expect(kindOf(bare).neededShare(latencyGuard())).toBeCloseTo(0.01, 12);
    expect(kindOf(bare).neededShare(bare)).toBe(0);
  });
});

describe('a guard that compares', () => {
  test('has an alarm on what the judge says of it', () => {
    const evidence = { namespace: 'SageMakerRollback', name: 'Evidence', stat: 'Maximum' };
    expect(judge.measured(judgeGuard(), DEPLOYMENT)).toEqual({
      expression: 'e',
      metrics: { e: { ...evidence, dimensions: { Deployment: 'rb', Guard: 'judge-5xx' } } },
    });
  });
  test('counts failures, unless it is slowness that it compares', () => {
    const slow = judgeGuard({ compares: { of: 'slow', slowerThanMs: 300, falseAlarms: 0.01, smallest: 0.005 } });
    const { compares: _none, ...bare }: Guard = judgeGuard();
    expect([judgeGuard(), slow, bare].map(judge.countsFailures)).toEqual([true, false, true]);
  });
});
