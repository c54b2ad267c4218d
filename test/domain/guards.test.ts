import { describe, expect, test } from 'vitest';
import { timeToDetect } from '../../lambdas/domain/detection.ts';
import { kindOf } from '../../lambdas/domain/guards/index.ts';
import { lintExisting } from '../../lambdas/domain/lint/account.ts';
import { lintConfig } from '../../lambdas/domain/lint/config.ts';
import type { SeenAlarm } from '../../lambdas/domain/lint/seen.ts';
import { watchOf } from '../../lambdas/domain/lint/watch.ts';
import { MINUTE } from '../../lambdas/domain/model.ts';
import { metricsOf, promisedDefinition } from '../../lambdas/domain/promised-alarm.ts';
import { findGaps } from '../../lambdas/domain/unguarded.ts';
import { amount, boundWords, joinsRequests, measureName } from '../../lambdas/domain/words/figures.ts';
import {
  alarm,
  deployment,
  driftGuard,
  existingGuard,
  guard,
  judgeGuard,
  latencyGuard,
  metricGuard,
  policy,
  variantName,
} from '../builders.ts';

const OF = { deployment: 'rb', endpoint: 'fraud' };

describe('the alarm of a guard with a metric of its own', () => {
  test('is promised with its own period, direction and word on missing data', () => {
    expect(promisedDefinition({ ...OF, variant: 'canary' }, metricGuard({ missing: 'ignore' }))).toEqual({
      threshold: 'LessThanThreshold 0.02',
      periods: '3 of 5',
      'missing data': 'ignore',
      computes: 'IF(n >= 30, m, 0.02)',
      metrics:
        'm: Average of Shop OrderPlaced (Endpoint=fraud, Variant=canary) each 60 s; n: SampleCount of Shop OrderPlaced (Endpoint=fraud, Variant=canary) each 60 s',
    });
  });
  test('of the endpoint has the dimensions of its metric, and no others', () => {
    expect(metricsOf(OF, driftGuard())).toEqual([
      {
        id: 'm',
        namespace: 'aws/sagemaker/Endpoints/data-metrics',
        name: 'feature_baseline_drift_age',
        stat: 'Maximum',
        period: 3_600,
        dimensions: { Endpoint: 'fraud', Feature: 'age', MonitoringSchedule: 'hourly' },
      },
    ]);
  });
  test('takes at least a whole period of its own', () => {
    expect(timeToDetect(driftGuard(), 'gross')).toMatchObject({ least: 60 * MINUTE, most: 122 * MINUTE });
  });
  test('is judged by what it asks, in the direction that it asks for', () => {
    expect(watchOf({ name: 'rb' }, policy(), { variant: 'canary', guard: metricGuard() })).toMatchObject({
      name: 'rb/guard/fraud/canary/orders',
      comparison: 'below',
      threshold: 0.02,
      missing: 'notBreaching',
    });
    expect(watchOf({ name: 'rb' }, policy(), { guard: driftGuard() })).toMatchObject({ comparison: 'above' });
  });
});

describe('an alarm that was there already', () => {
  const own = existingGuard('shop-errors', 'canary');

  test('is promised nothing, and judged by nothing that we know', () => {
    expect(promisedDefinition(OF, own)).toBeUndefined();
    expect(metricsOf(OF, own)).toEqual([]);
    expect(watchOf({ name: 'rb' }, policy(), { guard: own })).toBeUndefined();
    expect(lintConfig(deployment(policy({ guards: [guard(), own] })))).toEqual([]);
  });
  test('says nothing of requests', () => {
    const kind = kindOf(own);
    expect([
      kind.reading(own),
      kind.countsFailures(own),
      kind.neededShare(own),
      kind.figure(3, { requests: 1 }, own),
    ]).toEqual([undefined, false, 1, 3]);
  });
  test('has to be there, to be heard, and not to be in ALARM already', () => {
    const told = (over: Partial<SeenAlarm> | undefined) =>
      lintExisting(
        'shop-errors',
        over && { state: 'OK', since: 0, actionsEnabled: true, muted: false, changes: [], ...over },
        'fraud',
      ).map(({ code, where, mend }) => [code, where, mend.split(' ')[0]]);
    expect(told({})).toEqual([]);
    expect(told({ state: 'ALARM' })).toEqual([['in-alarm', 'alarm shop-errors', 'Mend']]);
    expect(told({ actionsEnabled: false, muted: true }).map(([code]) => code)).toEqual([
      'alarm-disabled',
      'alarm-muted',
    ]);
    expect(told(undefined)).toEqual([['alarm-missing', 'alarm shop-errors', 'Create']]);
  });
  test('that does not exist is for its owner to make again', () => {
    const inventory = { fleet: 'unread', alarms: new Map(), confirmed: 'unread' } as const;
    const of = policy({ guards: [guard(), own] });
    const [gap] = findGaps(of, ['shop-errors'], inventory);
    expect(gap?.mend).toMatch(/^create it again, correct its name in rollback\.config\.ts/);
    expect(findGaps(of, ['rb/guard/fraud/canary/errors-5xx'], inventory)[0]?.mend).toMatch(/revert-drift/);
    const there = { ...inventory, alarms: new Map([['shop-errors', alarm('shop-errors')]]) };
    expect(findGaps(of, ['shop-errors'], there)).toEqual([]);
  });
});

test('a guard that names no variant is a warning where several canaries are judged', () => {
  const codes = (...canaries: string[]): readonly string[] =>
    lintConfig(deployment(policy({ canaries: canaries.map(variantName), guards: [guard(), driftGuard()] }))).map(
      ({ code }) => code,
    );
  expect(codes('canary')).toEqual([]);
  expect(codes('canary', 'second')).toEqual(['no-variant']);
});

describe('what people read of a figure', () => {
  test.each([
    [guard(), 0.031, 'server errors (5XX)', '3.1 %', 'of'],
    [guard({ signal: '4xx' }), 0.5, 'client errors (4XX)', '50 %', 'of'],
    [guard({ signal: 'model' }), 0, 'model errors', '0 %', 'of'],
    [latencyGuard(), 812.4, 'p99 latency', '812 ms', 'over'],
    [judgeGuard(), 0.031, 'server errors (5XX)', '3.1 %', 'of'],
    [metricGuard(), 0.012_345, 'OrderPlaced (Average)', '0.01235', 'over'],
    [existingGuard('shop-errors'), 3, 'alarm shop-errors', '3', 'over'],
  ])('is in the unit of its guard: %#', (of, value, name, figure, joins) => {
    expect([measureName(of), amount(of, value), joinsRequests(of)]).toEqual([name, figure, joins]);
  });
  test('is called by its guard where there is nothing else to call it by', () => {
    const { metric: _metric, ...bare } = metricGuard();
    const { compares: _compares, ...alone } = judgeGuard();
    const { existing: _existing, ...gone } = existingGuard('shop-errors');
    expect(
      [
        bare,
        alone,
        gone,
        judgeGuard({ compares: { of: 'slow', slowerThanMs: 300, falseAlarms: 0.01, smallest: 0.005 } }),
      ].map(measureName),
    ).toEqual(['orders', 'errors', 'alarm alarm-shop-errors', 'slower than 300 ms']);
  });
  test('is in its own unit where the config names one', () => {
    const { metric } = metricGuard();
    const own = metricGuard({ ...(metric && { metric: { ...metric, unit: 'EUR' } }) });
    expect([amount(own, 12_345.6), boundWords(own, 2)]).toEqual(['12350 EUR', 'at least 2 EUR promised']);
    expect(boundWords(guard(), 0.02)).toBe('allowed 2 %');
  });
});
