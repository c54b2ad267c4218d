import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { toWatch } from '../../../cli/lint/to-watch.ts';

const plain: MetricAlarm = {
  AlarmName: 'own',
  Namespace: 'AWS/SageMaker',
  MetricName: 'ModelLatency',
  Dimensions: [{ Name: 'EndpointName', Value: 'fraud' }],
  ExtendedStatistic: 'p99',
  Period: 300,
  Unit: 'Microseconds',
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  Threshold: 500,
  ComparisonOperator: 'LessThanOrEqualToThreshold',
  TreatMissingData: 'ignore',
  EvaluateLowSampleCountPercentile: 'ignore',
};
const stat = (Id: string, MetricName: string) => ({
  Id,
  ReturnData: false,
  MetricStat: { Metric: { Namespace: 'AWS/SageMaker', MetricName }, Period: 60, Stat: 'Sum' },
});
const math = (...Metrics: NonNullable<MetricAlarm['Metrics']>): MetricAlarm => ({
  ...plain,
  Namespace: undefined,
  MetricName: undefined,
  Metrics,
});

test('an alarm on one metric is read with all that it asks', () => {
  expect(toWatch(plain)).toEqual({
    name: 'own',
    comparison: 'at or below',
    threshold: 500,
    breaching: 2,
    outOf: 3,
    missing: 'ignore',
    expression: 'm1',
    metrics: [
      {
        id: 'm1',
        namespace: 'AWS/SageMaker',
        name: 'ModelLatency',
        stat: 'p99',
        period: 300,
        dimensions: { EndpointName: 'fraud' },
        unit: 'Microseconds',
      },
    ],
    ignoresFewSamples: true,
  });
});

test('an alarm on an expression that names another is read as one', () => {
  const read = toWatch(
    math(
      { Id: 'guarded', Expression: 'IF(n >= 50, ratio, 0)', ReturnData: true },
      { Id: 'ratio', Expression: 'e / n', ReturnData: false },
      stat('n', 'Invocations'),
      stat('e', 'Invocation5XXErrors'),
    ),
  );
  expect(read).toMatchObject({ expression: 'IF(n >= 50, (e / n), 0)', metrics: [{ id: 'n' }, { id: 'e' }] });
});

test('an alarm on one metric by its id is read', () => {
  expect(toWatch(math({ ...stat('n', 'Invocations'), ReturnData: true }))?.expression).toBe('n');
});

test('what nobody said counts as CloudWatch counts it', () => {
  const { DatapointsToAlarm: _, TreatMissingData: __, ...rest } = plain;
  expect(toWatch(rest)).toMatchObject({ breaching: 3, outOf: 3, missing: 'missing' });
});

describe('nothing can be said of', () => {
  test.each([
    ['an anomaly band', { ...plain, Threshold: undefined, ComparisonOperator: 'GreaterThanUpperThreshold' }],
    ['a query alone', math({ Id: 'q', Expression: 'SELECT AVG(ModelLatency) FROM "AWS/SageMaker"' })],
    ['an alarm without a metric', math()],
  ] as const)('%s', (_, alarm) => {
    expect(toWatch(alarm)).toBeUndefined();
  });
});
