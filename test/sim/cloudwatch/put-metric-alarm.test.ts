import type { DescribeAlarmHistoryOutput, ListTagsForResourceOutput } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import type { Need } from '../../../sim/types.ts';
import { BANDED, METRICS } from './banded.ts';
import { lived, RATIO, TOPIC } from './lived.ts';
import { call, MINUTE, operation, PLAIN_ALARM, put, putAlarm, START, world } from './world.ts';

type World = ReturnType<typeof world>;
const putMetricAlarm = (w: Pick<World, 'cloudwatch'>, over: Readonly<Record<string, unknown>> = {}) =>
  call(w.cloudwatch, 'PutMetricAlarm', { ...PLAIN_ALARM, ...over });
const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:f';
const [ratio, e, n] = RATIO.Metrics;
const metrics = (over: readonly unknown[]) => ({ ...RATIO, Metrics: over });
const [m, band] = METRICS;
const banded = (over: readonly unknown[]) => ({ ...BANDED, Metrics: over });
const bandOf = (id: string) => `ANOMALY_DETECTION_BAND(${id}, 2)`;
const NO_SUCH_BAND = 'Metrics list must contain exactly one metric matching the ThresholdMetricId parameter';
const many = (count: number, query: Readonly<Record<string, unknown>>) =>
  Array.from({ length: count }, (_, index) => ({ ...query, Id: `q${index}` }));

