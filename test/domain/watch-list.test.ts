import { describe, expect, test } from 'vitest';
import { guardPrefixOf, paired, policyOfAlarm, watched } from '../../lambdas/domain/watch-list.ts';
import { alarm, alarmName, deployment, endpointName, latencyGuard, policy, variantName } from '../builders.ts';

const two = policy({
  canaries: [variantName('canary'), variantName('second')],
  guards: [...policy().guards, latencyGuard()],
});
const world = deployment(two, policy({ endpoint: endpointName('Churn') }));

test('stable and every canary are watched by every guard', () => {
  expect(watched(world, two).map(({ name }) => name)).toEqual([
    'rb/guard/fraud/stable/errors-5xx',
    'rb/guard/fraud/stable/latency-p99',
    'rb/guard/fraud/canary/errors-5xx',
    'rb/guard/fraud/canary/latency-p99',
    'rb/guard/fraud/second/errors-5xx',
    'rb/guard/fraud/second/latency-p99',
  ]);
});

test('an alarm that exists is paired with its promise, one that does not is left out, a stranger is ignored', () => {
  const there = alarm(alarmName('second', 'latency-p99'));
  expect(paired(watched(world, two), [alarm('billing'), there])).toEqual([
    { variant: 'second', guard: latencyGuard(), alarm: there },
  ]);
});

describe('the policy of an alarm', () => {
  test('is that of its endpoint', () => {
    expect(policyOfAlarm(world, 'rb/guard/Churn/canary/errors-5xx')?.endpoint).toBe('Churn');
    expect(policyOfAlarm(world, alarmName('stable'))?.endpoint).toBe('fraud');
  });
  const strangers = [
    'rb/guard/churn/canary/errors-5xx',
    'rb/guard/fraud/canary/errors-4xx',
    'rb/guard/fraud/third/errors-5xx',
    'rb/guard/fraud/canary/',
    'rb/self/heartbeat',
    'other/guard/fraud/canary/errors-5xx',
    ' rb/guard/fraud/canary/errors-5xx',
    '',
  ];
  test.each(strangers)('is none for "%s"', (name) => {
    expect(policyOfAlarm(world, name)).toBeUndefined();
  });
});

test("an endpoint's alarms share a prefix that no other endpoint's have", () => {
  expect(guardPrefixOf(world, two)).toBe('rb/guard/fraud/');
});
