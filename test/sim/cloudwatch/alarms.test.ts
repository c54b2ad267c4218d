import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MINUTE, PLAIN_ALARM, put, putAlarm, START, world } from './world.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:pager';
const RATIO = {
  Namespace: undefined,
  MetricName: undefined,
  Dimensions: undefined,
  Period: undefined,
  Statistic: undefined,
  Threshold: 0.02,
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  TreatMissingData: 'notBreaching',
  Metrics: [
    { Id: 'ratio', Expression: 'IF(n >= 20, e / n, 0)', Label: 'error ratio', ReturnData: true },
    { Id: 'e', MetricStat: metricStat('Errors'), ReturnData: false },
    { Id: 'n', MetricStat: metricStat('Requests'), ReturnData: false },
  ],
};
function metricStat(MetricName: string) {
  return {
    Metric: { Namespace: 'Test', MetricName, Dimensions: [{ Name: 'Variant', Value: 'canary' }] },
    Period: 60,
    Stat: 'Sum',
  };
}

/** A world in which the plain alarm's metric had one value a minute, oldest first; null is a minute without one. */
const lived = (values: readonly (number | null)[], over: Readonly<Record<string, unknown>> = {}) => {
  const w = world();
  const name = putAlarm(w, over);
  values.forEach((value, minute) => {
    w.runTo(START + minute * MINUTE);
    if (value !== null) put(w, START + minute * MINUTE, value);
  });
  w.runTo(START + (values.length + 1) * MINUTE + 5_000);
  return { ...w, name, alarm: () => w.cloudwatch.alarm(name).standing };
};

test('an alarm starts with insufficient data, and says nothing about it', () => {
  const w = world();
  putAlarm(w);
  const { state, reason, reasonData } = w.cloudwatch.alarm('errors').standing;
  expect([state, reason, reasonData]).toEqual(['INSUFFICIENT_DATA', 'Unchecked: Initial alarm creation', undefined]);
  expect(w.events).toEqual([]);
});

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
    expect(lived([1, null, null, null]).alarm().reason).toBe('Insufficient Data: 1 datapoint was unknown.');
  });
});

test('two of three minutes above the ratio make an alarm, one does not', () => {
  const w = world();
  putAlarm(w, RATIO);
  [0, 10, 0, 10, 10].forEach((errors, minute) => {
    w.runTo(START + minute * MINUTE);
    put(w, START + minute * MINUTE, errors);
    put(w, START + minute * MINUTE, 100, 'Requests');
  });
  w.runTo(START + 4 * MINUTE + 4_999);
  expect(w.cloudwatch.alarm('errors').standing.state).toBe('OK');
  w.runTo(START + 5 * MINUTE + 4_999);
  expect(w.cloudwatch.alarm('errors').standing).toMatchObject({
    state: 'ALARM',
    reason:
      'Threshold Crossed: 2 out of the last 3 datapoints [0.1 (01/01/26 10:03:00), 0.1 (01/01/26 10:01:00)] were greater than the threshold (0.02) (minimum 2 datapoints for OK -> ALARM transition).',
  });
  expect(JSON.parse(w.cloudwatch.alarm('errors').standing.reasonData ?? '')).not.toHaveProperty('statistic');
});

test('a ratio of few requests does not count', () => {
  const w = world();
  putAlarm(w, RATIO);
  for (let minute = 0; minute < 5; minute += 1) {
    w.runTo(START + minute * MINUTE);
    put(w, START + minute * MINUTE, 19);
    put(w, START + minute * MINUTE, 19, 'Requests');
  }
  w.runTo(START + 7 * MINUTE);
  expect(w.cloudwatch.alarm('errors').standing.state).toBe('OK');
});

test('an alarm on DynamoDB ignores missing data, whatever it says', () => {
  const w = lived([null, null], { Namespace: 'AWS/DynamoDB', TreatMissingData: 'breaching' });
  expect(w.alarm().state).toBe('INSUFFICIENT_DATA');
  expect(w.lines('alarm')).toEqual([]);
});

test('an alarm of five minutes slides by the minute', () => {
  const w = lived([0, 0, 6, 0, 0, 0, 0, 0], { Period: 300 });
  expect(w.lines('alarm').map((line) => [line['to'], line['value']])).toEqual([
    ['OK', 0],
    ['ALARM', 6],
    ['OK', 0],
  ]);
});

test('a percentile of few samples changes nothing where the alarm says so', () => {
  const low = { Statistic: undefined, ExtendedStatistic: 'p90', EvaluateLowSampleCountPercentile: 'ignore' };
  expect(lived([9, 9], low).alarm().state).toBe('INSUFFICIENT_DATA');
  const evaluated = { Statistic: undefined, ExtendedStatistic: 'p90' };
  expect(lived([9, 9], evaluated).alarm().state).toBe('ALARM');
});

