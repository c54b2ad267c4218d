import type { GetMetricStatisticsOutput } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { call, MINUTE, operation, putAlarm, START, type World, world } from './world.ts';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const putData = (w: Pick<World, 'cloudwatch'>, datum: object, over: object = {}) =>
  call(w.cloudwatch, 'PutMetricData', { Namespace: 'Test', MetricData: [{ MetricName: 'Errors', ...datum }], ...over });

/** All statistics of the minute at START. */
const statistics = (datum: object) => {
  const w = world();
  putData(w, datum);
  const asked = {
    Namespace: 'Test',
    MetricName: 'Errors',
    StartTime: new Date(START),
    EndTime: new Date(START + MINUTE),
    Period: 60,
  };
  const get = (over: object) =>
    (call(w.cloudwatch, 'GetMetricStatistics', { ...asked, ...over }) as GetMetricStatisticsOutput).Datapoints?.[0];
  const { Timestamp: _, ...simple } = get({ Statistics: ['SampleCount', 'Sum', 'Minimum', 'Maximum'] }) ?? {};
  return { ...simple, p50: get({ ExtendedStatistics: ['p50'] })?.ExtendedStatistics?.['p50'] };
};

describe('PutMetricData stores', () => {
  test.each([
    [{ Value: 4 }, { SampleCount: 1, Sum: 4, Minimum: 4, Maximum: 4, Unit: 'None', p50: 4 }],
    [{ Value: 0 }, { SampleCount: 1, Sum: 0, Minimum: 0, Maximum: 0, Unit: 'None', p50: 0 }],
    [
      { Values: [1, 9], Unit: 'Bytes' },
      { SampleCount: 2, Sum: 10, Minimum: 1, Maximum: 9, Unit: 'Bytes', p50: 1 },
    ],
    [
      { Values: [1, 9, 5], Counts: [1, 3, 0] },
      { SampleCount: 4, Sum: 28, Minimum: 1, Maximum: 9, Unit: 'None', p50: 9 },
    ],
    [
      { StatisticValues: { SampleCount: 3, Sum: 11, Minimum: 2, Maximum: 5 } },
      { SampleCount: 3, Sum: 11, Minimum: 2, Maximum: 5, Unit: 'None', p50: undefined },
    ],
  ])('%j', (datum, expected) => {
    expect(statistics(datum)).toEqual(expected);
  });

  test('what alarms then see', () => {
    const w = world();
    const name = putAlarm(w);
    putData(w, { Value: 6, Dimensions: [{ Name: 'Variant', Value: 'canary' }], Timestamp: new Date(START) });
    w.runTo(START + 2 * MINUTE + 5_000);
    expect(w.cloudwatch.alarm(name).standing.state).toBe('ALARM');
  });

  test('high resolution by the second', () => {
    const w = world();
    putData(w, { Value: 6, StorageResolution: 1, Timestamp: new Date(START + 11_000) });
    const metric = { namespace: 'Test', name: 'Errors', dimensions: {} };
    w.runTo(START + 30_000);
    const sum = (from: number) =>
      w.cloudwatch.read({ ...metric, stat: 'Sum', from: START + from, to: START + from + 10_000 });
    expect([sum(0), sum(10_000)]).toEqual([undefined, 6]);
  });

  test('nothing of a request with one flaw', () => {
    const w = world();
    const data = [
      { MetricName: 'Errors', Value: 1 },
      { MetricName: 'Errors', Value: Number.NaN },
    ];
    expect(() => call(w.cloudwatch, 'PutMetricData', { Namespace: 'Test', MetricData: data })).toThrow(/NaN/);
    w.runTo(START + 2 * MINUTE);
    const what = { namespace: 'Test', name: 'Errors', dimensions: {}, stat: 'Sum', from: START, to: START + MINUTE };
    expect(w.cloudwatch.read(what)).toBeUndefined();
  });

  test.each([
    [{ Timestamp: new Date(START - 14 * DAY) }],
    [{ Timestamp: new Date(START + 2 * HOUR) }],
    [{ Value: 2 ** 360 }],
    [{ Value: -(2 ** 360) }],
    [{ Dimensions: Array.from({ length: 30 }, (_, index) => ({ Name: `d${index}`, Value: 'x' })) }],
    [{ Value: undefined, Values: Array.from({ length: 150 }, (_, index) => index) }],
  ])('%j, at the limit', (datum) => {
    expect(() => putData(world(), { Value: 1, ...datum })).not.toThrow();
  });
});

const VALUE = 'InvalidParameterValueException';
const CLASH = 'InvalidParameterCombinationException';
const MISSING = 'MissingRequiredParameterException';
const set = { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1 };
const at = 'MetricData.member.1';

