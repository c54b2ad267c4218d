import type {
  DescribeAlarmHistoryOutput,
  DescribeAlarmsForMetricOutput,
  DescribeAlarmsOutput,
  ListTagsForResourceOutput,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { lived, TOPIC } from './lived.ts';
import { call, MINUTE, operation, PLAIN_ALARM, putAlarm, START, world } from './world.ts';

type World = Pick<ReturnType<typeof world>, 'cloudwatch'>;
const history = (w: World, input: unknown = {}) =>
  (call(w.cloudwatch, 'DescribeAlarmHistory', input) as DescribeAlarmHistoryOutput).AlarmHistoryItems ?? [];
const summaries = (w: World, input: unknown = {}) => history(w, input).map(({ HistorySummary }) => HistorySummary);
const names = (w: World) =>
  (call(w.cloudwatch, 'DescribeAlarms', {}) as DescribeAlarmsOutput).MetricAlarms?.map(({ AlarmName }) => AlarmName);
const ARN = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:errors';

const withAlarms = (...alarms: readonly string[]) => {
  const w = world();
  for (const AlarmName of alarms) putAlarm(w, { AlarmName });
  return w;
};

describe('SetAlarmState', () => {
  const set = (w: World, input: Readonly<Record<string, unknown>>) =>
    call(w.cloudwatch, 'SetAlarmState', { AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'drill', ...input });

  test('sets state, reason and data, acts, and lasts until the next evaluation', () => {
    const w = lived([0, 0], { AlarmActions: [TOPIC] });
    set(w, { StateReasonData: '{"why":"drill"}' });
    expect(w.alarm()).toMatchObject({ state: 'ALARM', reason: 'drill', reasonData: '{"why":"drill"}' });
    expect(w.published).toHaveLength(1);
    w.runTo(w.clock.now() + MINUTE);
    expect(w.alarm().state).toBe('OK');
  });

  test('does nothing, whatever its reason, when the alarm is in that state', () => {
    const w = lived([9], { AlarmActions: [TOPIC] });
    const before = [w.alarm(), history(w).length, w.published.length];
    set(w, {});
    expect([w.alarm(), history(w).length, w.published.length]).toEqual(before);
  });

  test.each([
    ['an alarm that does not exist', { AlarmName: 'nobody' }, { code: 'ResourceNotFound', status: 404 }],
    ['data that are no JSON', { StateReasonData: 'drill' }, { code: 'InvalidFormatFault' }],
    ['no state', { StateValue: undefined }, { code: 'ValidationError' }],
  ])('refuses %s', (_, input, refusal) => {
    expect(() => set(withAlarms('errors'), input)).toThrow(expect.objectContaining(refusal));
  });
});

describe('DisableAlarmActions', () => {
  const disable = (w: World, AlarmNames: readonly string[]) =>
    call(w.cloudwatch, 'DisableAlarmActions', { AlarmNames });
  const enable = (w: World, AlarmNames: readonly string[]) => call(w.cloudwatch, 'EnableAlarmActions', { AlarmNames });

  test('stops actions and not events, until they are enabled again', () => {
    const w = lived([0], { AlarmActions: [TOPIC] });
    disable(w, ['errors', 'nobody']);
    w.cloudwatch.setAlarmState('errors', 'ALARM', 'drill');
    w.runTo(w.clock.now() + 1_000);
    expect(w.published).toEqual([]);
    expect(w.events.map(({ detail }) => detail['operation'] ?? detail['state'])).toMatchObject([
      { value: 'OK' },
      'update',
      { value: 'ALARM' },
    ]);
    enable(w, ['errors']);
    w.runTo(w.clock.now() + MINUTE);
    w.cloudwatch.setAlarmState('errors', 'ALARM', 'drill');
    expect(w.published).toHaveLength(1);
  });

  test('of what is disabled changes nothing', () => {
    const w = withAlarms('errors');
    disable(w, ['errors']);
    const before = history(w).length;
    disable(w, ['errors']);
    expect(history(w)).toHaveLength(before);
  });
});

describe('DeleteAlarms', () => {
  const remove = (w: World, ...AlarmNames: readonly string[]) => call(w.cloudwatch, 'DeleteAlarms', { AlarmNames });

  test('deletes the alarms that there are, also when other names are wrong', () => {
    const w = withAlarms('a', 'b', 'c');
    remove(w, 'a', 'nobody', 'c', 'a');
    expect(names(w)).toEqual(['b']);
  });

  test('silences the alarm, says so, and keeps its history', () => {
    const w = lived([0]);
    remove(w, 'errors');
    w.runTo(w.clock.now() + 1_000);
    expect(w.events.at(-1)).toMatchObject({ detail: { alarmName: 'errors', operation: 'delete' } });
    const before = w.lines('alarm').length;
    w.runTo(w.clock.now() + 30 * MINUTE);
    expect(w.lines('alarm')).toHaveLength(before);
    expect(summaries(w, { AlarmName: 'errors' })).toEqual([
      'Alarm "errors" deleted',
      'Alarm updated from INSUFFICIENT_DATA to OK',
      'Alarm "errors" created',
    ]);
  });

  test('makes room for a new alarm of that name, which starts anew', () => {
    const w = lived([9]);
    remove(w, 'errors');
    call(w.cloudwatch, 'PutMetricAlarm', PLAIN_ALARM);
    expect(w.cloudwatch.alarm('errors').standing.state).toBe('INSUFFICIENT_DATA');
    w.runTo(w.clock.now() + MINUTE);
    expect(w.lines('alarm').filter((line) => line['to'] === 'ALARM')).toHaveLength(2);
  });

  test.each([
    ['only wrong names', ['nobody'], { code: 'ResourceNotFound', status: 404 }],
    ['more than a hundred names', Array.from({ length: 101 }, (_, index) => `a${index}`), { code: 'ValidationError' }],
  ])('refuses %s', (_, list, refusal) => {
    expect(() => remove(withAlarms('errors'), ...list)).toThrow(expect.objectContaining(refusal));
  });
});

describe('DescribeAlarmsForMetric', () => {
  const of = (w: World, input: Readonly<Record<string, unknown>>) =>
    (
      call(w.cloudwatch, 'DescribeAlarmsForMetric', {
        Namespace: 'Test',
        MetricName: 'Errors',
        Dimensions: [{ Name: 'Variant', Value: 'canary' }],
        ...input,
      }) as DescribeAlarmsForMetricOutput
    ).MetricAlarms?.map(({ AlarmName }) => AlarmName);

  test('finds the alarms on exactly this metric', () => {
    const w = withAlarms('a', 'b');
    putAlarm(w, { AlarmName: 'hourly', Period: 3600 });
    putAlarm(w, { AlarmName: 'other', MetricName: 'Requests' });
    putAlarm(w, { AlarmName: 'bare', Dimensions: undefined });
    expect(of(w, {})).toEqual(['a', 'b', 'hourly']);
    expect(of(w, { Period: 3600 })).toEqual(['hourly']);
    expect(of(w, { Statistic: 'Average' })).toEqual([]);
    expect(of(w, { Dimensions: undefined })).toEqual(['bare']);
  });
});

describe('DescribeAlarms', () => {
  const describeAlarms = (w: World, input: unknown) =>
    call(w.cloudwatch, 'DescribeAlarms', input) as DescribeAlarmsOutput;

  test('finds by the beginning of an action', () => {
    const w = world();
    putAlarm(w, { AlarmName: 'a', OKActions: [`${TOPIC}-ok`] });
    putAlarm(w, { AlarmName: 'b', AlarmActions: [TOPIC] });
    const found = (ActionPrefix: string) =>
      describeAlarms(w, { ActionPrefix }).MetricAlarms?.map(({ AlarmName }) => AlarmName);
    expect(found(TOPIC)).toEqual(['a', 'b']);
    expect(found(`${TOPIC}-`)).toEqual(['a']);
    expect(found('arn:aws:lambda')).toEqual([]);
  });

  test('refuses relatives together with another filter', () => {
    expect(() => describeAlarms(withAlarms('a'), { ParentsOfAlarmName: 'a', StateValue: 'OK' })).toThrow(
      expect.objectContaining({ code: 'ValidationError' }),
    );
    expect(describeAlarms(withAlarms('a'), { ParentsOfAlarmName: 'a', MaxRecords: 5 }).CompositeAlarms).toEqual([]);
  });

  test('needs everything when it is about composite alarms', () => {
    const needs = (input: unknown) => operation(world().cloudwatch, 'DescribeAlarms').needs(input as never);
    const everything = [{ action: 'cloudwatch:DescribeAlarms', resource: '*' }];
    expect(needs({ AlarmTypes: ['CompositeAlarm'], AlarmNames: ['errors'] })).toEqual(everything);
    expect(needs({ ParentsOfAlarmName: 'errors' })).toEqual(everything);
    expect(needs({ AlarmNames: ['errors'] })).toEqual([{ action: 'cloudwatch:DescribeAlarms', resource: ARN }]);
  });
});

describe('tags', () => {
  const tag = (w: World, ...Tags: readonly unknown[]) => call(w.cloudwatch, 'TagResource', { ResourceARN: ARN, Tags });
  const list = (w: World, ResourceARN = ARN) =>
    (call(w.cloudwatch, 'ListTagsForResource', { ResourceARN }) as ListTagsForResourceOutput).Tags;

  test('are added, overwritten and taken away', () => {
    const w = withAlarms('errors');
    tag(w, { Key: 'team', Value: 'fraud' }, { Key: 'stage', Value: 'prod' });
    tag(w, { Key: 'team', Value: 'risk' });
    expect(list(w)).toEqual([
      { Key: 'team', Value: 'risk' },
      { Key: 'stage', Value: 'prod' },
    ]);
    call(w.cloudwatch, 'UntagResource', { ResourceARN: ARN, TagKeys: ['team', 'nobody'] });
    expect(list(w)).toEqual([{ Key: 'stage', Value: 'prod' }]);
  });

  test('of a template’s alarm are there, and go with the alarm', () => {
    const w = world();
    putAlarm(w, { Tags: [{ Key: 'team', Value: 'fraud' }] });
    expect(list(w)).toEqual([{ Key: 'team', Value: 'fraud' }]);
    call(w.cloudwatch, 'DeleteAlarms', { AlarmNames: ['errors'] });
    putAlarm(w);
    expect(list(w)).toEqual([]);
  });

  test.each([
    ['fifty-one', Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }))],
    ['AWS’s own', [{ Key: 'aws:team', Value: 'x' }]],
  ])('cannot be %s', (_, tags) => {
    expect(() => tag(withAlarms('errors'), ...tags)).toThrow(
      expect.objectContaining({ code: 'InvalidParameterValueException' }),
    );
  });

  test.each([
    ['that there is not', `${ARN}-2`, 'ResourceNotFoundException'],
    ['of another Region', ARN.replace('eu-west-1', 'us-east-1'), 'ResourceNotFoundException'],
    ['without a name', 'errors', 'InvalidParameterValueException'],
  ])('are not those of an alarm %s', (_, arn, code) => {
    expect(() => list(withAlarms('errors'), arn)).toThrow(expect.objectContaining({ code }));
  });
});

