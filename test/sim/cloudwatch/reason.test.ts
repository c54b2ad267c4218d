import { describe, expect, test } from 'vitest';
import { lived } from './lived.ts';
import { MINUTE, put, putAlarm, START, world } from './world.ts';

test('a breach is told to EventBridge as AWS tells it', () => {
  const w = lived([0, 7], { AlarmDescription: 'errors of the canary' });
  const event = w.events.at(-1);
  expect(event).toMatchObject({
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    resources: ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:errors'],
    detail: {
      alarmName: 'errors',
      state: {
        value: 'ALARM',
        reason: 'Threshold Crossed: 1 datapoint [7.0 (01/01/26 10:01:00)] was greater than the threshold (5.0).',
        timestamp: expect.stringMatching(/^2026-01-01T10:0[23]:\d\d\.\d{3}\+0000$/),
      },
      previousState: { value: 'OK' },
      configuration: {
        description: 'errors of the canary',
        metrics: [
          {
            id: expect.stringMatching(/^[0-9a-f-]{36}$/),
            metricStat: {
              metric: { namespace: 'Test', name: 'Errors', dimensions: { Variant: 'canary' } },
              period: 60,
              stat: 'Sum',
            },
            returnData: true,
          },
        ],
      },
    },
  });
  expect(event?.at).toBe(w.alarm().since + 100);
  expect(event?.detail).not.toHaveProperty('configuration.threshold');
});

test('the reason data is JSON in CloudWatch’s number format, newest datapoint last', () => {
  const w = lived([9, 7, 6], { EvaluationPeriods: 2 });
  const seconds = new Date(w.alarm().since).toISOString().slice(17, 23);
  expect(w.alarm().reasonData).toBe(
    `{"version":"1.0","queryDate":"2026-01-01T10:02:${seconds}+0000","startDate":"2026-01-01T10:00:00.000+0000",` +
      '"statistic":"Sum","period":60,"recentDatapoints":[9.0,7.0],"threshold":5.0,"evaluatedDatapoints":[' +
      '{"timestamp":"2026-01-01T10:01:00.000+0000","sampleCount":1.0,"value":7.0},' +
      '{"timestamp":"2026-01-01T10:00:00.000+0000","sampleCount":1.0,"value":9.0}]}',
  );
});

describe('reasons are worded as recorded', () => {
  test.each([
    [
      [9, 7],
      { EvaluationPeriods: 2 },
      'Threshold Crossed: 2 datapoints [7.0 (01/01/26 10:01:00), 9.0 (01/01/26 10:00:00)] were greater than the threshold (5.0).',
    ],
    [[0.5], {}, 'Threshold Crossed: 1 datapoint [0.5 (01/01/26 10:00:00)] was not greater than the threshold (5.0).'],
    [
      [9],
      { DatapointsToAlarm: 1 },
      'Threshold Crossed: 1 out of the last 1 datapoints [9.0 (01/01/26 10:00:00)] was greater than the threshold (5.0) (minimum 1 datapoint for OK -> ALARM transition).',
    ],
    [
      [9],
      { EvaluationPeriods: 20, DatapointsToAlarm: 1, TreatMissingData: 'notBreaching' },
      'Threshold Crossed: 1 out of the last 20 datapoints [9.0 (01/01/26 10:00:00)] was greater than the threshold (5.0) and 19 missing datapoints were treated as [NonBreaching] (minimum 1 datapoint for OK -> ALARM transition).',
    ],
    [
      [9, 8, 7, 6, 10, 11],
      { EvaluationPeriods: 6 },
      'Threshold Crossed: 6 datapoints were greater than the threshold (5.0). The most recent datapoints which crossed the threshold: [11.0 (01/01/26 10:05:00), 10.0 (01/01/26 10:04:00), 6.0 (01/01/26 10:03:00), 7.0 (01/01/26 10:02:00), 8.0 (01/01/26 10:01:00)].',
    ],
    [
      [9, 9, 9, 9, 9],
      { EvaluationPeriods: 5, DatapointsToAlarm: 5 },
      'Threshold Crossed: 5 out of the last 5 datapoints were greater than the threshold (5.0). The most recent datapoints which crossed the threshold: [9.0 (01/01/26 10:04:00), 9.0 (01/01/26 10:03:00), 9.0 (01/01/26 10:02:00), 9.0 (01/01/26 10:01:00), 9.0 (01/01/26 10:00:00)] (minimum 5 datapoints for OK -> ALARM transition).',
    ],
    [
      [null],
      { EvaluationPeriods: 3, TreatMissingData: 'notBreaching' },
      'Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [NonBreaching].',
    ],
    [
      [null],
      { TreatMissingData: 'breaching' },
      'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [Breaching].',
    ],
  ] as const)('%j with %j', (values, over, reason) => {
    const w = lived(values, over);
    expect(w.lines('alarm').map((line) => line['reason'])).toContain(reason);
  });

  test('a good datapoint beside missing ones that are taken as bad', () => {
    const w = world();
    put(w, START - 2 * MINUTE, 1);
    putAlarm(w, { EvaluationPeriods: 3, DatapointsToAlarm: 2, TreatMissingData: 'breaching' });
    w.runTo(START + MINUTE);
    expect(w.cloudwatch.alarm('errors').standing.reason).toBe(
      'Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [Breaching].',
    );
  });

  test('a metric that stops leaves the alarm without data', () => {
    expect(lived([1, null, null, null, null, null]).alarm().reason).toBe('Insufficient Data: 1 datapoint was unknown.');
  });
});

test('a window of many datapoints keeps within what the service’s model allows', () => {
  const w = lived(
    Array.from({ length: 80 }, () => 9),
    { EvaluationPeriods: 80 },
  );
  const { state, reason, reasonData = '' } = w.alarm();
  expect(state).toBe('ALARM');
  expect(reason.length).toBeLessThanOrEqual(1023);
  expect(reasonData.length).toBeLessThanOrEqual(4000);
  expect(JSON.parse(reasonData)).toMatchObject({ threshold: 5, recentDatapoints: expect.any(Array) });
});