describe('PutMetricData refuses, in AWS’s words:', () => {
  test.each([
    [
      { Value: 1, Values: [1] },
      CLASH,
      `The parameters ${at}.Value and ${at}.Values are mutually exclusive and you have specified both.`,
    ],
    [
      { Value: 1, StatisticValues: set },
      CLASH,
      `The parameters ${at}.Value and ${at}.StatisticValues are mutually exclusive and you have specified both.`,
    ],
    [{}, CLASH, `At least one of the parameters ${at}.Value and ${at}.StatisticValues must be specified.`],
    [
      { Values: [1, 10], Counts: [2, 4, 5] },
      VALUE,
      `The parameters ${at}.Values and ${at}.Counts must be of the same size.`,
    ],
    [
      { Values: Array.from({ length: 151 }, () => 1) },
      VALUE,
      `The collection ${at}.Values must not have a size greater than 150.`,
    ],
    [{ Value: Number.NaN }, VALUE, `The value NaN for parameter ${at}.Value is invalid.`],
    [
      { Value: 1, Timestamp: new Date(START - 14 * DAY - 1) },
      VALUE,
      `The parameter ${at}.Timestamp must specify a time within the past two weeks.`,
    ],
    [
      { Value: 1, StorageResolution: 300 },
      VALUE,
      `The parameter ${at}.StorageResolution must be a value in the set [ 1, 60 ].`,
    ],
    [
      {
        Value: 1,
        Dimensions: [
          { Name: 'a', Value: '1' },
          { Name: 'a', Value: '2' },
        ],
      },
      VALUE,
      'No metric may specify the same dimension name twice.',
    ],
  ])('%j', (datum, name, message) => {
    expect(() => putData(world(), datum)).toThrow(expect.objectContaining({ name, message }));
  });

  test.each([
    [{ Namespace: 'AWS/SageMaker' }, VALUE, 'The value AWS/ for parameter Namespace is invalid.'],
    [{ Namespace: '' }, MISSING, 'The parameter Namespace is required.'],
    [
      { MetricData: Array.from({ length: 1001 }, () => ({ MetricName: 'x', Value: 1 })) },
      VALUE,
      'The collection MetricData must not have a size greater than 1000.',
    ],
    [
      {
        MetricData: [
          { MetricName: 'x', Value: Number.NaN },
          { MetricName: 'y' },
          { MetricName: 'z', Value: Number.NaN },
        ],
      },
      VALUE,
      'The value NaN for parameter MetricData.member.1.Value is invalid.\nThe value NaN for parameter MetricData.member.3.Value is invalid.',
    ],
  ])('%#', (over, name, message) => {
    expect(() => putData(world(), { Value: 1 }, over)).toThrow(expect.objectContaining({ name, message }));
  });

  test.each([
    [{ Value: Number.POSITIVE_INFINITY }, VALUE],
    [{ Value: 2 ** 361 }, VALUE],
    [{ Values: [1, Number.NaN] }, VALUE],
    [{ Values: [] }, MISSING],
    [{ Values: [1], Counts: [-1] }, VALUE],
    [{ Counts: [1] }, MISSING],
    [{ Values: [1], StatisticValues: set }, CLASH],
    [{ StatisticValues: { ...set, SampleCount: 0 } }, VALUE],
    [{ StatisticValues: { ...set, Sum: Number.NaN } }, VALUE],
    [{ StatisticValues: { ...set, Minimum: 2 } }, VALUE],
    [{ Value: 1, Timestamp: new Date(START + 2 * HOUR + 1) }, VALUE],
    [{ Value: 1, Dimensions: Array.from({ length: 31 }, (_, index) => ({ Name: `d${index}`, Value: 'x' })) }, VALUE],
    [{ Value: 1, Dimensions: [{ Name: ':a', Value: 'x' }] }, VALUE],
    [{ Value: 1, Dimensions: [{ Name: 'a', Value: ' ' }] }, VALUE],
    [{ Value: 1, Dimensions: [{ Name: 'a', Value: 'ü' }] }, VALUE],
    [{ Value: 1, MetricName: '' }, MISSING],
    [{ Value: 1, MetricName: 'a\u0000b' }, VALUE],
  ])('or in ours: %j', (datum, name) => {
    expect(() => putData(world(), datum)).toThrow(expect.objectContaining({ name }));
  });

  test.each([
    [{ Namespace: ':x' }, VALUE],
    [{ MetricData: [] }, MISSING],
  ])('or in ours: %j', (over, name) => {
    expect(() => putData(world(), { Value: 1 }, over)).toThrow(expect.objectContaining({ name }));
  });
});

test('entities are beyond the small AWS', () => {
  expect(() => putData(world(), { Value: 1 }, { EntityMetricData: [] })).toThrow(/does not know EntityMetricData/);
});

test('a grant to put may be bound to a namespace; the others know no resources', () => {
  const { cloudwatch } = world();
  expect(operation(cloudwatch, 'PutMetricData').needs({ Namespace: 'Test' } as never)).toEqual([
    { action: 'cloudwatch:PutMetricData', resource: '*', context: { 'cloudwatch:namespace': 'Test' } },
  ]);
  for (const name of ['GetMetricData', 'GetMetricStatistics', 'ListMetrics']) {
    expect(operation(cloudwatch, name).needs({} as never)).toEqual([{ action: `cloudwatch:${name}`, resource: '*' }]);
  }
});
