import { describe, expect, test } from 'vitest';
import { compositeApi, compositeProvisioner } from '../../../../sim/services/cloudwatch/composite/composite-api.ts';
import { longTime } from '../../../../sim/services/cloudwatch/composite/composite-reason.ts';
import type { AlarmState } from '../../../../sim/types.ts';
import { ARN, MINUTE, room, START, TOPIC } from './room.ts';

const CREATED = { value: 'INSUFFICIENT_DATA', reason: 'Unchecked: Initial alarm creation' };

const withChildren = (...names: readonly string[]) => {
  const r = room();
  for (const name of names) r.metric(name);
  return r;
};

describe('a composite alarm that is created', () => {
  test('has insufficient data, and at once the state of its rule', () => {
    const r = withChildren('a', 'b');
    r.put({ AlarmRule: 'ALARM(a) OR ALARM(b)' });
    expect(r.describe()).toMatchObject({ StateValue: 'INSUFFICIENT_DATA', StateReason: CREATED.reason });
    expect(r.describe()).not.toHaveProperty('StateReasonData');
    r.runTo(0);
    expect(r.describe()).toMatchObject({
      StateValue: 'OK',
      StateReason: `${ARN}main was created and its alarm rule evaluates to OK`,
      StateUpdatedTimestamp: new Date(START),
      StateTransitionedTimestamp: new Date(START),
    });
    const child = (name: string) => ({
      arn: ARN + name,
      state: { value: 'OK', timestamp: '2026-01-01T10:00:00.000+0000' },
    });
    expect(JSON.parse(r.describe().StateReasonData ?? '')).toEqual({ triggeringAlarms: [child('a'), child('b')] });
  });

  test.each([
    ['TRUE', 'ALARM'],
    ['FALSE', 'OK'],
  ])('%s goes into %s, with nothing that triggered it', (AlarmRule, state) => {
    const r = room();
    r.put({ AlarmRule });
    r.runTo(0);
    expect(r.describe()).toMatchObject({ StateValue: state, StateReasonData: '{"triggeringAlarms":[]}' });
  });

  test('carries out the actions of its first state', () => {
    const r = withChildren('a');
    r.put({ OKActions: [TOPIC] });
    r.runTo(0);
    expect(r.published.map(({ publication }) => publication.subject)).toEqual(['OK: "main" in EU (Ireland)']);
  });
});

