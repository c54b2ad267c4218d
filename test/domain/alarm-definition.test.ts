import { describe, expect, test } from 'vitest';
import { type AlarmDefinition, metricWords } from '../../lambdas/domain/alarm-definition.ts';
import type { Guard } from '../../lambdas/domain/policy.ts';
import { changesOf, metricsOf, promisedDefinition } from '../../lambdas/domain/promised-alarm.ts';
import { driftGuard, existingGuard, guard, latencyGuard, metricGuard } from '../builders.ts';

const promised = (variant: string, of: Guard): AlarmDefinition => {
  const found = promisedDefinition({ deployment: 'rb', endpoint: 'fraud', variant }, of);
  if (found === undefined) throw new Error('the alarm is not ours');
  return found;
};

const errors = () => promised('canary', guard());

describe('what an alarm was promised to watch', () => {
  test('is told part by part', () => {
    expect(errors()).toMatchObject({
      threshold: 'GreaterThanThreshold 0.02',
      periods: '3 of 5',
      'missing data': 'notBreaching',
      computes: 'IF(n >= 50, e / n, 0)',
    });
    expect(errors().metrics.split('; ')).toEqual([
      'e: Sum of AWS/SageMaker Invocation5XXErrors (EndpointName=fraud, VariantName=canary) each 60 s',
      'n: Sum of AWS/SageMaker Invocations (EndpointName=fraud, VariantName=canary) each 60 s',
    ]);
  });
  test('is in milliseconds for latency', () => {
    const latency = promised('canary', latencyGuard());
    expect(latency.computes).toBe('IF(n >= 50, p / 1000, 0)');
    expect(latency.metrics).toContain('p: p99 of AWS/SageMaker ModelLatency');
  });
  test('of another variant is another promise', () => {
    const [change, ...others] = changesOf(promised('stable', guard()), errors());
    expect(change).toMatch(/^metrics: .*VariantName=stable.*, and not .*VariantName=canary/);
    expect(others).toEqual([]);
  });
  test('is the same in whatever order CloudWatch gives it back', () => {
    const metric = (id: string, dimensions: Readonly<Record<string, string>>) => ({
      id,
      namespace: 'N',
      name: 'M',
      stat: 'Sum',
      period: 60,
      dimensions,
    });
    const one = [metric('a', { x: '1', y: '2' }), metric('b', {})];
    const other = [metric('b', {}), metric('a', { y: '2', x: '1' })];
    expect(metricWords(one)).toBe(metricWords(other));
    expect(metricWords(one)).toBe('a: Sum of N M (x=1, y=2) each 60 s; b: Sum of N M () each 60 s');
  });
});

describe('what the alarm of a guard on a metric was deployed with', () => {
  const of = { deployment: 'rb', endpoint: 'fraud' };

  test('is a floor where so much is promised at least', () => {
    expect(promisedDefinition({ ...of, variant: 'canary' }, metricGuard())?.threshold).toBe('LessThanThreshold 0.02');
    expect(promisedDefinition({ ...of, variant: 'canary' }, guard())?.threshold).toBe('GreaterThanThreshold 0.02');
  });
  test('names a variant only where the metric has a dimension for it, and one is meant', () => {
    const drift = { Endpoint: 'fraud', Feature: 'age', MonitoringSchedule: 'hourly' };
    expect(metricsOf({ ...of, variant: 'canary' }, driftGuard())[0]?.dimensions).toEqual(drift);
    expect(metricsOf(of, metricGuard())[0]?.dimensions).toStrictEqual({ Endpoint: 'fraud' });
  });
  test("is nothing where it is somebody else's", () => {
    expect([promisedDefinition(of, existingGuard('shop')), metricsOf(of, existingGuard('shop'))]).toEqual([
      undefined,
      [],
    ]);
  });
});
