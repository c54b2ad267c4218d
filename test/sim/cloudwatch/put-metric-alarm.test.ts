import { describe, expect, test } from 'vitest';
import { RATIO, TOPIC } from './lived.ts';
import { PLAIN_ALARM, putAlarm, world } from './world.ts';

describe('PutMetricAlarm refuses', () => {
  const metrics = (over: readonly unknown[]) => ({ ...RATIO, Metrics: over });
  const [ratio, e, n] = RATIO.Metrics;
  test.each([
    ['M above N', { DatapointsToAlarm: 2 }, /DatapointsToAlarm 2 is more than EvaluationPeriods 1/],
    ['a period of 61 s', { Period: 61 }, /multiple of 60 seconds, not 61/],
    ['a high-resolution period', { Period: 10 }, /high resolution/],
    ['an unknown property', { Colour: 'red' }, /Colour/],
    ['an unknown comparison', { ComparisonOperator: 'Above' }, /ComparisonOperator/],
    ['an unknown treatment', { TreatMissingData: 'NOT_BREACHING' }, /TreatMissingData/],
    ['no threshold', { Threshold: undefined }, /Threshold/],
    ['a statistic that does not exist', { Statistic: 'p99' }, /Statistic/],
    ['an extended statistic that is none', { Statistic: undefined, ExtendedStatistic: 'tm99' }, /tm99/],
    ['no statistic', { Statistic: undefined }, /either Statistic or ExtendedStatistic/],
    [
      'an action that is no topic',
      { AlarmActions: ['arn:aws:lambda:eu-west-1:111122223333:function:f'] },
      /SNS topics/,
    ],
    ['six actions', { AlarmActions: Array.from({ length: 6 }, () => TOPIC) }, /AlarmActions/],
    ['a metric beside Metrics', { ...RATIO, Namespace: 'Test' }, /Namespace cannot stand beside Metrics/],
    ['two results', metrics([ratio, { ...e, ReturnData: true }, n]), /exactly one of Metrics must return data, not 2/],
    ['no result', metrics([{ ...ratio, ReturnData: false }, e, n]), /must return data, not 0/],
    ['an unknown id', metrics([ratio, e]), /"n" is not the id/],
    ['an id in upper case', metrics([ratio, { ...e, Id: 'E' }, n]), /lower-case/],
    ['an id twice', metrics([ratio, e, n, n]), /twice/],
    ['an expression that is a number', metrics([{ ...ratio, Expression: 'SUM(e)' }, e, n]), /single number/],
    ['an expression that is several', metrics([{ ...ratio, Expression: '[e, n]' }, e, n]), /several time series/],
    ['an expression of itself', metrics([{ ...ratio, Expression: 'ratio + e' }, e, n]), /refers to itself/],
    [
      'mixed periods',
      metrics([ratio, e, { ...n, MetricStat: { ...n?.MetricStat, Period: 300 } }]),
      /mixes the periods/,
    ],
    ['more than it can remember', { EvaluationPeriods: 200 }, /remembers/],
  ])('%s', (_, over, problem) => {
    expect(() => putAlarm(world(), over)).toThrow(problem);
  });

  test('an alarm that is there already', () => {
    const w = world();
    putAlarm(w);
    expect(() => putAlarm(w)).toThrow(/errors is there twice/);
  });
});

test('an alarm without a name is called after its logical id', () => {
  const { AlarmName: _, ...unnamed } = PLAIN_ALARM;
  const [provisioner] = world().cloudwatch.provisioners;
  expect(provisioner?.identify('Errors1A2B3C4D', unnamed)).toEqual({
    ref: 'Errors1A2B3C4D',
    attributes: { Arn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:Errors1A2B3C4D' },
  });
});
