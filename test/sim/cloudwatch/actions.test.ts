import { describe, expect, test } from 'vitest';
import { lived, TOPIC } from './lived.ts';
import { MINUTE } from './world.ts';

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
