import type { DescribeAlarmHistoryOutput } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { makeClock } from '../../../sim/kernel/clock.ts';
import type { Portrait, Standing, Transition } from '../../../sim/services/cloudwatch/alarm.ts';
import { makeAnnouncer } from '../../../sim/services/cloudwatch/alarms/announce.ts';
import { makeHistory } from '../../../sim/services/cloudwatch/alarms/history.ts';
import type { Wires } from '../../../sim/types.ts';
import { lived, TOPIC } from './lived.ts';
import { call, MINUTE, type PutEvent, START } from './world.ts';

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

describe('a function as an action', () => {
  const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:rollback';

  test('is invoked by the alarm itself, with what the documentation says', () => {
    const w = lived([0, 7], { AlarmActions: [FUNCTION], AlarmDescription: 'errors of the canary' });
    const { since, reason, reasonData } = w.alarm();
    const timestamp = new Date(since).toISOString().replace('Z', '+0000');
    expect(w.invoked).toEqual([
      {
        at: since + 100,
        who: {
          kind: 'service',
          service: 'lambda.alarms.cloudwatch.amazonaws.com',
          sourceArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:errors',
        },
        functionArn: FUNCTION,
        payload: {
          source: 'aws.cloudwatch',
          alarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:errors',
          accountId: '111122223333',
          time: timestamp,
          region: 'eu-west-1',
          alarmData: {
            alarmName: 'errors',
            state: { value: 'ALARM', reason, reasonData, timestamp },
            previousState: expect.objectContaining({ value: 'OK' }),
            configuration: w.events.at(-1)?.detail['configuration'],
          },
        },
      },
    ]);
  });

  test('that the alarm may not invoke is known to its history alone', () => {
    const w = lived([7], { AlarmActions: [`${FUNCTION}-closed`] });
    const { AlarmHistoryItems } = call(w.cloudwatch, 'DescribeAlarmHistory', {
      HistoryItemType: 'Action',
    }) as DescribeAlarmHistoryOutput;
    expect(AlarmHistoryItems).toMatchObject([{ HistorySummary: `Failed to execute action ${FUNCTION}-closed` }]);
    expect(AlarmHistoryItems?.[0]?.HistoryData).toContain('not authorized to perform: lambda:InvokeFunction');
  });

  test('is not invoked while actions are disabled', () => {
    expect(lived([7], { AlarmActions: [FUNCTION], ActionsEnabled: false }).invoked).toEqual([]);
  });
});

describe('actions that something keeps back', () => {
  const mute = {
    mutedByArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm-mute-rule:night',
    muteWindowStart: '2026-01-01T10:00:00.000+0000',
    muteWindowEnd: '2026-01-01T11:00:00.000+0000',
  };
  const alarms = () => {
    const clock = makeClock(START);
    const events: PutEvent[] = [];
    const published: string[] = [];
    const wires = {
      account: { id: '111122223333', region: 'eu-west-1', partition: 'aws' },
      clock,
      events: { put: (event: PutEvent) => void events.push(event) },
      topics: { publish: (_: unknown, topic: string) => published.push(topic) },
    } as unknown as Wires;
    const history = makeHistory(clock.now);
    const announcer = makeAnnouncer(wires, history);
    const summaries = () => history.describe({ HistoryItemType: 'Action' }).AlarmHistoryItems;
    return { clock, events, published, announcer, summaries, settle: () => clock.step() };
  };
  const standing = (state: 'OK' | 'ALARM', over: Partial<Standing> = {}): Standing => ({
    state,
    reason: 'drill',
    since: START,
    ...over,
  });
  const alarm: Portrait = {
    type: 'MetricAlarm',
    name: 'errors',
    arn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:errors',
    description: undefined,
    configuredAt: START,
    actions: { enabled: true, of: { ALARM: [TOPIC], OK: [], INSUFFICIENT_DATA: [] } },
    configuration: {},
    inMessage: {},
  };
  const transition: Transition = { alarm, from: standing('OK'), to: standing('ALARM') };

  test('a mute: the event goes out and names the rule, the topic hears nothing', () => {
    const a = alarms();
    a.announcer.announce(transition, { mute });
    a.settle();
    expect(a.published).toEqual([]);
    expect(a.events).toMatchObject([{ detail: { state: { value: 'ALARM' }, muteDetail: mute } }]);
    expect(a.summaries()).toMatchObject([{ HistorySummary: `Muted action ${TOPIC}` }]);
    expect(a.summaries()?.[0]?.HistoryData).toContain(`"muteWindowEndTimestamp":${START + 3_600_000}`);
  });

  test('a mute that ended: the actions are carried out, without a further event', () => {
    const a = alarms();
    a.announcer.act(transition);
    expect(a.published).toEqual([TOPIC]);
    expect(a.clock.peek()).toBeUndefined();
  });

  test('a suppressor: the event says what suppresses', () => {
    const a = alarms();
    a.announcer.announce(transition, { suppressedBy: 'WaitPeriod', suppressedReason: 'waiting' });
    a.settle();
    expect(a.published).toEqual([]);
    expect(a.events).toMatchObject([
      {
        detail: {
          state: { value: 'ALARM', actionsSuppressedBy: 'WaitPeriod', actionsSuppressedReason: 'waiting' },
        },
      },
    ]);
    expect(a.summaries()).toMatchObject([{ HistorySummary: `Suppressed action ${TOPIC}` }]);
  });

  test('its release: the state is the same before and after, and the actions are carried out', () => {
    const a = alarms();
    a.announcer.announce({ ...transition, from: standing('ALARM', { suppressedBy: 'WaitPeriod' }) });
    a.settle();
    expect(a.published).toEqual([TOPIC]);
    expect(a.events).toMatchObject([
      { detail: { previousState: { value: 'ALARM', actionsSuppressedBy: 'WaitPeriod' }, state: { value: 'ALARM' } } },
    ]);
    expect(a.events[0]?.detail).not.toHaveProperty('state.actionsSuppressedBy');
  });

  test('a gate is asked for every alarm, and listeners hear of each announcement', () => {
    const a = alarms();
    const heard: unknown[] = [];
    a.announcer.gate(({ alarm: { name } }) => (name === 'errors' ? { mute } : undefined));
    a.announcer.onTransition(({ to }, circumstances) => heard.push([to.state, circumstances]));
    a.announcer.announce(transition);
    a.announcer.announce({ ...transition, alarm: { ...alarm, name: 'other' } });
    expect(a.published).toEqual([TOPIC]);
    expect(heard).toEqual([
      ['ALARM', { mute }],
      ['ALARM', {}],
    ]);
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
