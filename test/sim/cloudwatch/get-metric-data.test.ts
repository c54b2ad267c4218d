import type { GetMetricDataOutput, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { HOUR, METRICS, trained } from './banded.ts';
import { call, MINUTE, put, START, type World, world } from './world.ts';

type Small = Pick<World, 'cloudwatch'>;
const getMetricData = (w: Small, input: object) => call(w.cloudwatch, 'GetMetricData', input) as GetMetricDataOutput;

const metric = (Id: string, MetricName: string, over: object = {}) => ({
  Id,
  MetricStat: {
    Metric: { Namespace: 'Test', MetricName, Dimensions: [{ Name: 'Variant', Value: 'canary' }] },
    Period: 60,
    Stat: 'Sum',
    ...over,
  },
});
const span = { StartTime: new Date(START), EndTime: new Date(START + 10 * MINUTE) };
const errors = { ...span, MetricDataQueries: [metric('m', 'Errors')] };

/** Errors 1, 2, 3 in three minutes, and 4 requests in the second. */
const measured = () => {
  const w = world();
  for (const minute of [0, 1, 2]) put(w, START + minute * MINUTE, minute + 1);
  put(w, START + MINUTE, 4, 'Requests');
  w.runTo(START + 3 * MINUTE + 4_999);
  return w;
};
const ask = (input: object, w: Small = measured()) => getMetricData(w, input).MetricDataResults ?? [];
const compute = (Expression: string, w?: Small) =>
  ask(
    {
      ...span,
      ScanBy: 'TimestampAscending',
      MetricDataQueries: [
        { Id: 'x', Expression },
        { ...metric('e', 'Errors'), ReturnData: false },
        { ...metric('n', 'Requests'), ReturnData: false },
      ],
    },
    w,
  );
const minutesOf = ({ Timestamps = [] }: MetricDataResult) =>
  Timestamps.map((time) => (time.getTime() - START) / MINUTE);

describe('what comes back', () => {
  test('is newest first, with what is counted so far of a minute that no alarm sees yet', () => {
    expect(getMetricData(measured(), errors)).toEqual({
      MetricDataResults: [
        {
          Id: 'm',
          Label: 'Errors',
          Timestamps: [2, 1, 0].map((minute) => new Date(START + minute * MINUTE)),
          Values: [3, 2, 1],
          StatusCode: 'Complete',
        },
      ],
      Messages: [],
    });
  });

  test('is oldest first on request, and has nothing from EndTime on', () => {
    const EndTime = new Date(START + 2 * MINUTE);
    const [result] = ask({ ...errors, EndTime, ScanBy: 'TimestampAscending' });
    expect(result && minutesOf(result)).toEqual([0, 1]);
  });

  test('of a metric that nobody sent is complete and empty', () => {
    expect(ask({ ...span, MetricDataQueries: [metric('m', 'Nothing')] })).toMatchObject([
      { Values: [], Timestamps: [], StatusCode: 'Complete' },
    ]);
  });

  test('of expressions is computed, and what only they need stays hidden', () => {
    expect(compute('e + n')).toMatchObject([{ Id: 'x', Label: 'x', Values: [1, 6, 3] }]);
  });

  test('of expressions on expressions, in any order', () => {
    const queries = [
      { Id: 'twice', Expression: 'sum * 2' },
      { Id: 'sum', Expression: 'e + n', ReturnData: false },
      { ...metric('e', 'Errors'), ReturnData: false },
      { ...metric('n', 'Requests'), ReturnData: false },
    ];
    expect(ask({ ...span, MetricDataQueries: queries })).toMatchObject([{ Id: 'twice', Values: [6, 12, 2] }]);
  });

  test('of an array is a result for each member, named by both labels', () => {
    expect(compute('METRICS() * 10')).toMatchObject([
      { Id: 'x', Label: 'x Errors', Values: [10, 20, 30] },
      { Id: 'x', Label: 'x Requests', Values: [40] },
    ]);
  });

  test('of queries with different periods has each its own', () => {
    const queries = [metric('m', 'Errors'), metric('all', 'Errors', { Period: 300 })];
    expect(ask({ ...span, MetricDataQueries: queries })).toMatchObject([
      { Label: 'Errors 60', Values: [3, 2, 1] },
      { Label: 'Errors 300', Values: [6] },
    ]);
  });

  test('of an expression on no metric needs its own period', () => {
    const query = { Id: 'x', Expression: 'TIME_SERIES(2)', Period: 300 };
    expect(ask({ ...span, MetricDataQueries: [query] })).toMatchObject([{ Values: [2, 2] }]);
    expect(() => ask({ ...span, MetricDataQueries: [{ ...query, Period: undefined }] })).toThrow(/needs its Period/);
  });
});

describe('StartTime', () => {
  test.each([
    ['is rounded down to the minute', 90_000, 60, [1, 2]],
    ['starts the first of longer periods where it is', 61_000, 120, [1, 3]],
  ])('%s', (_, from, Period, expected) => {
    const StartTime = new Date(START + from);
    const EndTime = new Date(START + 5 * MINUTE);
    const query = metric('m', 'Errors', { Period, Stat: 'SampleCount' });
    const series = { Id: 'x', Expression: 'TIME_SERIES(1) + m * 0' };
    const [result] = ask({ StartTime, EndTime, ScanBy: 'TimestampAscending', MetricDataQueries: [series, query] });
    expect(result && minutesOf(result).slice(0, 2)).toEqual(expected);
  });

  test.each([
    [20, 300, 5 * MINUTE],
    [70, 3600, 60 * MINUTE],
  ])('%d days ago is rounded down to what is kept by then', (days, Period, step) => {
    const now = START + 100 * 24 * 60 * MINUTE;
    const w = world();
    w.runTo(now);
    const StartTime = new Date(now - days * 24 * 60 * MINUTE + 34 * MINUTE + 1);
    const query = { Id: 'x', Expression: 'TIME_SERIES(1)', Period };
    const asked = { StartTime, EndTime: new Date(now), MetricDataQueries: [query], ScanBy: 'TimestampAscending' };
    const first = ask(asked, w)[0]?.Timestamps?.[0]?.getTime();
    expect(first).toBe(Math.floor(StartTime.getTime() / step) * step);
  });

  test.each([
    [4 / 24, 30],
    [16, 60],
    [64, 300],
  ])('%d days ago gives nothing by periods of %d s', (days, Period) => {
    const now = START + 100 * 24 * 60 * MINUTE;
    const w = world();
    w.runTo(now);
    put(w, now - MINUTE, 1);
    const query = metric('m', 'Errors', { Period });
    const from = (age: number) => ({
      StartTime: new Date(now - age),
      EndTime: new Date(now),
      MetricDataQueries: [query],
    });
    expect(ask(from(days * 24 * 60 * MINUTE), w)).toMatchObject([{ Values: [], StatusCode: 'Complete' }]);
    expect(ask(from(2 * MINUTE), w)).toMatchObject([{ Values: [1] }]);
  });
});

describe('units', () => {
  const inUnits = (...units: readonly string[]) => {
    const w = world();
    for (const [index, unit] of units.entries()) {
      w.cloudwatch.put({
        namespace: 'Test',
        name: 'Errors',
        dimensions: { Variant: 'canary' },
        at: START,
        unit,
        values: [[index + 1, 1]],
      });
    }
    w.runTo(START + MINUTE);
    return w;
  };

  test('without a unit in the query, the first one is given, and told that there are others', () => {
    expect(ask(errors, inUnits('Seconds', 'Milliseconds', 'Count'))).toMatchObject([
      {
        Values: [3],
        Messages: [{ Code: 'MultipleUnits', Value: "Multiple units returned: '[Count, Milliseconds, Seconds]'" }],
      },
    ]);
  });

  test('with a unit, only that one; of one that never came, nothing', () => {
    const w = inUnits('Seconds', 'Milliseconds');
    const [seconds, bytes] = ['Seconds', 'Bytes'].map((Unit) =>
      ask({ ...span, MetricDataQueries: [metric('m', 'Errors', { Unit })] }, w),
    );
    expect([seconds, bytes]).toMatchObject([[{ Values: [1] }], [{ Values: [] }]]);
    expect(seconds?.[0]).not.toHaveProperty('Messages');
  });
});

describe('labels', () => {
  const labels = (...queries: readonly object[]) =>
    ask({ ...span, MetricDataQueries: queries }).map(({ Label }) => Label);

  test.each([
    [
      [{ Stat: 'Sum' }, { Stat: 'Minimum', Period: 300 }],
      ['Errors Sum 60', 'Errors Minimum 300'],
    ],
    [
      [{ Stat: 'Sum' }, { Stat: 'Minimum' }],
      ['Errors Sum', 'Errors Minimum'],
    ],
    [
      [{ Period: 60 }, { Period: 300 }],
      ['Errors 60', 'Errors 300'],
    ],
    [
      [{ Unit: 'Seconds' }, { Unit: 'Bytes' }],
      ['Errors', 'Errors'],
    ],
  ])('tell the statistic and the period where they differ: %j', (overs, expected) => {
    expect(labels(...overs.map((over, index) => metric(`m${index}`, 'Errors', over)))).toEqual(expected);
  });

  test.each([
    ["${PROP('Namespace')}/${PROP('MetricName')}", 'Test/Errors'],
    ["${PROP('Stat')} each ${PROP('Period')} s", 'Sum each 60 s'],
    ["${PROP('Dim.Variant')}, not ${PROP('Dim.variant')}.", 'canary, not .'],
    ["${PROP('Region')} ${PROP('AccountId')}", 'eu-west-1 111122223333'],
    ['${LABEL}: ${MIN} to ${MAX}, ${AVG}', 'Errors: 1 to 3, 2'],
    ['${FIRST} ${LAST} ${SUM} ${DATAPOINT_COUNT} ${FIRST_LAST_RANGE}', '1 3 6 3 2'],
    ['plain', 'plain'],
  ])('%s is %s', (Label, expected) => {
    expect(labels({ ...metric('m', 'Errors'), Label })).toEqual([expected]);
  });

  test('that tell times are beyond the small AWS', () => {
    expect(() => labels({ ...metric('m', 'Errors'), Label: '${MAX_TIME}' })).toThrow(/does not know \$\{MAX_TIME\}/);
  });

  test('take a time zone, which changes no other part', () => {
    const LabelOptions = { Timezone: '-0130' };
    expect(ask({ ...errors, LabelOptions })).toMatchObject([{ Label: 'Errors' }]);
  });
});

describe('pages', () => {
  const queries = [metric('m', 'Errors'), metric('none', 'Nothing'), metric('n', 'Requests')];

  test.each([1, 2, 3, 4, 5])('of %d datapoints are all of them together', (MaxDatapoints) => {
    const w = measured();
    const asked = { ...span, MetricDataQueries: queries, MaxDatapoints };
    const rows: MetricDataResult[] = [];
    let NextToken: string | undefined;
    do {
      const page = getMetricData(w, { ...asked, NextToken });
      const results = page.MetricDataResults ?? [];
      expect(results.flatMap(({ Values = [] }) => Values).length).toBeLessThanOrEqual(MaxDatapoints);
      rows.push(...results);
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    const valuesOf = (id: string) => rows.filter(({ Id }) => Id === id).flatMap(({ Values = [] }) => Values);
    expect([valuesOf('m'), valuesOf('n')]).toEqual([[3, 2, 1], [4]]);
    expect(rows.filter(({ Id }) => Id === 'none')).toHaveLength(1);
    expect(rows.filter(({ StatusCode }) => StatusCode === 'Complete').map(({ Id }) => Id)).toEqual(['m', 'none', 'n']);
  });

  test('end early, without a token, where an expression is computed', () => {
    const MetricDataQueries = [metric('m', 'Errors'), { Id: 'x', Expression: 'm * 2', ReturnData: false }];
    const page = getMetricData(measured(), { ...span, MetricDataQueries, MaxDatapoints: 2 });
    expect(page).toMatchObject({ MetricDataResults: [{ Values: [3, 2], StatusCode: 'PartialData' }] });
    expect(page).not.toHaveProperty('NextToken');
  });

  test('are of the request that asked first, and of no other', () => {
    const w = measured();
    const { NextToken } = getMetricData(w, { ...errors, MaxDatapoints: 1 });
    expect(NextToken).toBeDefined();
    for (const wrong of [{ NextToken: 'forged' }, { NextToken, ScanBy: 'TimestampAscending' }]) {
      expect(() => getMetricData(w, { ...errors, ...wrong })).toThrow(
        expect.objectContaining({ name: 'InvalidNextToken' }),
      );
    }
  });
});

describe('GetMetricData refuses, in AWS’s words:', () => {
  const both = { ...metric('m', 'Errors'), Expression: 'm' };
  test.each([
    ['no queries', { MetricDataQueries: [] }, 'The parameter MetricDataQueries is required.\n'],
    [
      'more than 500',
      { MetricDataQueries: Array.from({ length: 501 }, (_, index) => metric(`m${index}`, 'Errors')) },
      'The collection MetricDataQueries must not have a size greater than 500.\n',
    ],
    ['times in the wrong order', { EndTime: new Date(0) }, 'The parameter EndTime must be greater than StartTime.\n'],
    ['no time at all', { EndTime: span.StartTime }, 'The parameter StartTime must not equal parameter EndTime.\n'],
    [
      'an id twice',
      { MetricDataQueries: [metric('m', 'Errors'), metric('m', 'Requests')] },
      'The values for parameter id in MetricDataQueries are not unique.\n',
    ],
    [
      'every wrong id, in a line of its own',
      { MetricDataQueries: [metric('5xx', 'Errors'), metric('M', 'Errors')] },
      'The value 5xx for parameter MetricDataQueries.member.1.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.\n' +
        'The value M for parameter MetricDataQueries.member.2.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.\n',
    ],
    [
      'a statistic that is none',
      { MetricDataQueries: [metric('m', 'Errors', { Stat: 'None' })] },
      'The value None for parameter MetricDataQueries.member.1.MetricStat.Stat is not a valid statistic.\n',
    ],
    [
      'neither metric nor expression',
      { MetricDataQueries: [{ Id: 'm' }] },
      'The parameter MetricDataQueries.member.1.MetricStat is required.\n',
    ],
    [
      'bad syntax',
      { MetricDataQueries: [{ Id: 'e1', Expression: 'm1 +' }] },
      "Error in expression 'e1': Invalid syntax",
    ],
    [
      'an unknown function',
      { MetricDataQueries: [{ Id: 'e1', Expression: 'ANOMALY_DETECTOR(m)' }, metric('m', 'Errors')] },
      "Error in expression 'e1': Function 'ANOMALY_DETECTOR' not found",
    ],
  ])('%s', (_, over, message) => {
    expect(() => ask({ ...errors, ...over })).toThrow(
      expect.objectContaining({ code: 'ValidationError', message, status: 400 }),
    );
  });

  test.each([
    ['metric and expression', { MetricDataQueries: [both] }, /mutually exclusive/],
    ['a period of 45 s', { MetricDataQueries: [metric('m', 'Errors', { Period: 45 })] }, /multiple of 60/],
    [
      'a period of an expression of 45 s',
      { MetricDataQueries: [{ Id: 'x', Expression: '1', Period: 45 }] },
      /multiple/,
    ],
    ['no name', { MetricDataQueries: [metric('m', '')] }, /MetricName is required/],
    ['MaxDatapoints of 0', { MaxDatapoints: 0 }, /MaxDatapoints/],
    ['a zone', { LabelOptions: { Timezone: 'CET' } }, /Timezone/],
    [
      'six dynamic values',
      { MetricDataQueries: [{ ...metric('m', 'Errors'), Label: '${MAX}'.repeat(6) }] },
      /too many/,
    ],
    ['a number', { MetricDataQueries: [{ Id: 'x', Expression: 'SUM(m)' }, metric('m', 'Errors')] }, /scalar/],
    ['an unknown id', { MetricDataQueries: [{ Id: 'x', Expression: 'y' }] }, /^Error in expression 'x': .*'y'/],
    [
      'a circle',
      {
        MetricDataQueries: [
          { Id: 'x', Expression: 'y' },
          { Id: 'y', Expression: 'x' },
        ],
      },
      /refers to itself/,
    ],
  ])('or in ours: %s', (_, over, message) => {
    expect(() => ask({ ...errors, ...over })).toThrow(
      expect.objectContaining({ code: 'ValidationError', message: expect.stringMatching(message) }),
    );
  });

  test.each([
    [{ Id: 'x', Expression: 'SELECT AVG(CPU) FROM SCHEMA("AWS/EC2")' }],
    [{ ...metric('m', 'Errors'), AccountId: '222233334444' }],
    [{ Id: 'x', Expression: 'SERVICE_QUOTA(m)' }],
  ])('what is beyond the small AWS is no refusal, but an error: %j', (query) => {
    expect(() => ask({ ...span, MetricDataQueries: [query, metric('m', 'Errors')] })).toThrow(
      expect.not.objectContaining({ code: expect.anything() }),
    );
  });
});

describe('a band', () => {
  const now = { StartTime: new Date(START + 2 * HOUR), EndTime: new Date(START + 2 * HOUR + 2 * MINUTE) };

  test('comes back twice by its one id, the upper bound and the lower one', () => {
    const [metric, ...bands] = ask({ ...now, MetricDataQueries: METRICS }, trained());
    expect(metric).toMatchObject({ Id: 'm', Values: [] });
    expect(bands).toEqual(
      [12, 8].map((bound) => ({
        Id: 'band',
        Label: 'Errors (expected)',
        Timestamps: [1, 0].map((minute) => new Date(START + 2 * HOUR + minute * MINUTE)),
        Values: [bound, bound],
        StatusCode: 'Complete',
      })),
    );
  });

  test('without a detector, or with one that is not trained yet, has no datapoint', () => {
    const w = trained();
    const values = () => ask({ ...now, MetricDataQueries: METRICS }, w).map(({ Values = [] }) => Values.length);
    const of = {
      Namespace: 'Test',
      MetricName: 'Errors',
      Dimensions: [{ Name: 'Variant', Value: 'canary' }],
      Stat: 'Sum',
    };
    call(w.cloudwatch, 'DeleteAnomalyDetector', { SingleMetricAnomalyDetector: of });
    expect(values()).toEqual([0, 0, 0]);
    call(w.cloudwatch, 'PutAnomalyDetector', { SingleMetricAnomalyDetector: of });
    expect(values()).toEqual([0, 0, 0]);
    w.runTo(w.clock.now() + 3 * HOUR);
    expect(values()).toEqual([0, 2, 2]);
  });
});