describe('a change of a child', () => {
  const alarmed = () => {
    const r = withChildren('a', 'b');
    r.put({
      AlarmRule: `ALARM("${ARN}a") OR ALARM(b)`,
      AlarmDescription: 'either',
      AlarmActions: [TOPIC],
      OKActions: [`${TOPIC}-ok`],
    });
    r.runTo(90_500);
    r.set('a', 'ALARM');
    return r;
  };

  test('changes the composite at the same instant, and tells which child it was', () => {
    const r = alarmed();
    expect(r.describe()).toMatchObject({
      StateValue: 'ALARM',
      StateReason: `${ARN}a transitioned to ALARM at Thursday 01 January, 2026 10:01:30 UTC`,
      StateReasonData: `{"triggeringAlarms":[{"arn":"${ARN}a","state":{"value":"ALARM","timestamp":"2026-01-01T10:01:30.500+0000"}}]}`,
      StateUpdatedTimestamp: new Date(START + 90_500),
    });
  });

  test('is not told again by another child that changes nothing', () => {
    const r = alarmed();
    r.runTo(2 * MINUTE);
    r.set('b', 'ALARM');
    r.runTo(3 * MINUTE);
    r.set('a', 'OK');
    expect(r.published).toHaveLength(2);
    expect(r.describe().StateReason).toContain(`${ARN}a transitioned to ALARM`);
    r.set('b', 'OK');
    expect(r.describe().StateReason).toContain(`${ARN}b transitioned to OK at Thursday 01 January, 2026 10:03:00 UTC`);
  });

  test('is told to EventBridge with the rule', () => {
    const r = alarmed();
    r.runTo(2 * MINUTE);
    const event = r.changes().at(-1);
    expect(event?.resources).toEqual([`${ARN}main`]);
    expect(event?.detail).toEqual({
      alarmName: 'main',
      configuration: { description: 'either', alarmRule: `ALARM("${ARN}a") OR ALARM(b)` },
      state: {
        value: 'ALARM',
        reason: `${ARN}a transitioned to ALARM at Thursday 01 January, 2026 10:01:30 UTC`,
        reasonData: r.describe().StateReasonData,
        timestamp: '2026-01-01T10:01:30.500+0000',
      },
      previousState: {
        value: 'OK',
        reason: `${ARN}main was created and its alarm rule evaluates to OK`,
        reasonData: expect.stringContaining('triggeringAlarms'),
        timestamp: '2026-01-01T10:00:00.000+0000',
      },
    });
  });

  test('is told to the topics of the new state with the rule and the child, and no trigger', () => {
    const r = alarmed();
    expect(r.published.map(({ topicArn }) => topicArn)).toEqual([`${TOPIC}-ok`, TOPIC]);
    const message = JSON.parse(r.published.at(-1)?.publication.message ?? '');
    expect(message).toMatchObject({
      AlarmName: 'main',
      NewStateValue: 'ALARM',
      OldStateValue: 'OK',
      AlarmRule: `ALARM("${ARN}a") OR ALARM(b)`,
      TriggeringChildren: [{ Arn: `${ARN}a`, State: { Value: 'ALARM', Timestamp: '2026-01-01T10:01:30.500+0000' } }],
    });
    expect(message).not.toHaveProperty('Trigger');
  });

  test('is in the journal and in the history', () => {
    const r = alarmed();
    const line = { alarm: 'main', from: 'OK', to: 'ALARM', value: null };
    expect(r.wires.journal.lines.at(-1)).toMatchObject(line);
    const { AlarmHistoryItems = [] } = r.history.describe({ AlarmName: 'main', AlarmTypes: ['CompositeAlarm'] });
    expect(AlarmHistoryItems.map(({ HistoryItemType, HistorySummary }) => [HistoryItemType, HistorySummary])).toEqual([
      ['Action', `Successfully executed action ${TOPIC}`],
      ['StateUpdate', 'Alarm updated from OK to ALARM'],
      ['Action', `Successfully executed action ${TOPIC}-ok`],
      ['StateUpdate', 'Alarm updated from INSUFFICIENT_DATA to OK'],
      ['ConfigurationUpdate', 'Alarm "main" created'],
    ]);
  });

  test('goes up through composites of composites', () => {
    const r = withChildren('a', 'b');
    r.put({ AlarmName: 'inner', AlarmRule: 'ALARM(a)' });
    r.put({ AlarmName: 'outer', AlarmRule: `ALARM("${ARN}inner") AND OK(b)` });
    r.runTo(MINUTE);
    r.set('a', 'ALARM');
    expect([r.stateOf('inner'), r.stateOf('outer')]).toEqual(['ALARM', 'ALARM']);
    expect(r.describe('outer').StateReason).toContain(`${ARN}inner transitioned to ALARM`);
    r.set('b', 'ALARM');
    expect([r.stateOf('inner'), r.stateOf('outer')]).toEqual(['ALARM', 'OK']);
  });

  test('does nothing where actions are disabled, but the event goes out', () => {
    const r = withChildren('a');
    r.put({ ActionsEnabled: false, AlarmActions: [TOPIC] });
    r.runTo(MINUTE);
    r.set('a', 'ALARM');
    r.runTo(2 * MINUTE);
    expect(r.published).toEqual([]);
    expect(r.changes().filter(({ detail }) => detail['alarmName'] === 'main')).toHaveLength(2);
  });
});

describe('a composite alarm that is set by hand', () => {
  const set = (state: AlarmState) => {
    const r = withChildren('a');
    r.put({ AlarmActions: [TOPIC], InsufficientDataActions: [TOPIC] });
    r.runTo(MINUTE);
    r.set('main', state);
    return r;
  };

  test('acts, names no child, and stays so', () => {
    const r = set('ALARM');
    expect(JSON.parse(r.published[0]?.publication.message ?? '')).toMatchObject({
      NewStateReason: 'by hand',
      TriggeringChildren: [],
    });
    r.runTo(60 * MINUTE);
    expect(r.stateOf()).toBe('ALARM');
    expect(r.describe()).not.toHaveProperty('StateReasonData');
  });

  test('returns to what it is when a child changes, though the rule says what it said', () => {
    const r = set('ALARM');
    r.set('a', 'INSUFFICIENT_DATA');
    expect(r.stateOf()).toBe('OK');
  });

  test('returns to what it is when its configuration is updated', () => {
    const r = set('INSUFFICIENT_DATA');
    r.put({ AlarmDescription: 'new' });
    expect(r.describe().StateReason).toBe(`${ARN}main was updated and its alarm rule evaluates to OK`);
  });

  test('says nothing when it is in that state', () => {
    const r = set('OK');
    expect(r.published).toEqual([]);
    expect(r.describe().StateReason).not.toBe('by hand');
  });
});