describe('PutMetricAlarm refuses, in AWS’s words', () => {
  test.each([
    ['M above N', { DatapointsToAlarm: 2 }, 'DatapointsToAlarm must be less than or equal to EvaluationPeriods'],
    ['a period of 61 s', { Period: 61 }, 'Period must be 10, 20, 30 or a multiple of 60'],
    ['a period of 15 s', { Period: 15 }, 'Period must be 10, 20, 30 or a multiple of 60'],
    ['no metric', { MetricName: undefined }, 'MetricName must not be null'],
    ['no namespace', { Namespace: undefined }, 'Namespace must not be null'],
    ['no period', { Period: undefined }, 'Period must not be null'],
    ['no comparison', { ComparisonOperator: undefined }, 'ComparisonOperator must not be null'],
    ['no N', { EvaluationPeriods: undefined }, 'EvaluationPeriods must not be null'],
    ['no statistic', { Statistic: undefined }, 'Statistic must not be null'],
    ['two statistics', { ExtendedStatistic: 'p99' }, 'Statistic and ExtendedStatistic cannot both be set'],
    ['no threshold', { Threshold: undefined }, 'PutMetricAlarm request should have valid Threshold parameter'],
    [
      'a threshold that is no number',
      { Threshold: Number.NaN },
      'PutMetricAlarm request should have valid Threshold parameter',
    ],
    ['a namespace that is not ASCII', { Namespace: 'Prüfung' }, 'Namespace must not contain Non-ASCII characters.'],
    [
      'a band’s comparison without a band',
      { ComparisonOperator: 'GreaterThanUpperThreshold' },
      'ComparisonOperators for ranges require ThresholdMetricId to be set',
    ],
    [
      'a threshold’s comparison with a band',
      { ...BANDED, ComparisonOperator: 'GreaterThanThreshold' },
      'ThresholdMetricId requires a ComparisonOperator for ranges',
    ],
    [
      'a threshold beside a band',
      { ...BANDED, Threshold: 5 },
      'Threshold should not be set if ThresholdMetricId is set',
    ],
    [
      'an Auto Scaling action beside a band',
      { ...BANDED, AlarmActions: ['arn:aws:autoscaling:eu-west-1:111122223333:scalingPolicy:1'] },
      'autoscaling actions not supported when ThresholdMetricId is set',
    ],
    [
      'a band without Metrics',
      { ThresholdMetricId: 'band', Threshold: undefined, ComparisonOperator: 'GreaterThanUpperThreshold' },
      NO_SUCH_BAND,
    ],
    ['a band by another id', banded([m, { ...band, Id: 'other' }]), NO_SUCH_BAND],
    ['a band that returns no data', banded([m, { ...band, ReturnData: false }]), NO_SUCH_BAND],
    [
      'a band beside a metric that returns none',
      banded([{ ...m, ReturnData: false }, band]),
      'Exactly two elements of the metrics list should return data.',
    ],
    [
      'a band that is none',
      banded([m, { ...band, Expression: 'm * 2' }]),
      'ThresholdMetricId must match the Id of an ANOMALY_DETECTION_BAND function',
    ],
    [
      'a band in place of what is compared with a threshold',
      { ...RATIO, Metrics: [{ ...m, ReturnData: false }, band] },
      'Metrics expression that return multi time series are only allowed for MetricsInsights expression with an ORDER BY clause',
    ],
    [
      'a band of less than a minute',
      banded([{ ...m, MetricStat: { ...m.MetricStat, Period: 10 } }, band]),
      'Period must be 60 or more if ThresholdMetricId is set',
    ],
    [
      'more than a day of short periods',
      { Period: 300, EvaluationPeriods: 289 },
      'Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400) for alarms using period < 3600',
    ],
    [
      'more than a week of long ones',
      { Period: 86_400, EvaluationPeriods: 8 },
      'Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be <= 604800) for alarms using period >= 3600',
    ],
    [
      'low samples of a sum',
      { EvaluateLowSampleCountPercentile: 'ignore' },
      'Option evaluateLowSampleCountPercentile can not be applied with statistic Sum.',
    ],
    [
      'an unknown treatment of low samples',
      { Statistic: undefined, ExtendedStatistic: 'p99', EvaluateLowSampleCountPercentile: 'maybe' },
      'Option maybe is not supported. Supported options for parameter EvaluateLowSampleCountPercentile are evaluate and ignore.',
    ],
    [
      'an unknown treatment of missing data',
      { TreatMissingData: 'NOT_BREACHING' },
      'Option NOT_BREACHING is not supported. Supported options for parameter TreatMissingData are breaching, notBreaching, ignore and missing.',
    ],
    ['an action that is no ARN', { AlarmActions: ['pager'] }, 'Invalid arn syntax: pager'],
    [
      'a topic’s ARN without its name',
      { OKActions: ['arn:aws:sns:eu-west-1:111122223333'] },
      'Invalid arn syntax: arn:aws:sns:eu-west-1:111122223333',
    ],
    [
      'an action of another service',
      { AlarmActions: ['arn:aws:sqs:eu-west-1:111122223333:q'] },
      'Unsupported AWS vendor sqs',
    ],
    [
      'a topic of another Region',
      { InsufficientDataActions: ['arn:aws:sns:us-east-1:111122223333:pager'] },
      'Invalid region us-east-1 specified. Only eu-west-1 is supported.',
    ],
    [
      'a metric beside Metrics',
      { ...RATIO, Namespace: 'Test' },
      'Namespace should not be set if list of Metrics is set.',
    ],
    ['a unit beside Metrics', { ...RATIO, Unit: 'Count' }, 'Unit should not be set if list of Metrics is set.'],
    [
      'two results',
      metrics([ratio, { ...e, ReturnData: true }, n]),
      'Exactly one element of the metrics list should return data.',
    ],
    [
      'no result',
      metrics([{ ...ratio, ReturnData: false }, e, n]),
      'Exactly one element of the metrics list should return data.',
    ],
    [
      'neither metric nor expression',
      metrics([ratio, e, n, { Id: 'x', ReturnData: false }]),
      'Period must not be null',
    ],
    ['eleven metrics', metrics([ratio, ...many(11, e ?? {})]), 'Too many metrics in alarm, maximum is 10'],
    ['eleven expressions', metrics([...many(11, ratio ?? {}), e, n]), 'Too many expressions in alarm, maximum is 10'],
    [
      'a search',
      metrics([{ ...ratio, Expression: "SUM(SEARCH('{Test} Errors', 'Sum', 60))" }, e, n]),
      'SEARCH is not supported on Metric Alarms.',
    ],
    [
      'a statistic that does not exist',
      metrics([ratio, e, { ...n, MetricStat: { ...n?.MetricStat, Stat: 'Median' } }]),
      'Invalid metrics list',
    ],
    [
      'a metric’s period of 61 s',
      metrics([ratio, e, { ...n, MetricStat: { ...n?.MetricStat, Period: 61 } }]),
      'Period must be 10, 20, 30 or a multiple of 60',
    ],
    [
      'control characters in the name',
      { AlarmName: 'a\u0007' },
      'AlarmName must not contain ASCII control characters.',
    ],
  ])('%s', (_, over, message) => {
    const w = world();
    expect(() => putMetricAlarm(w, over)).toThrow(expect.objectContaining({ code: 'ValidationError', message }));
    expect(w.cloudwatch.alarms()).toEqual([]);
  });

  test.each([
    [
      'an extended statistic that is none',
      { Statistic: undefined, ExtendedStatistic: 'p101' },
      {
        code: 'InvalidParameterValueException',
        message: 'The value p101 for parameter ExtendedStatistic is not supported.',
      },
    ],
    [
      'a simple statistic as an extended one',
      { Statistic: undefined, ExtendedStatistic: 'Sum' },
      {
        code: 'InvalidParameterValueException',
        message: 'The value Sum for parameter ExtendedStatistic is not supported.',
      },
    ],
    [
      'an expression that is a metric too',
      metrics([{ ...ratio, MetricStat: e?.MetricStat }, e, n]),
      {
        code: 'InvalidParameterCombinationException',
        message:
          'The parameters MetricDataQuery Expression and MetricStat are mutually exclusive and you have specified both.',
      },
    ],
  ])('%s', (_, over, refusal) => {
    expect(() => putMetricAlarm(world(), over)).toThrow(expect.objectContaining(refusal));
  });

  test.each([
    ['an unknown id', metrics([ratio, e]), /^Error in expression 'ratio': .*'n'/],
    ['an id in upper case', metrics([ratio, { ...e, Id: 'E' }, n]), /^Invalid metrics list: .*lower-case/],
    ['an id twice', metrics([ratio, e, n, n]), /^Invalid metrics list: .*twice/],
    [
      'an expression that is a number',
      metrics([{ ...ratio, Expression: 'SUM(e)' }, e, n]),
      /^Error in expression 'ratio': .*scalar/,
    ],
    [
      'an expression that is several',
      metrics([{ ...ratio, Expression: '[e, n]' }, e, n]),
      /^Metrics expression that return multi time series/,
    ],
    [
      'an expression of itself',
      metrics([{ ...ratio, Expression: 'ratio + e' }, e, n]),
      /^Error in expression 'ratio': .*itself/,
    ],
    [
      'mixed periods',
      metrics([ratio, e, { ...n, MetricStat: { ...n?.MetricStat, Period: 300 } }]),
      /^Invalid metrics list: .*periods/,
    ],
  ])('%s', (_, over, message) => {
    expect(() => putMetricAlarm(world(), over)).toThrow(message);
  });
});