describe('the history', () => {
  test('tells a change of state as CloudWatch does', () => {
    const w = lived([0, 9]);
    const [item] = history(w, { HistoryItemType: 'StateUpdate' });
    expect(item).toMatchObject({
      AlarmName: 'errors',
      AlarmType: 'MetricAlarm',
      Timestamp: new Date(w.alarm().since),
      HistoryItemType: 'StateUpdate',
      HistorySummary: 'Alarm updated from OK to ALARM',
    });
    const reason = 'Threshold Crossed: 1 datapoint [9.0 (01/01/26 10:01:00)] was greater than the threshold (5.0).';
    expect(item?.HistoryData).toContain('"threshold":5.0');
    expect(JSON.parse(item?.HistoryData ?? '')).toEqual({
      version: '1.0',
      oldState: {
        stateValue: 'OK',
        stateReason:
          'Threshold Crossed: 1 datapoint [0.0 (01/01/26 10:00:00)] was not greater than the threshold (5.0).',
        stateReasonData: expect.objectContaining({ version: '1.0', recentDatapoints: [0] }),
      },
      newState: {
        stateValue: 'ALARM',
        stateReason: reason,
        stateReasonData: JSON.parse(w.alarm().reasonData ?? ''),
      },
    });
  });

  test('tells a new configuration, and the old values of what it changed', () => {
    const w = world();
    call(w.cloudwatch, 'PutMetricAlarm', { ...PLAIN_ALARM, AlarmActions: [TOPIC] });
    w.runTo(START + MINUTE);
    call(w.cloudwatch, 'PutMetricAlarm', { ...PLAIN_ALARM, Threshold: 8 });
    const [update, create] = history(w, { HistoryItemType: 'ConfigurationUpdate' });
    expect(create?.HistoryData).toBe(
      `{"version":"1.0","type":"Create","createdAlarm":{"alarmName":"errors","alarmArn":"${ARN}",` +
        '"alarmConfigurationUpdatedTimestamp":"2026-01-01T10:00:00.000+0000","namespace":"Test","metricName":"Errors",' +
        '"statistic":"Sum","period":60,"dimensions":[{"value":"canary","name":"Variant"}],"threshold":5.0,' +
        '"comparisonOperator":"GreaterThanThreshold","evaluationPeriods":1,"stateValue":"INSUFFICIENT_DATA",' +
        '"stateUpdatedTimestamp":"2026-01-01T10:00:00.000+0000","actionsEnabled":true,' +
        `"alarmActions":["${TOPIC}"],"insufficientDataActions":[],"okactions":[]}}`,
    );
    expect(update?.HistorySummary).toBe('Alarm "errors" updated');
    expect(JSON.parse(update?.HistoryData ?? '')).toMatchObject({
      type: 'Update',
      updatedAlarm: { threshold: 8, alarmActions: [] },
      originalUpdatedFields: {
        alarmConfigurationUpdatedTimestamp: '2026-01-01T10:00:00.000+0000',
        threshold: 5,
        alarmActions: [TOPIC],
      },
    });
  });

  test('tells what became of an action', () => {
    const w = lived([9], { AlarmActions: [TOPIC, `${TOPIC}-closed`] });
    const [failed, done] = history(w, { HistoryItemType: 'Action' });
    expect([done?.HistorySummary, failed?.HistorySummary]).toEqual([
      `Successfully executed action ${TOPIC}`,
      `Failed to execute action ${TOPIC}-closed`,
    ]);
    const said = JSON.parse(done?.HistoryData ?? '');
    expect(said).toMatchObject({
      actionState: 'Succeeded',
      stateUpdateTimestamp: w.alarm().since,
      notificationResource: TOPIC,
      error: null,
      muteWindowEndTimestamp: null,
    });
    expect(JSON.parse(said.publishedMessage)).toEqual({ default: w.published[0]?.publication.message });
    expect(JSON.parse(failed?.HistoryData ?? '')).toMatchObject({
      actionState: 'Failed',
      publishedMessage: null,
      error: expect.stringMatching(/^CloudWatch Alarms is not authorized to perform: SNS:Publish on resource: /),
    });
  });

  test('has the newest first unless asked otherwise, in pages', () => {
    const w = lived([0, 9, 0]);
    expect(summaries(w)).toEqual([
      'Alarm updated from ALARM to OK',
      'Alarm updated from OK to ALARM',
      'Alarm updated from INSUFFICIENT_DATA to OK',
      'Alarm "errors" created',
    ]);
    expect(summaries(w, { ScanBy: 'TimestampAscending', MaxRecords: 1 })).toEqual(['Alarm "errors" created']);
    const { NextToken } = call(w.cloudwatch, 'DescribeAlarmHistory', { MaxRecords: 3 }) as DescribeAlarmHistoryOutput;
    expect(summaries(w, { NextToken })).toEqual(['Alarm "errors" created']);
    expect(() => history(w, { NextToken: 'no' })).toThrow(expect.objectContaining({ code: 'InvalidNextToken' }));
    expect(() => history(w, { MaxRecords: 101 })).toThrow(/between 1 and 100/);
  });

  test('is asked by alarm, type and time', () => {
    const w = withAlarms('a', 'b');
    w.runTo(START + MINUTE);
    w.cloudwatch.setAlarmState('a', 'OK', 'drill');
    expect(summaries(w, { AlarmName: 'a' })).toEqual([
      'Alarm updated from INSUFFICIENT_DATA to OK',
      'Alarm "a" created',
    ]);
    expect(summaries(w, { AlarmTypes: ['CompositeAlarm'] })).toEqual([]);
    expect(summaries(w, { StartDate: new Date(START + MINUTE) })).toHaveLength(1);
    expect(summaries(w, { EndDate: new Date(START) })).toHaveLength(2);
  });

  test('is kept for thirty days', () => {
    const w = withAlarms('errors');
    const day = 24 * 60 * MINUTE;
    call(w.cloudwatch, 'DeleteAlarms', { AlarmNames: ['errors'] });
    w.runTo(START + 30 * day);
    expect(history(w)).toHaveLength(2);
    w.runTo(START + 30 * day + 1);
    expect(history(w)).toEqual([]);
  });

  test('fits the service’s model, however much there is to tell', () => {
    const w = world();
    const query = (index: number) => ({
      Id: `m${index}`,
      ReturnData: index === 0,
      MetricStat: {
        Metric: {
          Namespace: 'n'.repeat(255),
          MetricName: 'm'.repeat(255),
          Dimensions: [{ Name: 'd'.repeat(255), Value: 'v'.repeat(255) }],
        },
        Period: 60,
        Stat: 'Sum',
      },
    });
    const { Namespace: _n, MetricName: _m, Dimensions: _d, Period: _p, Statistic: _s, ...rest } = PLAIN_ALARM;
    putAlarm(w, {
      ...Object.fromEntries(Object.keys(PLAIN_ALARM).map((key) => [key, undefined])),
      ...rest,
      Metrics: Array.from({ length: 10 }, (_, index) => query(index)),
    });
    for (const { HistoryData = '' } of history(w)) {
      expect(HistoryData.length).toBeLessThanOrEqual(4095);
      expect(JSON.parse(HistoryData)).toMatchObject({ createdAlarm: { alarmName: 'errors' } });
    }
  });
});