describe('an update', () => {
  test('leaves the state, and overwrites the rest', () => {
    const r = withChildren('a', 'b');
    r.put({ AlarmDescription: 'old', OKActions: [TOPIC] });
    r.runTo(MINUTE);
    r.put({ AlarmRule: 'ALARM(b)' });
    expect(r.describe()).toMatchObject({
      AlarmRule: 'ALARM(b)',
      StateReason: `${ARN}main was created and its alarm rule evaluates to OK`,
      AlarmConfigurationUpdatedTimestamp: new Date(START + MINUTE),
      OKActions: [],
    });
    expect(r.describe()).not.toHaveProperty('AlarmDescription');
    expect(r.published).toHaveLength(1);
  });

  test('that makes the rule say something else changes the state', () => {
    const r = withChildren('a');
    r.put({});
    r.runTo(MINUTE);
    r.put({ AlarmRule: 'OK(a)' });
    expect(r.describe().StateReason).toBe(`${ARN}main was updated and its alarm rule evaluates to ALARM`);
  });

  test('with the same settings changes nothing, whatever its tags', () => {
    const r = withChildren('a');
    r.put({ Tags: [{ Key: 'team', Value: 'ml' }] });
    r.runTo(MINUTE);
    r.put({ ActionsEnabled: true });
    r.runTo(2 * MINUTE);
    expect(r.describe().AlarmConfigurationUpdatedTimestamp).toEqual(new Date(START));
    expect(r.events.filter((event) => event['detail-type'] === 'CloudWatch Alarm Configuration Change')).toHaveLength(
      1,
    );
  });

  test('is told with what was before; so are creation and deletion', () => {
    const r = withChildren('a', 'mute');
    r.put({ AlarmDescription: 'it' });
    r.runTo(MINUTE);
    r.put({ ActionsSuppressor: 'mute', ActionsSuppressorWaitPeriod: 60, ActionsSuppressorExtensionPeriod: 30 });
    r.runTo(2 * MINUTE);
    r.members.remove('main');
    r.runTo(3 * MINUTE);
    const created = {
      alarmRule: 'ALARM(a)',
      alarmName: 'main',
      description: 'it',
      actionsEnabled: true,
      timestamp: '2026-01-01T10:00:00.000+0000',
      okActions: [],
      alarmActions: [],
      insufficientDataActions: [],
    };
    const { description: _, ...plain } = created;
    const updated = {
      ...plain,
      actionsSuppressor: 'mute',
      actionsSuppressorWaitPeriod: 60,
      actionsSuppressorExtensionPeriod: 30,
      timestamp: '2026-01-01T10:01:00.000+0000',
    };
    const state = (value: string) => ({ value, timestamp: '2026-01-01T10:00:00.000+0000' });
    const configured = r.events.filter((event) => event['detail-type'] === 'CloudWatch Alarm Configuration Change');
    expect(configured.map(({ detail }) => detail)).toEqual([
      { alarmName: 'main', operation: 'create', state: state('INSUFFICIENT_DATA'), configuration: created },
      {
        alarmName: 'main',
        operation: 'update',
        state: state('OK'),
        configuration: updated,
        previousConfiguration: created,
      },
      { alarmName: 'main', operation: 'delete', state: state('OK'), configuration: updated },
    ]);
  });
});

describe('a cycle', () => {
  test('can be made, is not evaluated any more, and is again once it is broken', () => {
    const r = withChildren('a');
    r.put({ AlarmName: 'one', AlarmRule: 'ALARM(a)' });
    r.put({ AlarmName: 'two', AlarmRule: 'ALARM(one)' });
    r.runTo(MINUTE);
    r.put({ AlarmName: 'one', AlarmRule: 'ALARM(a) OR ALARM(two)' });
    r.set('a', 'ALARM');
    expect([r.stateOf('one'), r.stateOf('two')]).toEqual(['OK', 'OK']);
    r.put({ AlarmName: 'two', AlarmRule: 'false' });
    r.set('a', 'OK');
    r.set('a', 'ALARM');
    expect(r.stateOf('one')).toBe('ALARM');
  });

  test('of one alarm is a cycle', () => {
    const r = room();
    r.put({ AlarmRule: 'FALSE' });
    r.runTo(0);
    r.put({ AlarmRule: 'NOT ALARM(main)' });
    expect(r.stateOf()).toBe('OK');
  });
});

describe('what hangs on it', () => {
  test('are its children and its suppressor', () => {
    const r = withChildren('a', 'b', 'mute');
    const suppressor = { ActionsSuppressorWaitPeriod: 60, ActionsSuppressorExtensionPeriod: 30 };
    r.put({ AlarmRule: `ALARM(a) OR ALARM("${ARN}b")`, ActionsSuppressor: `${ARN}mute`, ...suppressor });
    expect(r.members.find('main')?.children()).toEqual(['a', 'b']);
    expect(['a', 'b', 'mute', 'main'].map((name) => r.members.dependentsOf(name))).toEqual([
      ['main'],
      ['main'],
      ['main'],
      [],
    ]);
  });
});

