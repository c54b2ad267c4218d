import type { GetMetricStatisticsOutput, ListMetricsOutput } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { LISTED_AFTER } from '../../../sim/services/cloudwatch/list-metrics.ts';
import { call, MINUTE, put, START, type World, world } from './world.ts';

type Small = Pick<World, 'cloudwatch'>;
const DAY = 24 * 60 * MINUTE;

describe('GetMetricStatistics', () => {
  const asked = {
    Namespace: 'Test',
    MetricName: 'Errors',
    Dimensions: [{ Name: 'Variant', Value: 'canary' }],
    StartTime: new Date(START),
    EndTime: new Date(START + 20 * MINUTE),
    Period: 60,
    Statistics: ['Sum'],
  };
  const get = (w: Small, over: object = {}) =>
    call(w.cloudwatch, 'GetMetricStatistics', { ...asked, ...over }) as GetMetricStatisticsOutput;
  const measured = (minutes = 3) => {
    const w = world();
    for (let minute = 0; minute < minutes; minute += 1) put(w, START + minute * MINUTE, minute + 1);
    w.runTo(START + minutes * MINUTE);
    return w;
  };

  test('gives the statistics that were asked for, and the unit', () => {
    const reply = get(measured(1), { Statistics: ['Sum', 'Average', 'SampleCount'] });
    expect(reply).toEqual({
      Label: 'Errors',
      Datapoints: [{ Timestamp: new Date(START), Sum: 1, Average: 1, SampleCount: 1, Unit: 'None' }],
    });
  });

  test('gives percentiles apart', () => {
    const reply = get(measured(), { Statistics: undefined, ExtendedStatistics: ['p50', 'p100'], Period: 300 });
    expect(reply.Datapoints).toEqual([
      { Timestamp: new Date(START), ExtendedStatistics: { p50: 2, p100: 3 }, Unit: 'None' },
    ]);
  });

  test('gives all the datapoints in no order that one may rely on', () => {
    const sums = get(measured(20)).Datapoints?.map(({ Sum }) => Sum ?? 0) ?? [];
    const inOrder = Array.from({ length: 20 }, (_, index) => index + 1);
    expect(sums).not.toEqual(inOrder);
    expect(sums.toSorted((a, b) => a - b)).toEqual(inOrder);
    expect(get(measured(20)).Datapoints?.map(({ Sum }) => Sum)).toEqual(sums);
  });

  test('gives each unit its datapoint, or only the one that was asked for', () => {
    const w = world();
    for (const [unit, value] of [
      ['Seconds', 1],
      ['Count', 5],
      [undefined, 10],
    ] as const) {
      const one = { namespace: 'Test', name: 'Errors', dimensions: { Variant: 'canary' }, at: START };
      w.cloudwatch.put({ ...one, values: [[value, 1]], ...(unit && { unit }) });
    }
    const units = (over: object) =>
      get(w, over)
        .Datapoints?.map(({ Unit, Sum }) => `${Unit} ${Sum}`)
        .toSorted();
    expect(units({})).toEqual(['Count 5', 'None 10', 'Seconds 1']);
    expect([units({ Unit: 'Count' }), units({ Unit: 'Bytes' })]).toEqual([['Count 5'], []]);
  });

  test('has no datapoint where a statistic is not known', () => {
    const w = world();
    const set = { sampleCount: 2, sum: 3, minimum: 1, maximum: 2 };
    w.cloudwatch.put({
      namespace: 'Test',
      name: 'Errors',
      dimensions: { Variant: 'canary' },
      at: START,
      values: [],
      set,
    });
    expect(get(w, { Statistics: undefined, ExtendedStatistics: ['p50'] }).Datapoints).toEqual([]);
  });

  const VALUE = 'InvalidParameterValueException';
  const CLASH = 'InvalidParameterCombinationException';
  const tomorrow = new Date(START + DAY);
  test.each([
    [
      { EndTime: tomorrow, Period: 1 },
      CLASH,
      'You have requested up to 86400 datapoints, which exceeds the limit of 1440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.',
    ],
    [
      { EndTime: asked.StartTime, Period: 1 },
      VALUE,
      'The parameter StartTime must be less than the parameter EndTime.',
    ],
    [{ Statistics: undefined }, CLASH, 'Must specify either Statistics or ExtendedStatistics'],
    [{ ExtendedStatistics: ['p50'] }, CLASH, 'Must specify either Statistics or ExtendedStatistics'],
    [{ Period: 90 }, VALUE, expect.stringContaining('Period')],
    [{ Statistics: undefined, ExtendedStatistics: ['p101'] }, VALUE, expect.stringContaining('p101')],
    [{ Statistics: undefined, ExtendedStatistics: ['tm90'] }, VALUE, expect.stringContaining('tm90')],
    [{ StartTime: undefined }, 'MissingRequiredParameterException', 'The parameter StartTime is required.'],
    [{ EndTime: undefined }, 'MissingRequiredParameterException', 'The parameter EndTime is required.'],
  ])('refuses %j', (over, name, message) => {
    expect(() => get(measured(), over)).toThrow(expect.objectContaining({ name, message }));
  });

  test('may ask for 1,440 datapoints', () => {
    expect(get(measured(), { EndTime: tomorrow }).Datapoints).toHaveLength(3);
  });
});

