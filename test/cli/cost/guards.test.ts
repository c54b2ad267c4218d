import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { guardCosts } from '../../../cli/cost/guards.ts';

test('a guard costs a dime for each metric that its alarms read, on all variants of the endpoint', () => {
  expect(guardCosts([inject('demoTemplate')], 'fraud-detector')).toEqual([
    { guard: 'errors-5xx', alarms: 2, metrics: 4, usd: 0.4 },
    { guard: 'errors-5xx-gross', alarms: 2, metrics: 4, usd: 0.4 },
    { guard: 'latency-p99', alarms: 2, metrics: 4, usd: 0.4 },
    { guard: 'latency-p99-gross', alarms: 2, metrics: 4, usd: 0.4 },
  ]);
  expect(guardCosts([inject('demoTemplate')], 'another')).toEqual([]);
});

test('a guard of the endpoint itself costs a dime, too', () => {
  expect(guardCosts([inject('readingsTemplate')], 'fraud-measured')).toContainEqual({
    guard: 'drift-age',
    alarms: 1,
    metrics: 1,
    usd: 0.1,
  });
});

test('a guard against what is usual costs three: its metric, and both lines of the band', () => {
  const directory = mkdtempSync(join(tmpdir(), 'cost-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const template = join(directory, 'template.json');
  const Properties = {
    AlarmName: 'rb/guard/fraud/conversions',
    ThresholdMetricId: 'expr_1',
    Metrics: [
      { Id: 'expr_1', Expression: 'ANOMALY_DETECTION_BAND(m, 3)' },
      { Id: 'm', MetricStat: { Stat: 'Sum' } },
    ],
  };
  const Outputs = { ReconcileFunction: { Value: { Ref: 'Reconcile' } } };
  writeFileSync(
    template,
    JSON.stringify({ Resources: { Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties } }, Outputs }),
  );
  expect(guardCosts([template], 'fraud')).toEqual([{ guard: 'conversions', alarms: 1, metrics: 3, usd: 0.3 }]);
});