describe('PutCompositeAlarm refuses', () => {
  const periods = { ActionsSuppressorWaitPeriod: 1, ActionsSuppressorExtensionPeriod: 1 };
  test.each([
    [
      { AlarmRule: 'ALARM(gone) OR OK(a) OR ALARM("lost too")' },
      'Could not save the composite alarm as alarms [gone, lost too] in the alarm rule do not exist',
    ],
    [
      { AlarmRule: 'ALARM(main)' },
      'Could not save the composite alarm as alarms [main] in the alarm rule do not exist',
    ],
    [
      { AlarmRule: 'ALARM(arn:aws:cloudwatch:us-east-1:111122223333:alarm:a)' },
      'Could not save the composite alarm as alarms [arn:aws:cloudwatch:us-east-1:111122223333:alarm:a] in the alarm rule do not exist',
    ],
    [{ AlarmRule: 'ALARM(a' }, "Error in AlarmRule [Unsupported token '<EOF>' at char 7, must be: ')']"],
    [{ AlarmName: 'a' }, 'The alarm name a is already used by an alarm of another type.'],
    [{ AlarmName: 'Überlast' }, 'AlarmName must contain only ASCII characters'],
    [periods, 'ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod need an ActionsSuppressor'],
    [
      { ActionsSuppressor: 'a' },
      'ActionsSuppressor needs ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod',
    ],
    [
      { ActionsSuppressor: 'a', ...periods, ActionsSuppressorWaitPeriod: -1 },
      'ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod must not be negative',
    ],
    [
      { ActionsSuppressor: 'gone', ...periods },
      'Could not save the composite alarm as its actions suppressor [gone] does not exist',
    ],
  ])('%j', (given, message) => {
    const r = withChildren('a');
    expect(() => r.put(given)).toThrow(expect.objectContaining({ name: 'ValidationError', message }));
    expect(r.members.all()).toHaveLength(1);
  });

  test('an action that only metric alarms have', () => {
    const r = withChildren('a');
    for (const arn of [
      'arn:aws:automate:eu-west-1:ec2:reboot',
      'arn:aws:autoscaling:eu-west-1:111122223333:scalingPolicy:x',
    ]) {
      expect(() => r.put({ AlarmActions: [arn] })).toThrow(expect.objectContaining({ name: 'ValidationError' }));
    }
  });

  test('the 151st composite on one alarm', () => {
    const r = withChildren('a');
    for (let index = 1; index <= 150; index += 1) r.put({ AlarmName: `c${index}` });
    r.put({ AlarmName: 'c150', AlarmDescription: 'again' });
    expect(() => r.put({ AlarmName: 'c151' })).toThrow(
      'Alarm a cannot be in the rules of more than 150 composite alarms',
    );
  });
});

describe('the operation', () => {
  const account = { id: '111122223333', region: 'eu-west-1', partition: 'aws' };

  test('needs its right on everything, and another for tags', () => {
    const r = withChildren('a');
    const operation = compositeApi(r.composites, account)['PutCompositeAlarm'];
    const input = { AlarmName: 'main', AlarmRule: 'ALARM(a)', Tags: [{ Key: 'team', Value: 'ml' }] };
    expect(operation?.needs(input as never)).toEqual([
      { action: 'cloudwatch:PutCompositeAlarm', resource: '*' },
      { action: 'cloudwatch:TagResource', resource: `${ARN}main` },
    ]);
    expect(operation?.run(input as never, { kind: 'person', name: 'ana' })).toEqual({});
    expect(r.members.find('main')?.type).toBe('CompositeAlarm');
  });

  test('comes from templates too, without an event of its creation', () => {
    const r = withChildren('a');
    const provisioner = compositeProvisioner(r.composites, account);
    const properties = { AlarmRule: 'ALARM(a)' };
    const identity = provisioner.identify('Main', properties);
    expect(identity).toEqual({ ref: 'Main', attributes: { Arn: `${ARN}Main` } });
    provisioner.create({ logicalId: 'Main', type: provisioner.type, properties, early: true }, identity);
    r.runTo(MINUTE);
    expect(r.events.map((event) => event['detail-type'])).toEqual(['CloudWatch Alarm State Change']);
    expect(() => provisioner.create({ logicalId: 'X', type: '', properties: { Rule: 'TRUE' } }, identity)).toThrow(
      'composite alarm X: ',
    );
  });
});

test('times in reasons have the day, the month and two digits', () => {
  expect(longTime(Date.UTC(2022, 6, 22, 15, 57, 45, 394))).toBe('Friday 22 July, 2022 15:57:45 UTC');
  expect(longTime(Date.UTC(2023, 7, 4, 12, 54, 46))).toBe('Friday 04 August, 2023 12:54:46 UTC');
});
