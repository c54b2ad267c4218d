import { describe, expect, test } from 'vitest';
import type { Refusal } from '../../../sim/types.ts';
import { call, needsOf, smallAccount } from '../small-account.ts';
import {
  account,
  alarm,
  FUNCTION,
  lettingAlarmsIn,
  PERSON,
  publish,
  subscription,
  TOPIC,
  topic,
  topicPolicy,
} from './oncall.ts';

describe('an alarm', () => {
  const tell = (to: ReturnType<typeof smallAccount>) => to.wires.topics.publish(alarm, TOPIC, { message: '{}' });

  test('publishes where the topic policy lets CloudWatch in', () => {
    const to = account({ ...lettingAlarmsIn, Email: subscription('email', PERSON) });
    expect(tell(to)).not.toBe('');
    to.pass(5_000);
    expect(to.lines('message')).toMatchObject([{ to: PERSON, subject: 'AWS Notification Message' }]);
  });

  for (const [name, resources, hop] of [
    [
      'of another service',
      topicPolicy({ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } }),
      'topic-policy',
    ],
    [
      'on a topic under the AWS managed key',
      { ...topic({ KmsMasterKeyId: 'alias/aws/sns' }), ...lettingAlarmsIn },
      'topic-key',
    ],
  ] as const) {
    test(`breaks ${name}`, () => {
      const to = account(resources);
      expect(tell(to)).toBe('');
      expect(to.lines('missing-hop')).toMatchObject([
        { hop, from: 'shop/guard/fraud/canary/errors-5xx', to: 'Oncall' },
      ]);
    });
  }

  test('publishes to a topic that nobody gave a policy: SNS lets its owner’s alarms in', () => {
    const to = account({ Email: subscription('email', PERSON) });
    expect(tell(to)).not.toBe('');
  });

  test('of another account does not, nor does any other service', () => {
    for (const who of [
      { ...alarm, sourceArn: 'arn:aws:cloudwatch:eu-west-1:999999999999:alarm:a' },
      { kind: 'service', service: 'events.amazonaws.com', sourceArn: 'arn:aws:events:eu-west-1:111122223333:rule/r' },
    ] as const) {
      const to = account({});
      expect(to.wires.topics.publish(who, TOPIC, { message: '{}' })).toBe('');
      expect(to.lines('missing-hop')).toMatchObject([{ hop: 'topic-policy', to: 'Oncall' }]);
    }
  });

  test('breaks at a topic that does not exist', () => {
    const to = smallAccount({});
    expect(tell(to)).toBe('');
    expect(to.lines('missing-hop')).toMatchObject([{ hop: 'topic', why: 'Topic does not exist' }]);
  });
});

describe('Publish', () => {
  test('needs sns:Publish on the topic', () => {
    expect(needsOf(account({}).topics, 'Publish', { TopicArn: TOPIC })).toEqual([
      { action: 'sns:Publish', resource: TOPIC },
    ]);
  });

  for (const [name, over, code] of [
    ['a topic that does not exist', { TopicArn: `${TOPIC}x` }, 'NotFound'],
    ['an empty message', { Message: '' }, 'InvalidParameter'],
    ['a message beyond 256 KiB', { Message: 'é'.repeat(131_073) }, 'InvalidParameter'],
    ['a subject of a hundred characters', { Subject: 'x'.repeat(100) }, 'InvalidParameter'],
    ['a subject of two lines', { Subject: 'a\nb' }, 'InvalidParameter'],
    ['a JSON message without a default', { MessageStructure: 'json', Message: '{"email":"x"}' }, 'InvalidParameter'],
    ['a JSON message that is none', { MessageStructure: 'json', Message: 'x' }, 'InvalidParameter'],
  ] as const) {
    test(`refuses ${name}`, () => {
      const to = account({});
      expect(() => publish(to, over)).toThrow(expect.objectContaining({ code }) as Refusal);
    });
  }

  test('fails loudly for what is not known here', () => {
    expect(() => publish(account({}), { PhoneNumber: '+1' })).toThrow('knows no PhoneNumber');
  });
});

describe('ListSubscriptionsByTopic', () => {
  test('lists who is subscribed, and who has not confirmed', () => {
    const to = account({ Email: subscription('email', PERSON), Notify: subscription('lambda', FUNCTION) });
    to.topics.leavePending(PERSON);
    expect(call(to.topics, 'ListSubscriptionsByTopic', { TopicArn: TOPIC })).toMatchObject({
      Subscriptions: [
        { Protocol: 'email', Endpoint: PERSON, SubscriptionArn: 'PendingConfirmation', Owner: '111122223333' },
        { Protocol: 'lambda', Endpoint: FUNCTION, SubscriptionArn: expect.stringContaining(`${TOPIC}:`) },
      ],
    });
  });

  test('goes on where a page of a hundred ended', () => {
    const many = Object.fromEntries(
      Array.from({ length: 101 }, (_, index) => [`E${index}`, subscription('email', `p${index}@x.org`)]),
    );
    const to = account(many);
    const first = call(to.topics, 'ListSubscriptionsByTopic', { TopicArn: TOPIC }) as Record<string, unknown>;
    const second = call(to.topics, 'ListSubscriptionsByTopic', { TopicArn: TOPIC, NextToken: first['NextToken'] });
    expect(second).toMatchObject({ Subscriptions: [{ Endpoint: 'p100@x.org' }] });
    expect(second).not.toHaveProperty('NextToken');
  });
});

describe('a subscription is refused', () => {
  for (const [name, resource, message] of [
    [
      'with a protocol that is not known here',
      subscription('https', 'https://x.org'),
      /Protocol https is not supported/,
    ],
    ['with an email address that is none', subscription('email', 'nobody'), /Invalid parameter: Email address/],
    [
      'with a wildcard in its filter',
      subscription('email', PERSON, { FilterPolicy: { a: [{ wildcard: 'x*' }] } }),
      /Unrecognized match type wildcard/,
    ],
    [
      'with nested attributes in its filter',
      subscription('email', PERSON, { FilterPolicy: { a: { b: ['x'] } } }),
      /does not support nested filter policy/,
    ],
  ] as const) {
    test(name, () => expect(() => account({ S: resource })).toThrow(message));
  }
});