describe('PutMetricAlarm stops the run at', () => {
  test.each([
    [
      'a metric held against another one’s band',
      banded([{ ...m, Id: 'other' }, { ...m, ReturnData: false }, band]),
      /against its own band only, not "other" against "band"/,
    ],
    [
      'the band of an expression',
      banded([
        { ...m, ReturnData: false },
        { Id: 'x', Expression: 'm * 2' },
        { ...band, Expression: bandOf('x') },
      ]),
      /of a metric only, not of an expression/,
    ],
    ['a PromQL alarm', { EvaluationCriteria: { PromQLCriteria: { Query: 'up' } } }, /EvaluationCriteria/],
    ['a wall-clock window', { EvaluationWindow: { WallClockWindow: {} } }, /EvaluationWindow/],
    ['a warm-up', { WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 5 } }, /WarmUpConfiguration/],
    ['another account’s metric', metrics([ratio, { ...e, AccountId: '1' }, n]), /AccountId/],
    [
      'an EC2 action',
      { AlarmActions: ['arn:aws:automate:eu-west-1:ec2:stop'] },
      /SNS topics and Lambda functions only/,
    ],
    [
      'an OpsItem',
      { AlarmActions: ['arn:aws:ssm:eu-west-1:111122223333:opsitem:1'] },
      /SNS topics and Lambda functions only/,
    ],
    ['a version of a function', { AlarmActions: [`${FUNCTION}:7`] }, /versions and aliases/],
  ])('%s', (_, over, problem) => {
    const refused = expect.objectContaining({ code: expect.anything() });
    const attempt = () => putMetricAlarm(world(), over);
    expect(attempt).toThrow(problem);
    expect(attempt).not.toThrow(refused);
  });
});

