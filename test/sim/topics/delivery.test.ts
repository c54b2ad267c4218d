import { describe, expect, test } from 'vitest';
import { account, FUNCTION, PERSON, publish, subscription, TOPIC } from './oncall.ts';

describe('a message', () => {
  test('reaches an inbox two seconds after it leaves', () => {
    const to = account({ Email: subscription('email', PERSON) });
    expect(publish(to)).toEqual({ MessageId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    to.pass(2_049);
    expect(to.lines('message')).toEqual([]);
    to.pass(1);
    expect(to.lines('message')).toMatchObject([
      { channel: 'email', topic: 'Oncall', to: PERSON, subject: 'Canary is bad', text: 'hello' },
    ]);
  });

  test('reaches a function in the envelope that SNS uses', () => {
    const to = account({ Notify: subscription('lambda', FUNCTION) });
    publish(to, { MessageAttributes: { endpoint: { DataType: 'String', StringValue: 'fraud' } } });
    to.pass(50);
    expect(to.invoked[0]).toMatchObject({
      arn: FUNCTION,
      who: { kind: 'service', service: 'sns.amazonaws.com', sourceArn: TOPIC },
      payload: {
        Records: [
          {
            EventSource: 'aws:sns',
            EventVersion: '1.0',
            EventSubscriptionArn: expect.stringContaining(`${TOPIC}:`),
            Sns: {
              Type: 'Notification',
              TopicArn: TOPIC,
              Subject: 'Canary is bad',
              Message: 'hello',
              Timestamp: '2026-11-20T10:00:00.050Z',
              MessageAttributes: { endpoint: { Type: 'String', Value: 'fraud' } },
            },
          },
        ],
      },
    });
  });

  test('says to each protocol what is meant for it', () => {
    const to = account({ Email: subscription('email', PERSON), Notify: subscription('lambda', FUNCTION) });
    publish(to, { MessageStructure: 'json', Message: JSON.stringify({ default: 'card', email: 'prose' }) });
    to.pass(5_000);
    expect(to.lines('message')).toMatchObject([
      { channel: 'function', text: 'card' },
      { channel: 'email', text: 'prose' },
    ]);
  });

  test('goes only to those whose filter lets its attributes through', () => {
    const filter = { FilterPolicy: { endpoint: ['fraud'] } };
    const to = account({ A: subscription('email', 'a@x.org', filter), B: subscription('email', 'b@x.org') });
    publish(to, { MessageAttributes: { endpoint: { DataType: 'String', StringValue: 'other' } } });
    publish(to);
    to.pass(5_000);
    expect(to.lines('message').map((line) => line['to'])).toEqual(['b@x.org', 'b@x.org']);
  });

  test('goes only to those whose filter lets its body through', () => {
    const filter = { FilterPolicyScope: 'MessageBody', FilterPolicy: { AlarmName: [{ prefix: 'shop/guard/fraud/' }] } };
    const to = account({ A: subscription('email', 'a@x.org', filter) });
    publish(to, { Message: JSON.stringify({ AlarmName: 'shop/guard/fraud/canary/errors-5xx' }) });
    publish(to, { Message: JSON.stringify({ AlarmName: 'shop/guard/other/canary/errors-5xx' }) });
    publish(to, { Message: 'no JSON' });
    to.pass(5_000);
    expect(to.lines('message')).toHaveLength(1);
    expect(to.lines('missing-hop')).toHaveLength(2);
  });

  test('never goes to an address that is pending', () => {
    const to = account({ Email: subscription('email', PERSON), Other: subscription('email', 'b@x.org') });
    to.topics.leavePending(PERSON);
    publish(to);
    to.pass(5_000);
    expect(to.lines('message').map((line) => line['to'])).toEqual(['b@x.org']);
  });

  test('that nobody is subscribed to is a missing hop', () => {
    const to = account({});
    publish(to);
    to.pass(5_000);
    expect(to.lines('missing-hop')).toMatchObject([{ hop: 'subscription', from: 'Oncall' }]);
  });

  test('that a function refuses is a missing hop without a RedrivePolicy', () => {
    const to = account(
      { Notify: subscription('lambda', FUNCTION) },
      { functions: () => ({ allowed: false, why: 'no permission' }) },
    );
    publish(to);
    to.pass(5_000);
    expect(to.lines('missing-hop')).toMatchObject([{ hop: 'subscriber', from: 'Oncall', to: 'Notify' }]);
  });

  test('that a function refuses is dead-lettered by its RedrivePolicy', () => {
    const dead = { 'Fn::GetAtt': ['Dead', 'Arn'] };
    const Statement = {
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Principal: { Service: 'sns.amazonaws.com' },
      Resource: dead,
    };
    const resources = {
      Dead: { Type: 'AWS::SQS::Queue' },
      DeadPolicy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: { Queues: [{ Ref: 'Dead' }], PolicyDocument: { Statement } },
      },
      Notify: subscription('lambda', FUNCTION, { RedrivePolicy: { deadLetterTargetArn: dead } }),
    };
    const to = account(resources, { functions: () => ({ allowed: false, why: 'no permission' }) });
    publish(to);
    to.pass(5_000);
    expect(to.lines('dead-letter')).toMatchObject([{ queue: 'Dead', from: 'Oncall', why: 'no permission' }]);
  });
});
