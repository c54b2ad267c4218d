import { CloudWatchClient, type DescribeAlarmsInput, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { cloudwatchAlarms } from '../../lambdas/aws/alarms.ts';
import { Refusal } from '../../sim/types.ts';
import { MINUTE, put, putAlarm, START, world } from '../sim/cloudwatch/world.ts';
import { answering, wired } from './wired.ts';

const over = async (w: ReturnType<typeof world>) =>
  cloudwatchAlarms(new CloudWatchClient(await wired(w.wires, [w.cloudwatch])));

/** The alarm as CloudWatch would describe it, with what no alarm of the small AWS ever says. */
const described = async (changed: Partial<MetricAlarm>) => {
  const MetricAlarms = [{ AlarmName: 'errors', StateValue: 'ALARM', ...changed }];
  const config = await answering('cloudwatch', 'DescribeAlarms', () => ({ MetricAlarms }));
  return (await cloudwatchAlarms(new CloudWatchClient(config)).named(['errors']))[0];
};

const REASON = {
  version: '1.0',
  startDate: '2026-01-01T09:55:00.000+0000',
  statistic: 'Sum',
  period: 60,
  recentDatapoints: [7, null, 9],
  threshold: 5,
};
const evidenceOf = async (reason: unknown) =>
  (await described({ StateReasonData: typeof reason === 'string' ? reason : JSON.stringify(reason) }))?.evidence;

describe('an alarm that CloudWatch judged', () => {
  test('says when it changed its mind, and by which datapoints', async () => {
    const w = world();
    putAlarm(w);
    for (const minute of [0, 1, 2]) {
      put(w, START + minute * MINUTE, 9);
      w.runTo(START + (minute + 1) * MINUTE);
    }
    const [alarm] = await (await over(w)).named(['errors']);
    const { since } = w.cloudwatch.alarm('errors').standing;
    expect(since).toBeGreaterThan(START);
    expect(alarm).toMatchObject({ name: 'errors', state: 'ALARM', transitionedAt: since, evaluated: true });
    expect(alarm?.evidence).toEqual({ datapoints: [9], threshold: 5, from: expect.any(Number) });
    expect((alarm?.evidence?.from ?? 0) % MINUTE).toBe(0);
  });

  test('and has its actions disabled says so', async () => {
    const w = world();
    putAlarm(w, { ActionsEnabled: false });
    expect(await (await over(w)).named(['errors'])).toMatchObject([{ actionsEnabled: false }]);
  });

  test('is found by its name, and one that does not exist is left out', async () => {
    const w = world();
    putAlarm(w);
    expect((await (await over(w)).named(['errors', 'gone'])).map(({ name }) => name)).toEqual(['errors']);
  });
});

describe('the evidence of an alarm', () => {
  test('starts where CloudWatch says, in a format that is not quite that of JavaScript', async () => {
    expect(await evidenceOf(REASON)).toEqual({ datapoints: [7, 9], threshold: 5, from: Date.UTC(2026, 0, 1, 9, 55) });
  });

  test('holds no datapoint where there were none', async () => {
    expect(await evidenceOf({ ...REASON, recentDatapoints: [] })).toMatchObject({ datapoints: [] });
  });

  test('names no threshold where it has none: one that compares with a band', async () => {
    const evidence = await evidenceOf({ ...REASON, threshold: undefined });
    expect(evidence).toEqual({ datapoints: [7, 9], from: Date.UTC(2026, 0, 1, 9, 55) });
  });

  /** As AWS names them of an alarm on one side of a band: only that side. */
  const banded = async (reason: object, ComparisonOperator: MetricAlarm['ComparisonOperator']) => {
    const { threshold: _none, ...rest } = REASON;
    const StateReasonData = JSON.stringify({ ...rest, ...reason });
    return (await described({ StateReasonData, ComparisonOperator, ThresholdMetricId: 'e1' }))?.evidence;
  };
  const lines = { recentLowerThresholds: [2, 3, 4], recentUpperThresholds: [5, 6, 8.5] };

  test.each([
    ['GreaterThanUpperThreshold', { recentUpperThresholds: lines.recentUpperThresholds }, [5, 8.5]],
    ['LessThanLowerThreshold', { recentLowerThresholds: lines.recentLowerThresholds }, [2, 4]],
    ['GreaterThanUpperThreshold', lines, [5, 8.5]],
    ['LessThanLowerThreshold', lines, [2, 4]],
  ] as const)('that compares with a band names the line of each datapoint: %s of %j', async (way, reason, bounds) => {
    expect(await banded(reason, way)).toEqual({ datapoints: [7, 9], bounds, from: Date.UTC(2026, 0, 1, 9, 55) });
  });
  test('names no datapoint that was held against nothing', async () => {
    const reason = { recentDatapoints: [7, 8, 9], recentUpperThresholds: [null, 6] };
    expect(await banded(reason, 'GreaterThanUpperThreshold')).toMatchObject({ datapoints: [8], bounds: [6] });
  });

  test.each([
    ['nothing', ''],
    ['lines in words', { ...REASON, recentUpperThresholds: ['high'] }],
    ['words', 'just trying'],
    ['JSON that is no object', '[]'],
    ['null', 'null'],
    ['an empty object', '{}'],
    ['a threshold in words', { ...REASON, threshold: 'five' }],
    ['datapoints in words', { ...REASON, recentDatapoints: ['7'] }],
    ['no datapoints at all', { ...REASON, recentDatapoints: undefined }],
    ['a start that is no date', { ...REASON, startDate: 'yesterday' }],
  ])('does not exist where a hand gave %s', async (_, reason) => {
    expect(await evidenceOf(reason)).toBeUndefined();
  });

  test('does not exist where CloudWatch gave no reason data', async () => {
    expect(await described({})).not.toHaveProperty('evidence');
  });
});

test.each(['PARTIAL_DATA', 'EVALUATION_ERROR', 'EVALUATION_FAILURE'] as const)(
  'an alarm in evaluation state %s is not taken for one that was judged',
  async (EvaluationState) => {
    expect(await described({ EvaluationState })).toMatchObject({ state: 'ALARM', evaluated: false });
  },
);

test('the time of a change of state is not that of the last evaluation', async () => {
  const times = { StateTransitionedTimestamp: new Date(START), StateUpdatedTimestamp: new Date(START + MINUTE) };
  expect(await described(times)).toMatchObject({ transitionedAt: START });
});

test('what an alarm on a band asks for is told by the band in the place of a threshold', async () => {
  const Metric = { Namespace: 'Shop', MetricName: 'Conversions', Dimensions: [] };
  const MetricAlarms = [
    {
      AlarmName: 'rb/guard/fraud/conversions',
      StateValue: 'OK',
      ComparisonOperator: 'LessThanLowerThreshold',
      ThresholdMetricId: 'expr_1',
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      TreatMissingData: 'notBreaching',
      Metrics: [
        { Id: 'expr_1', Expression: 'ANOMALY_DETECTION_BAND(m, 3)', ReturnData: true },
        { Id: 'm', MetricStat: { Metric, Period: 60, Stat: 'Sum' }, ReturnData: true },
      ],
    },
  ];
  const config = await answering('cloudwatch', 'DescribeAlarms', () => ({ MetricAlarms }));
  const [alarm] = await cloudwatchAlarms(new CloudWatchClient(config)).startingWith('rb/');
  expect(alarm?.definition).toEqual({
    threshold: 'LessThanLowerThreshold band',
    periods: '2 of 3',
    'missing data': 'notBreaching',
    computes: 'ANOMALY_DETECTION_BAND(m, 3)',
    metrics: 'm: Sum of Shop Conversions () each 60 s',
  });
});

test('alarms on further pages are found, and those of another prefix are not', async () => {
  const w = world();
  for (let n = 0; n < 205; n += 1) putAlarm(w, { AlarmName: `rb/guard/fraud/canary/${n}` });
  putAlarm(w, { AlarmName: 'rb/self/errors' });
  const found = await (await over(w)).startingWith('rb/guard/');
  expect(new Set(found.map(({ name }) => name)).size).toBe(205);
  expect(found.every(({ name }) => name.startsWith('rb/guard/'))).toBe(true);
});

test('a hundred alarms come in one call', async () => {
  const w = world();
  const names = Array.from({ length: 100 }, (_, n) => `alarm-${n}`);
  for (const AlarmName of names) putAlarm(w, { AlarmName });
  expect(await (await over(w)).named(names)).toHaveLength(100);
});

test.each([
  ['the names', (alarms: ReturnType<typeof cloudwatchAlarms>) => alarms.named(['errors'])],
  ['the second page', (alarms: ReturnType<typeof cloudwatchAlarms>) => alarms.startingWith('rb/')],
])('a CloudWatch that does not answer for %s throws: silence is no OK', async (_, ask) => {
  const config = await answering('cloudwatch', 'DescribeAlarms', (input: DescribeAlarmsInput) => {
    if (input.AlarmNamePrefix !== undefined && input.NextToken === undefined)
      return { MetricAlarms: [], NextToken: 'more' };
    throw new Refusal('InternalServiceFault', 'We are sorry', 500);
  });
  await expect(ask(cloudwatchAlarms(new CloudWatchClient(config)))).rejects.toThrow('We are sorry');
});

test("an alarm that a drill set names it; another's words in that place name none", async () => {
  const drillOf = async (reason: unknown) => (await described({ StateReasonData: JSON.stringify(reason) }))?.drill;
  expect(await drillOf({ drill: 'drill-20260101T100930' })).toBe('drill-20260101T100930');
  for (const reason of [{ drill: 'now' }, { drill: 1 }, { drill: 'drill-20260101T100930 fake' }, 'drill', REASON])
    expect(await drillOf(reason)).toBeUndefined();
});

describe('an alarm that was there already', () => {
  const composite = async (changed: object) => {
    const CompositeAlarms = [
      { AlarmName: 'sick', StateValue: 'ALARM', StateTransitionedTimestamp: new Date(START), ...changed },
    ];
    const config = await answering('cloudwatch', 'DescribeAlarms', () => ({ CompositeAlarms }));
    return (await cloudwatchAlarms(new CloudWatchClient(config)).named(['sick']))[0];
  };

  test('may be a composite one: its state is all that it says', async () => {
    const w = world();
    putAlarm(w);
    w.cloudwatch.makeComposite({ AlarmName: 'sick', AlarmRule: 'ALARM("errors")' });
    w.runTo(START + MINUTE);
    const found = await (await over(w)).named(['errors', 'sick']);
    expect(found).toMatchObject([{ name: 'errors' }, { name: 'sick', state: 'OK', evaluated: true, composite: true }]);
    expect(found[1]).not.toHaveProperty('evidence');
    expect(await composite({})).toEqual({
      name: 'sick',
      state: 'ALARM',
      transitionedAt: START,
      evaluated: true,
      actionsEnabled: true,
      composite: true,
    });
  });
  test('whose actions another alarm suppresses is one that nobody wants heard', async () => {
    expect(await composite({ ActionsSuppressedBy: 'Alarm' })).toMatchObject({ actionsEnabled: false });
    expect(await composite({ ActionsEnabled: false })).toMatchObject({ actionsEnabled: false });
  });
});