describe('actions', () => {
  const acting = { AlarmActions: [TOPIC], OKActions: [`${TOPIC}-ok`] };

  test('go to the topics of the new state, with AWS’s message', () => {
    const w = lived([0, 7], acting);
    expect(w.published.map(({ topicArn }) => topicArn)).toEqual([`${TOPIC}-ok`, TOPIC]);
    const last = w.published.at(-1);
    expect(last?.publication.subject).toBe('ALARM: "errors" in EU (Ireland)');
    expect(JSON.parse(last?.publication.message ?? '')).toMatchObject({
      AlarmName: 'errors',
      AlarmDescription: null,
      AWSAccountId: '111122223333',
      NewStateValue: 'ALARM',
      OldStateValue: 'OK',
      Region: 'EU (Ireland)',
      Trigger: { MetricName: 'Errors', StatisticType: 'Statistic', Statistic: 'SUM', Unit: null, Threshold: 5 },
    });
  });

  test('are not taken when they are disabled, but the event is', () => {
    const w = lived([0, 7], { ...acting, ActionsEnabled: false });
    expect(w.published).toEqual([]);
    expect(w.events).toHaveLength(2);
  });

  test('are taken once, however long the alarm lasts', () => {
    expect(lived([7, 7, 7, 7, 7], acting).published).toHaveLength(1);
  });

  test('carry a subject that SNS takes, however long the name', () => {
    const w = lived([7], { ...acting, AlarmName: 'x'.repeat(255) });
    expect(w.published[0]?.publication.subject).toMatch(/^ALARM: "x+\.\.\." in EU \(Ireland\)$/);
    expect(w.published[0]?.publication.subject?.length).toBe(99);
  });
});

describe('an alarm that is set by hand', () => {
  const set = () => {
    const w = lived([0, 0], { AlarmActions: [TOPIC] });
    w.cloudwatch.setAlarmState('errors', 'ALARM', 'drill');
    return w;
  };

  test('changes state with the hand’s reason and no evidence, and acts', () => {
    const w = set();
    expect(w.alarm()).toMatchObject({ state: 'ALARM', reason: 'drill' });
    expect(w.alarm()).not.toHaveProperty('reasonData');
    expect(w.lines('alarm').at(-1)).toMatchObject({ from: 'OK', to: 'ALARM', value: null });
    expect(w.published).toHaveLength(1);
  });

  test('is what it was again after the next evaluation', () => {
    const w = set();
    w.runTo(w.clock.now() + MINUTE);
    expect(w.alarm().state).toBe('OK');
  });

  test('says nothing when it is in that state already', () => {
    const w = lived([7], { AlarmActions: [TOPIC] });
    const before = w.events.length;
    w.cloudwatch.setAlarmState('errors', 'ALARM', 'drill');
    w.runTo(w.clock.now() + 1_000);
    expect(w.events).toHaveLength(before);
  });
});

test('an event goes out for each change of state, and for nothing else', () => {
  const value = fc.option(fc.constantFrom(0, 9), { freq: 2, nil: null });
  const rule = fc.record({
    EvaluationPeriods: fc.constantFrom(2, 3),
    DatapointsToAlarm: fc.constantFrom(1, 2),
    TreatMissingData: fc.constantFrom('missing', 'ignore', 'breaching', 'notBreaching'),
  });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 12 }), rule, (values, over) => {
      const w = lived(values, over);
      const states = w.lines('alarm').map((line) => [line['from'], line['to']]);
      const told = w.events.map(({ detail }) => [state(detail, 'previousState'), state(detail, 'state')]);
      expect(told).toEqual(states);
      states.forEach(([from, to], index) => {
        expect(from).not.toBe(to);
        expect(from).toBe(index === 0 ? 'INSUFFICIENT_DATA' : states[index - 1]?.[1]);
      });
      expect(states.at(-1)?.[1] ?? 'INSUFFICIENT_DATA').toBe(w.alarm().state);
    }),
    { numRuns: 60 },
  );
});
const state = (detail: Readonly<Record<string, unknown>>, key: string) => (detail[key] as { value: string }).value;

test('the alarms of one template are evaluated at phases of their own, the same for the same seed', () => {
  const phases = (seed: number) => {
    const w = world(seed);
    for (const AlarmName of ['a', 'b', 'c']) putAlarm(w, { AlarmName, TreatMissingData: 'notBreaching' });
    w.runTo(START + MINUTE);
    return w.lines('alarm').map((line) => `${String(line['alarm'])} ${line.at}`);
  };
  expect(phases(1)).toEqual(phases(1));
  expect(phases(1)).not.toEqual(phases(2));
  expect(new Set(phases(1).map((line) => line.slice(2))).size).toBe(3);
});

test('an alarm on a metric that exists only under other dimensions is blind', () => {
  const w = world();
  putAlarm(w);
  putAlarm(w, { AlarmName: 'typo', Dimensions: [{ Name: 'Variant', Value: 'Canary' }] });
  putAlarm(w, { AlarmName: 'elsewhere', MetricName: 'NobodyHasIt' });
  put(w, START, 1);
  expect(w.cloudwatch.blindAlarms()).toEqual([
    {
      alarm: 'typo',
      metric: { namespace: 'Test', name: 'Errors', dimensions: { Variant: 'Canary' } },
      seenUnder: [{ Variant: 'canary' }],
    },
  ]);
});

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