describe('ListMetrics', () => {
  const list = (w: Small, input: object = {}) => call(w.cloudwatch, 'ListMetrics', input) as ListMetricsOutput;
  const names = (w: Small, input: object = {}) => list(w, input).Metrics?.map(({ MetricName }) => MetricName);
  const listed = (count = 1) => {
    const w = world();
    for (let index = 0; index < count; index += 1) {
      const dimensions = { Variant: 'canary', Number: String(index) };
      w.cloudwatch.put({ namespace: 'Test', name: `m${index}`, dimensions, at: START, values: [[1, 1]] });
    }
    w.cloudwatch.put({ namespace: 'Other', name: 'm0', dimensions: {}, at: START, values: [[1, 1]] });
    w.runTo(START + LISTED_AFTER);
    return w;
  };

  test('lists a metric a quarter of an hour after it came first', () => {
    const w = listed();
    put(w, START + LISTED_AFTER, 1);
    expect(list(w)).toEqual({
      Metrics: [
        {
          Namespace: 'Test',
          MetricName: 'm0',
          Dimensions: [
            { Name: 'Variant', Value: 'canary' },
            { Name: 'Number', Value: '0' },
          ],
        },
        { Namespace: 'Other', MetricName: 'm0', Dimensions: [] },
      ],
    });
    w.runTo(START + 2 * LISTED_AFTER);
    expect(names(w)).toEqual(['m0', 'm0', 'Errors']);
  });

  test.each([
    [{ Namespace: 'Test' }, ['m0', 'm1', 'm2']],
    [{ Namespace: 'test' }, []],
    [{ MetricName: 'm0' }, ['m0', 'm0']],
    [{ Dimensions: [{ Name: 'Variant' }] }, ['m0', 'm1', 'm2']],
    [
      {
        Dimensions: [
          { Name: 'Variant', Value: 'canary' },
          { Name: 'Number', Value: '1' },
        ],
      },
      ['m1'],
    ],
    [{ Dimensions: [{ Name: 'variant' }] }, []],
  ])('filters by %j', (input, expected) => {
    expect(names(listed(3), input)).toEqual(expected);
  });

  test.each([
    [3 * 60 * MINUTE, { RecentlyActive: 'PT3H' }, 2],
    [3 * 60 * MINUTE + 1, { RecentlyActive: 'PT3H' }, 0],
    [14 * DAY, {}, 2],
    [14 * DAY + 1, {}, 0],
  ])('%d ms after the last data, asked %j, lists %d', (age, input, count) => {
    const w = listed();
    w.runTo(START + age);
    expect(list(w, input).Metrics).toHaveLength(count);
  });

  test('gives five hundred at a time', () => {
    const w = listed(700);
    const first = list(w);
    const second = list(w, { NextToken: first.NextToken });
    expect([first.Metrics?.length, second.Metrics?.length, second.NextToken]).toEqual([500, 201, undefined]);
    const other = { Namespace: 'Test', NextToken: first.NextToken };
    expect(() => list(w, other)).toThrow('Parameters do not match original request parameters');
    expect(() => list(w, { NextToken: 'forged' })).toThrow('Request parameter NextToken is invalid');
  });

  test('refuses what is no span, and has one account', () => {
    expect(() => list(listed(), { RecentlyActive: 'PT1H' })).toThrow(/RecentlyActive/);
    expect(() => list(listed(), { IncludeLinkedAccounts: true })).toThrow(/small AWS has one account/);
  });
});
