import type { Message, ReceiveMessageResult } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { call, type SmallAccount, START, smallAccount } from '../small-account.ts';

const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:Reconcile1A2B3C4D';
const ALARM = 'shop/guard/fraud/canary/errors-5xx';

const rule = (over: Readonly<Record<string, unknown>> = {}, target: Readonly<Record<string, unknown>> = {}) => ({
  Type: 'AWS::Events::Rule',
  Properties: {
    EventPattern: { source: ['aws.cloudwatch'], detail: { state: { value: ['ALARM'] } } },
    State: 'ENABLED',
    Targets: [{ Id: 'Target0', Arn: FUNCTION, ...target }],
    ...over,
  },
});

const queue = {
  Dead: { Type: 'AWS::SQS::Queue' },
};
const queuePolicy = (sourceArn: unknown) => ({
  DeadPolicy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'Dead' }],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sqs:SendMessage',
            Principal: { Service: 'events.amazonaws.com' },
            Resource: { 'Fn::GetAtt': ['Dead', 'Arn'] },
            Condition: { ArnEquals: { 'aws:SourceArn': sourceArn } },
          },
        ],
      },
    },
  },
});
const deadLetters = { DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Dead', 'Arn'] } } };
const refuse = { functions: () => ({ allowed: false, why: 'no permission' }) as const };

const received = (account: SmallAccount): readonly Message[] => {
  const input = { QueueUrl: 'Dead', MessageAttributeNames: ['All'] };
  return (call(account.queues, 'ReceiveMessage', input) as ReceiveMessageResult).Messages ?? [];
};

const alarmEvent = (over: Readonly<Record<string, unknown>> = {}) => ({
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  resources: [`arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${ALARM}`],
  detail: { alarmName: ALARM, state: { value: 'ALARM' }, ...over },
});

describe('an event that a rule matches', () => {
  test('reaches the function, with its envelope, 130 ms later', () => {
    const account = smallAccount({ AlarmRule83D9AB3F: rule() });
    account.wires.events.put(alarmEvent());
    account.pass(129);
    expect(account.invoked).toEqual([]);
    account.pass(1);
    expect(account.invoked).toEqual([
      {
        arn: FUNCTION,
        who: {
          kind: 'service',
          service: 'events.amazonaws.com',
          sourceArn: 'arn:aws:events:eu-west-1:111122223333:rule/AlarmRule83D9AB3F',
        },
        payload: {
          version: '0',
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          account: '111122223333',
          region: 'eu-west-1',
          time: '2026-11-20T10:00:00Z',
          ...alarmEvent(),
        },
      },
    ]);
    expect(account.lines('event')).toMatchObject([{ rule: 'AlarmRule', subject: ALARM, target: 'Reconcile' }]);
  });

  test('does not when the rule is disabled', () => {
    const account = smallAccount({ AlarmRule: rule({ State: 'DISABLED' }) });
    account.wires.events.put(alarmEvent());
    account.pass(1_000);
    expect(account.invoked).toEqual([]);
    expect(account.lines('missing-hop')).toMatchObject([{ why: expect.stringContaining('it is disabled') }]);
  });

  test('arrives as often as a fault says, with one id', () => {
    const account = smallAccount({ AlarmRule: rule() }, { faults: { deliveries: () => [0, 5_000] } });
    account.wires.events.put(alarmEvent());
    account.pass(10_000);
    const ids = account.invoked.map(({ payload }) => (payload as { readonly id: string }).id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  test('is lost when a fault says so, and the journal tells', () => {
    const account = smallAccount({ AlarmRule: rule() }, { faults: { deliveries: () => [] } });
    account.wires.events.put(alarmEvent());
    account.pass(10_000);
    expect(account.invoked).toEqual([]);
    expect(account.lines('event')).toMatchObject([{ target: 'lost' }]);
  });

  test('goes to the dead letters when the function refuses it', () => {
    const arn = { 'Fn::GetAtt': ['AlarmRule', 'Arn'] };
    const account = smallAccount({ ...queue, ...queuePolicy(arn), AlarmRule: rule({}, deadLetters) }, refuse);
    account.wires.events.put(alarmEvent());
    account.pass(1_000);
    expect(account.lines('dead-letter')).toMatchObject([{ queue: 'Dead', from: 'AlarmRule', why: 'no permission' }]);
    const [message] = received(account);
    expect(JSON.parse(message?.Body ?? '')).toMatchObject(alarmEvent());
    expect(message?.MessageAttributes).toEqual({
      RULE_ARN: { DataType: 'String', StringValue: 'arn:aws:events:eu-west-1:111122223333:rule/AlarmRule' },
      TARGET_ARN: { DataType: 'String', StringValue: FUNCTION },
      ERROR_CODE: { DataType: 'String', StringValue: 'NO_PERMISSIONS' },
      ERROR_MESSAGE: { DataType: 'String', StringValue: 'no permission' },
      RETRY_ATTEMPTS: { DataType: 'String', StringValue: '0' },
    });
  });

  test('tells its dead letters that the target is gone', () => {
    const gone = { functions: () => ({ allowed: false, why: 'there is no such function', missing: true }) as const };
    const arn = { 'Fn::GetAtt': ['AlarmRule', 'Arn'] };
    const account = smallAccount({ ...queue, ...queuePolicy(arn), AlarmRule: rule({}, deadLetters) }, gone);
    account.wires.events.put(alarmEvent());
    account.pass(1_000);
    expect(received(account)[0]?.MessageAttributes).toMatchObject({ ERROR_CODE: { StringValue: 'NO_RESOURCE' } });
  });

  test('breaks at the dead letters whose policy names another rule', () => {
    const other = 'arn:aws:events:eu-west-1:111122223333:rule/Other';
    const account = smallAccount({ ...queue, ...queuePolicy(other), AlarmRule: rule({}, deadLetters) }, refuse);
    account.wires.events.put(alarmEvent());
    account.pass(1_000);
    expect(account.lines('missing-hop')).toMatchObject([{ hop: 'queue-policy', from: 'AlarmRule', to: 'Dead' }]);
  });

  test('breaks at a refusing function without dead letters', () => {
    const account = smallAccount({ AlarmRule: rule() }, refuse);
    account.wires.events.put(alarmEvent());
    account.pass(1_000);
    expect(account.lines('missing-hop')).toMatchObject([{ hop: 'target', from: 'AlarmRule', to: 'Reconcile' }]);
  });

  test('breaks at a rule without targets', () => {
    const account = smallAccount({ AlarmRule: rule({ Targets: [] }) });
    account.wires.events.put(alarmEvent());
    expect(account.lines('missing-hop')).toMatchObject([{ hop: 'target', from: 'AlarmRule' }]);
  });
});

describe('an event that no rule matches', () => {
  test('is a missing hop when a guard goes off, and the nearest rule is named', () => {
    const account = smallAccount({
      Far: rule({ EventPattern: { source: ['aws.ec2'], account: ['1'] } }),
      Near: rule({ EventPattern: { source: ['aws.cloudwatch'], detail: { state: { value: ['Alarm'] } } } }),
    });
    account.wires.events.put(alarmEvent());
    expect(account.lines('missing-hop')).toMatchObject([
      {
        hop: 'rule',
        from: ALARM,
        why: 'no rule matches; nearest is Near: detail.state.value is ["ALARM"], not ["Alarm"]',
      },
    ]);
  });

  test('is nothing to tell for other alarms, other states and other services', () => {
    const account = smallAccount({});
    account.wires.events.put(alarmEvent({ alarmName: 'shop/self/heartbeat' }));
    account.wires.events.put(alarmEvent({ state: { value: 'OK' } }));
    account.wires.events.put({ ...alarmEvent(), source: 'aws.sagemaker' });
    expect(account.lines('missing-hop')).toEqual([]);
  });
});

describe('a schedule', () => {
  test('fires once a minute at a second of its own', () => {
    const { EventPattern: _, ...scheduled } = rule({ ScheduleExpression: 'rate(1 minute)' }).Properties;
    const account = smallAccount({ Sweep: { Type: 'AWS::Events::Rule', Properties: scheduled } });
    account.pass(3 * 60_000);
    expect(account.invoked).toHaveLength(3);
    const times = account.invoked.map(({ payload }) => Date.parse((payload as { readonly time: string }).time));
    expect(times.map((time) => (time - (times[0] ?? 0)) / 60_000)).toEqual([0, 1, 2]);
    expect(times[0]).toBeGreaterThan(START);
    expect(account.invoked[0]?.payload).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      detail: {},
    });
  });
});

describe('a rule is refused', () => {
  for (const [name, properties, target, message] of [
    ['with an invalid pattern', { EventPattern: { source: 'x' } }, {}, /Event pattern is not valid/],
    ['on another bus', { EventBusName: 'other' }, {}, /Event bus other does not exist/],
    [
      'with a target that cannot be reached here',
      {},
      { Arn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:S' },
      /functions, queues and topics/,
    ],
    ['with a target setting that is not known', {}, { RoleArn: 'arn' }, /Targets.RoleArn is not supported/],
    [
      'with an event age out of range',
      {},
      { RetryPolicy: { MaximumEventAgeInSeconds: 10 } },
      /greater than or equal to 60/,
    ],
    ['with an event age as a string out of range', {}, { RetryPolicy: { MaximumEventAgeInSeconds: '90000' } }, /86400/],
    ['with neither pattern nor schedule', { EventPattern: undefined }, {}, /EventPattern or ScheduleExpression/],
    ['with a schedule that is none', { ScheduleExpression: 'rate(1 minutes)' }, {}, /ScheduleExpression is not valid/],
    ['with a pattern beyond 2,048 characters', { EventPattern: { x: ['a'.repeat(2_048)] } }, {}, /exceeds the maximum/],
  ] as const) {
    test(name, () => expect(() => smallAccount({ AlarmRule: rule(properties, target) })).toThrow(message));
  }
});