describe('a template’s alarm', () => {
  test.each([
    ['an unknown property', { Colour: 'red' }, /Colour/],
    ['an unknown comparison', { ComparisonOperator: 'Above' }, /ComparisonOperator/],
    ['an unknown treatment', { TreatMissingData: 'NOT_BREACHING' }, /TreatMissingData/],
    ['no threshold', { Threshold: undefined }, /Threshold/],
    ['a statistic that does not exist', { Statistic: 'p99' }, /Statistic/],
    ['six actions', { AlarmActions: Array.from({ length: 6 }, () => TOPIC) }, /AlarmActions/],
    ['what PutMetricAlarm refuses', { DatapointsToAlarm: 2 }, /^alarm errors: DatapointsToAlarm must be less/],
  ])('cannot have %s', (_, over, problem) => {
    expect(() => putAlarm(world(), over)).toThrow(problem);
  });

  test('cannot be there twice', () => {
    const w = world();
    putAlarm(w);
    expect(() => putAlarm(w)).toThrow(/errors is there twice/);
  });

  test('without a name is called after its logical id', () => {
    const { AlarmName: _, ...unnamed } = PLAIN_ALARM;
    const [provisioner] = world().cloudwatch.provisioners;
    expect(provisioner?.identify('Errors1A2B3C4D', unnamed)).toEqual({
      ref: 'Errors1A2B3C4D',
      attributes: { Arn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:Errors1A2B3C4D' },
    });
  });

  test('was there before the world began to run: EventBridge does not hear of it, its history does', () => {
    const w = world();
    putAlarm(w);
    w.runTo(START + 1_000);
    expect(w.events).toEqual([]);
    expect(historyOf(w)).toEqual(['Alarm "errors" created']);
  });
});

const historyOf = (w: Pick<World, 'cloudwatch'>) =>
  (
    call(w.cloudwatch, 'DescribeAlarmHistory', { ScanBy: 'TimestampAscending' }) as DescribeAlarmHistoryOutput
  ).AlarmHistoryItems?.map(({ HistorySummary }) => HistorySummary);

describe('an alarm that is put', () => {
  test('is told to EventBridge, with all of its configuration', () => {
    const w = world();
    putMetricAlarm(w, { AlarmDescription: 'errors of the canary', AlarmActions: [TOPIC], TreatMissingData: 'ignore' });
    w.runTo(START + 1_000);
    expect(w.events).toEqual([
      {
        at: START + 100,
        'detail-type': 'CloudWatch Alarm Configuration Change',
        source: 'aws.cloudwatch',
        resources: ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:errors'],
        detail: {
          alarmName: 'errors',
          operation: 'create',
          state: { value: 'INSUFFICIENT_DATA', timestamp: '2026-01-01T10:00:00.000+0000' },
          configuration: {
            evaluationPeriods: 1,
            threshold: 5,
            comparisonOperator: 'GreaterThanThreshold',
            treatMissingData: 'ignore',
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
            alarmName: 'errors',
            description: 'errors of the canary',
            actionsEnabled: true,
            timestamp: '2026-01-01T10:00:00.000+0000',
            okActions: [],
            alarmActions: [TOPIC],
            insufficientDataActions: [],
          },
        },
      },
    ]);
  });

  test('lives as one of the template does', () => {
    const w = world();
    putMetricAlarm(w);
    put(w, START, 9);
    w.runTo(START + 2 * MINUTE + 5_000);
    expect(w.cloudwatch.alarm('errors').standing.state).toBe('ALARM');
  });

  test('again, the same, is not put', () => {
    const w = world();
    putMetricAlarm(w);
    w.runTo(START + MINUTE);
    const before = w.cloudwatch.alarm('errors');
    putMetricAlarm(w);
    w.runTo(START + MINUTE + 1_000);
    expect(w.cloudwatch.alarm('errors')).toEqual(before);
    expect(w.events.filter((event) => event['detail-type'].includes('Configuration'))).toHaveLength(1);
    expect(historyOf(w)?.filter((summary) => summary?.includes('updated') && summary.includes('"'))).toEqual([]);
  });

  test('anew keeps its state and loses all else of what it was', () => {
    const w = lived([9], { AlarmDescription: 'old', AlarmActions: [TOPIC] });
    const before = w.alarm();
    putMetricAlarm(w, { Threshold: 8 });
    const { standing, configuredAt, definition } = w.cloudwatch.alarm('errors');
    expect(standing).toEqual(before);
    expect(configuredAt).toBe(w.clock.now());
    expect(definition.given).not.toHaveProperty('AlarmDescription');
    expect(definition.given).not.toHaveProperty('AlarmActions');
    w.runTo(w.clock.now() + 1_000);
    expect(w.events.at(-1)).toMatchObject({
      detail: {
        operation: 'update',
        state: { value: 'ALARM' },
        configuration: { threshold: 8, alarmActions: [] },
        previousConfiguration: { threshold: 5, description: 'old', alarmActions: [TOPIC] },
      },
    });
  });

  test('anew is judged by the new rule at its next evaluation', () => {
    const w = lived([9]);
    expect(w.alarm().state).toBe('ALARM');
    putMetricAlarm(w, { Threshold: 100 });
    w.runTo(w.clock.now() + MINUTE);
    expect(w.alarm().state).toBe('OK');
  });

  test.each([
    ['more often', 60, 10],
    ['less often', 10, 60],
  ])('anew with another resolution is judged %s', (_, before, after) => {
    const seconds = (first: number, then?: number) => {
      const w = world();
      putMetricAlarm(w, { Period: first, AlarmActions: [TOPIC] });
      if (then !== undefined) putMetricAlarm(w, { Period: then, AlarmActions: [TOPIC] });
      let judged = 0;
      for (let second = 0; second < 120; second += 5) {
        w.cloudwatch.setAlarmState('errors', 'ALARM', 'drill');
        w.runTo(START + (second + 5) * 1_000);
        if (w.cloudwatch.alarm('errors').standing.state !== 'ALARM') judged += 1;
      }
      return judged;
    };
    expect(seconds(before, after)).toBe(seconds(after));
    expect(seconds(before, after)).not.toBe(seconds(before));
  });

  test('bears the tags that it was created with, and ignores those of later', () => {
    const w = world();
    const ResourceARN = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:errors';
    const tags = () => (call(w.cloudwatch, 'ListTagsForResource', { ResourceARN }) as ListTagsForResourceOutput).Tags;
    putMetricAlarm(w, { Tags: [{ Key: 'team', Value: 'fraud' }] });
    putMetricAlarm(w, { Threshold: 7, Tags: [{ Key: 'team', Value: 'other' }] });
    expect(tags()).toEqual([{ Key: 'team', Value: 'fraud' }]);
  });

  test('needs the right to tag when it is tagged', () => {
    const needs = (input: unknown): readonly Need[] =>
      operation(world().cloudwatch, 'PutMetricAlarm').needs(input as never);
    const resource = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:errors';
    expect(needs(PLAIN_ALARM)).toEqual([{ action: 'cloudwatch:PutMetricAlarm', resource }]);
    expect(needs({ ...PLAIN_ALARM, Tags: [{ Key: 'a', Value: 'b' }] })).toEqual([
      { action: 'cloudwatch:PutMetricAlarm', resource },
      { action: 'cloudwatch:TagResource', resource },
    ]);
  });
});
