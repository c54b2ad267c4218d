import type { DescribeAlarmHistoryOutput, DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { BANDED, HOUR, livedInBand, METRICS, usual } from './banded.ts';
import { TOPIC } from './lived.ts';
import { call, MINUTE, PLAIN_ALARM, put, putAlarm, START, world } from './world.ts';

const [m, band] = METRICS;
const OUTSIDE = 'LessThanLowerOrGreaterThanUpperThreshold';

describe('an alarm on a band', () => {
  test.each([
    ['within', OUTSIDE, 12, 'OK'],
    ['within', OUTSIDE, 8, 'OK'],
    ['above', OUTSIDE, 13, 'ALARM'],
    ['below', OUTSIDE, 7, 'ALARM'],
    ['above', 'GreaterThanUpperThreshold', 13, 'ALARM'],
    ['below', 'GreaterThanUpperThreshold', 7, 'OK'],
    ['above', 'LessThanLowerThreshold', 13, 'OK'],
    ['below', 'LessThanLowerThreshold', 7, 'ALARM'],
  ])('sees a value %s it, by %s', (_, ComparisonOperator, value, state) => {
    expect(livedInBand([value], { ComparisonOperator }).alarm().state).toBe(state);
  });

  test('is as tolerant as its band is wide', () => {
    const wide = [m, { ...band, Expression: 'ANOMALY_DETECTION_BAND(m, 3.5)' }];
    expect(livedInBand([13], { Metrics: wide }).alarm().state).toBe('OK');
    expect(livedInBand([14], { Metrics: wide }).alarm().state).toBe('ALARM');
  });

  test('may say its band first, as the CDK does', () => {
    expect(livedInBand([13], { Metrics: [band, m] }).alarm().state).toBe('ALARM');
  });

  test('knows no band before three hours of datapoints are an hour old, and has no data till then', () => {
    const w = world();
    putAlarm(w, BANDED);
    usual(w, START, START + 3 * HOUR);
    const state = () => w.cloudwatch.alarm('errors').standing.state;
    usual(w, START + 3 * HOUR, START + 4 * HOUR + MINUTE);
    w.runTo(START + 4 * HOUR + MINUTE);
    expect(state()).toBe('INSUFFICIENT_DATA');
    w.runTo(START + 4 * HOUR + 2 * MINUTE + 5_000);
    expect(state()).toBe('OK');
  });

  test('waits three hours for a new model, however much there is to learn from', () => {
    const w = world();
    usual(w, START - 24 * HOUR, START + 4 * HOUR);
    putAlarm(w, BANDED);
    const state = () => w.cloudwatch.alarm('errors').standing.state;
    w.runTo(START + 3 * HOUR - MINUTE);
    expect(state()).toBe('INSUFFICIENT_DATA');
    w.runTo(START + 3 * HOUR + 2 * MINUTE);
    expect(state()).toBe('OK');
  });

  test('that cannot tell is treated as one whose datapoints are missing', () => {
    const w = world();
    usual(w, START - 10 * MINUTE, START);
    putAlarm(w, { ...BANDED, TreatMissingData: 'breaching' });
    w.runTo(START + MINUTE);
    const { reason, reasonData = '' } = w.cloudwatch.alarm('errors').standing;
    expect(reason).toBe(
      'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [Breaching].',
    );
    expect(JSON.parse(reasonData)).toEqual({
      version: '1.0',
      queryDate: expect.any(String),
      period: 60,
      recentDatapoints: [],
      recentLowerThresholds: [],
      recentUpperThresholds: [],
      evaluatedDatapoints: [{ timestamp: '2026-01-01T09:59:00.000+0000' }],
    });
  });

  test('holds each period against the bounds of that period', () => {
    const w = world();
    const last = START + 3 * HOUR + MINUTE;
    const isNoon = (at: number) => new Date(at).getUTCHours() === 12;
    for (let at = START - 4 * 24 * HOUR; at < last; at += MINUTE) {
      put(w, at, ((at / MINUTE) % 2 === 0 ? 9 : 11) * (isNoon(at) ? 10 : 1));
    }
    putAlarm(w, { ...BANDED, DatapointsToAlarm: 1, EvaluationPeriods: 3 });
    w.runTo(last);
    put(w, last, 100);
    w.runTo(last + 2 * MINUTE);
    const { state, reasonData = '' } = w.cloudwatch.alarm('errors').standing;
    expect(state).toBe('ALARM');
    expect(JSON.parse(reasonData)).toMatchObject({
      recentDatapoints: [110, 9, 100],
      recentLowerThresholds: [80, 8, 8],
      recentUpperThresholds: [120, 12, 12],
    });
  });

  test('does not learn from what has just gone wrong', () => {
    const values = Array.from({ length: 90 }, () => 40);
    expect(livedInBand(values).alarm().state).toBe('ALARM');
  });
});

describe('is told as recorded:', () => {
  const M_OF_N = { DatapointsToAlarm: 1 };
  test('a breach of either side, with both bounds', () => {
    const { reason, reasonData, since } = livedInBand([13], M_OF_N).alarm();
    expect(reason).toBe(
      'Thresholds Crossed: 1 out of the last 1 datapoints [13.0 (01/01/26 13:00:00)] was less than the lower thresholds [8.0] or greater than the upper thresholds [12.0] (minimum 1 datapoint for OK -> ALARM transition).',
    );
    expect(reasonData).toBe(
      `{"version":"1.0","queryDate":"${new Date(since).toISOString().replace('Z', '+0000')}",` +
        '"startDate":"2026-01-01T13:00:00.000+0000","period":60,"recentDatapoints":[13.0],' +
        '"recentLowerThresholds":[8.0],"recentUpperThresholds":[12.0],' +
        '"evaluatedDatapoints":[{"timestamp":"2026-01-01T13:00:00.000+0000","value":13.0}]}',
    );
  });

  test.each([
    [
      [10],
      M_OF_N,
      'Thresholds Crossed: 1 out of the last 1 datapoints [10.0 (01/01/26 13:00:00)] was not less than the lower thresholds [8.0] or not greater than the upper thresholds [12.0] (minimum 1 datapoint for ALARM -> OK transition).',
    ],
    [
      [14, 15],
      { ComparisonOperator: 'GreaterThanUpperThreshold', EvaluationPeriods: 2, DatapointsToAlarm: 2 },
      'Thresholds Crossed: 2 out of the last 2 datapoints [15.0 (01/01/26 13:01:00), 14.0 (01/01/26 13:00:00)] were greater than the upper thresholds [12.0, 12.0] (minimum 2 datapoints for OK -> ALARM transition).',
    ],
    [
      [7],
      { ComparisonOperator: 'LessThanLowerThreshold', ...M_OF_N },
      'Thresholds Crossed: 1 out of the last 1 datapoints [7.0 (01/01/26 13:00:00)] was less than the lower thresholds [8.0] (minimum 1 datapoint for OK -> ALARM transition).',
    ],
  ])('%j with %j', (values, over, reason) => {
    expect(livedInBand(values, over).alarm().reason).toBe(reason);
  });

  test('one side alone tells its bounds only, and the bound of each datapoint', () => {
    const { reasonData = '' } = livedInBand([13], { ComparisonOperator: 'GreaterThanUpperThreshold' }).alarm();
    expect(JSON.parse(reasonData)).toEqual({
      version: '1.0',
      queryDate: expect.any(String),
      startDate: '2026-01-01T13:00:00.000+0000',
      period: 60,
      recentDatapoints: [13],
      recentUpperThresholds: [12],
      evaluatedDatapoints: [{ timestamp: '2026-01-01T13:00:00.000+0000', value: 13, threshold: 12 }],
    });
  });

  test('a window of many datapoints keeps within what the service’s model allows', () => {
    const { reason, reasonData = '' } = livedInBand(
      Array.from({ length: 120 }, (_, minute) => 40 + minute / 7),
      { EvaluationPeriods: 120, Metrics: [m, { ...band, Expression: 'ANOMALY_DETECTION_BAND(m, 1.23456789012345)' }] },
    ).alarm();
    expect(reason).toContain('. The most recent datapoints which crossed the thresholds: [');
    expect(reason.length).toBeLessThanOrEqual(1023);
    expect(reasonData.length).toBeLessThanOrEqual(4000);
  });

  test('the event has the band’s expression among its metrics, and no threshold', () => {
    const detail = livedInBand([13]).events.at(-1)?.detail;
    expect(detail).toMatchObject({ state: { value: 'ALARM' } });
    expect(detail?.['configuration']).toEqual({
      metrics: [
        {
          id: 'm',
          metricStat: {
            metric: { namespace: 'Test', name: 'Errors', dimensions: { Variant: 'canary' } },
            period: 60,
            stat: 'Sum',
          },
          returnData: true,
        },
        { id: 'band', expression: band.Expression, label: 'Errors (expected)', returnData: true },
      ],
    });
  });

  test('the message names the band in the place of a threshold', () => {
    const { published } = livedInBand([13], { AlarmActions: [TOPIC], ...M_OF_N });
    const { Trigger } = JSON.parse(published.at(-1)?.publication.message ?? '') as Record<string, object>;
    expect(Object.keys(Trigger ?? {})).toEqual([
      'Period',
      'EvaluationPeriods',
      'DatapointsToAlarm',
      'ComparisonOperator',
      'ThresholdMetricId',
      'TreatMissingData',
      'EvaluateLowSampleCountPercentile',
      'Metrics',
    ]);
    expect(Trigger).toMatchObject({
      ComparisonOperator: OUTSIDE,
      ThresholdMetricId: 'band',
      Metrics: [{ Id: 'm' }, { Id: 'band', Expression: band.Expression, Label: 'Errors (expected)' }],
    });
  });

  test('the journal has the bound that was crossed where others have their threshold', () => {
    const w = livedInBand([7]);
    expect(w.lines('alarm').at(-1)).toMatchObject({ to: 'ALARM', value: 7, threshold: 8 });
    w.cloudwatch.setAlarmState('errors', 'OK', 'drill');
    expect(w.lines('alarm').at(-1)).toMatchObject({ to: 'OK', value: null, threshold: null });
  });
});

test('what was put comes back: a band, and no threshold', () => {
  const w = world();
  call(w.cloudwatch, 'PutMetricAlarm', { ...PLAIN_ALARM, ...BANDED });
  const { MetricAlarms = [] } = call(w.cloudwatch, 'DescribeAlarms', {}) as DescribeAlarmsOutput;
  expect(MetricAlarms).toMatchObject([{ ThresholdMetricId: 'band', ComparisonOperator: OUTSIDE, Metrics: METRICS }]);
  expect(MetricAlarms[0]).not.toHaveProperty('Threshold');
});

test('its configuration is told to EventBridge and in the history, by the band', () => {
  const w = world();
  call(w.cloudwatch, 'PutMetricAlarm', { ...PLAIN_ALARM, ...BANDED });
  w.runTo(START + 1_000);
  const configuration = (w.events[0]?.detail['configuration'] ?? {}) as object;
  expect(configuration).toMatchObject({ thresholdMetricId: 'band', comparisonOperator: OUTSIDE });
  expect(configuration).not.toHaveProperty('threshold');
  const { AlarmHistoryItems = [] } = call(w.cloudwatch, 'DescribeAlarmHistory', {}) as DescribeAlarmHistoryOutput;
  const created = JSON.parse(AlarmHistoryItems[0]?.HistoryData ?? '') as Record<string, object>;
  expect(created['createdAlarm']).toMatchObject({ thresholdMetricId: 'band' });
  expect(created['createdAlarm']).not.toHaveProperty('threshold');
});

test('the alarms that have a line to draw are those on thresholds', () => {
  const w = world();
  putAlarm(w);
  putAlarm(w, { ...BANDED, AlarmName: 'band' });
  expect(w.cloudwatch.alarms().map(({ definition }) => definition.name)).toEqual(['errors']);
  expect(w.cloudwatch.alarm('band').definition.bar).toMatchObject({ kind: 'band', id: 'band' });
});
