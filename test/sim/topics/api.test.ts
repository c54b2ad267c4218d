import { describe, expect, test } from 'vitest';
import type { Refusal } from '../../../sim/types.ts';
import { call, needsOf, type SmallAccount, smallAccount } from '../small-account.ts';
import { valid } from '../valid.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:Orders';
const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:Inbox';
const DEAD = 'arn:aws:sqs:eu-west-1:111122223333:Dead';
const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:Handle';
const PERSON = 'ana@example.com';

type Input = Readonly<Record<string, unknown>>;

const letting = (queue: string) => ({
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [{ Ref: queue }],
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Principal: { Service: 'sns.amazonaws.com' },
          Resource: { 'Fn::GetAtt': [queue, 'Arn'] },
          Condition: { ArnEquals: { 'aws:SourceArn': TOPIC } },
        },
      ],
    },
  },
});

const account = (): SmallAccount =>
  smallAccount({
    Orders: { Type: 'AWS::SNS::Topic' },
    Inbox: { Type: 'AWS::SQS::Queue' },
    InboxPolicy: letting('Inbox'),
    Dead: { Type: 'AWS::SQS::Queue' },
    DeadPolicy: letting('Dead'),
  });

const sns = (to: SmallAccount, operation: string, input: Input = {}): Input =>
  valid('sns', operation, call(to.topics, operation, input)) as Input;

const subscribe = (to: SmallAccount, over: Input = {}): string =>
  String(sns(to, 'Subscribe', { TopicArn: TOPIC, Protocol: 'sqs', Endpoint: QUEUE, ...over })['SubscriptionArn']);

const publish = (to: SmallAccount, over: Input = {}) => {
  sns(to, 'Publish', { TopicArn: TOPIC, Message: 'hello', ...over });
  to.pass(5_000);
};
const inbox = (to: SmallAccount) => to.queues.messages(QUEUE);

const attributesOf = (to: SmallAccount, SubscriptionArn: string) =>
  sns(to, 'GetSubscriptionAttributes', { SubscriptionArn })['Attributes'] as Input;

const text = (StringValue: string) => ({ DataType: 'String', StringValue });
const number = (StringValue: string) => ({ DataType: 'Number', StringValue });

const refused = (code: string, message?: string) =>
  expect.objectContaining({ code, ...(message === undefined ? {} : { message }) }) as Refusal;

describe('a queue that is subscribed', () => {
  test('gets the message in an envelope of JSON', () => {
    const to = account();
    const arn = subscribe(to);
    publish(to, { Subject: 'New', MessageAttributes: { size: number('99.12') } });
    expect(JSON.parse(inbox(to)[0] ?? '')).toEqual({
      Type: 'Notification',
      MessageId: expect.stringMatching(/^[\da-f-]{36}$/),
      TopicArn: TOPIC,
      Subject: 'New',
      Message: 'hello',
      Timestamp: '2026-11-20T10:00:00.050Z',
      SignatureVersion: '1',
      Signature: 'EXAMPLE',
      SigningCertURL: expect.stringContaining('.pem'),
      UnsubscribeURL: expect.stringContaining(arn),
      MessageAttributes: { size: { Type: 'Number', Value: '99.12' } },
    });
    expect(inbox(to)[0]).toContain('{\n  "Type" : "Notification",\n');
    expect(to.lines('message')).toMatchObject([{ channel: 'queue', topic: 'Orders', to: 'Inbox', text: 'hello' }]);
  });

  test('gets no subject, and no attributes, where there are none', () => {
    const to = account();
    subscribe(to);
    publish(to);
    expect(Object.keys(JSON.parse(inbox(to)[0] ?? ''))).not.toEqual(expect.arrayContaining(['Subject']));
    expect(JSON.parse(inbox(to)[0] ?? '')).not.toHaveProperty('MessageAttributes');
  });

  test('gets it raw, with its attributes, where it wants that', () => {
    const to = account();
    subscribe(to, { Attributes: { RawMessageDelivery: 'true' } });
    const binary = { DataType: 'Binary', BinaryValue: new Uint8Array([2, 3, 4]) };
    publish(to, { MessageAttributes: { size: number('1'), raw: binary } });
    const input = { QueueUrl: 'Inbox', MessageAttributeNames: ['All'] };
    expect(call(to.queues, 'ReceiveMessage', input)).toMatchObject({
      Messages: [{ Body: 'hello', MessageAttributes: { size: number('1'), raw: binary } }],
    });
  });

  test('that does not let the topic in gets nothing, and the dead letters do', () => {
    const to = account();
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: DEAD });
    subscribe(to, { Endpoint: `${QUEUE}2`, Attributes: { RedrivePolicy } });
    publish(to);
    expect(JSON.parse(to.queues.messages(DEAD)[0] ?? '')).toMatchObject({ Type: 'Notification', Message: 'hello' });
    expect(to.lines('dead-letter')).toMatchObject([{ queue: 'Dead', from: 'Orders' }]);
  });

  test('that does not let the topic in is a broken hop without dead letters', () => {
    const to = account();
    subscribe(to, { Endpoint: `${QUEUE}2` });
    publish(to);
    expect(to.lines('missing-hop')).toMatchObject([{ hop: 'subscriber', from: 'Orders', to: 'Inbox2' }]);
  });
});

describe('a filter policy', () => {
  const passes = (policy: unknown, over: Input, scope = 'MessageAttributes'): boolean => {
    const to = account();
    subscribe(to, { Attributes: { FilterPolicy: JSON.stringify(policy), FilterPolicyScope: scope } });
    publish(to, over);
    return inbox(to).length === 1;
  };
  const of = (size: string) => ({ MessageAttributes: { size: number(size) } });

  test('compares numbers as numbers', () => {
    const policy = { size: [{ numeric: ['>', 0, '<=', 100] }] };
    expect([passes(policy, of('99.12')), passes(policy, of('100.5'))]).toEqual([true, false]);
    expect(passes(policy, { MessageAttributes: { size: text('50') } })).toBe(false);
  });
  test('looks into lists of strings', () => {
    const list = { MessageAttributes: { kinds: { DataType: 'String.Array', StringValue: '["new","gift"]' } } };
    expect([passes({ kinds: ['gift'] }, list), passes({ kinds: ['old'] }, list)]).toEqual([true, false]);
  });
  test('does not see binary attributes', () => {
    const MessageAttributes = { raw: { DataType: 'Binary', BinaryValue: new Uint8Array([1]) } };
    expect(passes({ raw: [{ exists: true }] }, { MessageAttributes })).toBe(false);
  });
  test('on the body finds what is nested in it', () => {
    const policy = { order: { kind: [{ prefix: 'g' }] } };
    expect(passes(policy, { Message: '{"order":{"kind":"gift"}}' }, 'MessageBody')).toBe(true);
    expect(passes(policy, { Message: '{"order":{"kind":"new"}}' }, 'MessageBody')).toBe(false);
    expect(passes(policy, { Message: '["order"]' }, 'MessageBody')).toBe(false);
  });
  test('lets all through once it is taken away', () => {
    const to = account();
    const arn = subscribe(to, { Attributes: { FilterPolicy: '{"size":[1]}' } });
    publish(to);
    sns(to, 'SetSubscriptionAttributes', { SubscriptionArn: arn, AttributeName: 'FilterPolicy', AttributeValue: '{}' });
    publish(to);
    expect(inbox(to)).toHaveLength(1);
  });

  const many = (count: number) => Array.from({ length: count }, (_, index) => `v${index}`);
  test.each([
    ['that is no JSON', 'x', 'FilterPolicy: failed to parse JSON.'],
    [
      'with a bare value',
      '{"key":"v"}',
      'FilterPolicy: "key" must be an object or an array\n at [Source: (String)"{"key":"v"}"; line: 1, column: 9]',
    ],
    [
      'with an operator of its own',
      '{"key":[{"wrong-operator":true}]}',
      'FilterPolicy: Unrecognized match type wrong-operator\n at [Source: (String)"{"key":[{"wrong-operator":true}]}"; line: 1, column: 31]',
    ],
    [
      'with anything-but a suffix',
      '{"key":[{"anything-but":{"suffix":"test"}}]}',
      'FilterPolicy: Unsupported anything-but pattern: suffix\n at [Source: (String)"{"key":[{"anything-but":{"suffix":"test"}}]}"; line: 1, column: 36]',
    ],
    [
      'of six names',
      JSON.stringify(Object.fromEntries(many(6).map((name) => [name, ['x']]))),
      'FilterPolicy: Filter policy can not have more than 5 keys',
    ],
    ['of 151 values', JSON.stringify({ key: many(151) }), 'FilterPolicy: Filter policy is too complex'],
    [
      'of too many combinations',
      JSON.stringify({ a: many(100), b: many(51) }),
      'FilterPolicy: Filter policy is too complex',
    ],
  ])('%s is refused', (_, policy, why) => {
    expect(() => subscribe(account(), { Attributes: { FilterPolicy: policy } })).toThrow(
      refused('InvalidParameter', `Invalid parameter: Attributes Reason: ${why}`),
    );
    const to = account();
    const set = { SubscriptionArn: subscribe(to), AttributeName: 'FilterPolicy', AttributeValue: policy };
    expect(() => sns(to, 'SetSubscriptionAttributes', set)).toThrow(
      refused('InvalidParameter', `Invalid parameter: ${why}`),
    );
  });
  test('of combinations that only count as many by their depth is refused on bodies', () => {
    const FilterPolicy = JSON.stringify({ a: { b: { c: many(4) } }, d: { e: many(3) } });
    const Attributes = { FilterPolicy, FilterPolicyScope: 'MessageBody' };
    expect(subscribe(account(), { Attributes })).toContain(TOPIC);
    const more = JSON.stringify({ a: { b: { c: many(9) } }, d: { e: many(3) } });
    expect(() => subscribe(account(), { Attributes: { ...Attributes, FilterPolicy: more } })).toThrow(/too complex/);
  });
});

describe('an email address that is subscribed', () => {
  const asked = (to: SmallAccount) => String(to.lines('message').at(-1)?.['text']);

  test('is asked first, and hears nothing until it says yes', () => {
    const to = account();
    expect(subscribe(to, { Protocol: 'email', Endpoint: PERSON })).toBe('pending confirmation');
    publish(to);
    expect(to.lines('message')).toMatchObject([
      { to: PERSON, subject: 'AWS Notification - Subscription Confirmation' },
    ]);
    const [, Token] = /Token=(\w+)/.exec(asked(to)) ?? [];
    const { SubscriptionArn } = sns(to, 'ConfirmSubscription', { TopicArn: TOPIC, Token });
    publish(to);
    expect(to.lines('message').at(-1)).toMatchObject({ to: PERSON, text: 'hello' });
    expect(attributesOf(to, String(SubscriptionArn))).toMatchObject({ PendingConfirmation: 'false' });
  });
  test('can be confirmed by the person behind it', () => {
    const to = account();
    subscribe(to, { Protocol: 'email', Endpoint: PERSON });
    to.topics.confirm(PERSON);
    publish(to);
    expect(to.lines('message').map((line) => line['text'])).toContain('hello');
  });
  test('has two days for it', () => {
    const to = account();
    subscribe(to, { Protocol: 'email', Endpoint: PERSON });
    to.pass(5_000);
    const [, Token] = /Token=(\w+)/.exec(asked(to)) ?? [];
    to.pass(2 * 86_400_000);
    expect(() => sns(to, 'ConfirmSubscription', { TopicArn: TOPIC, Token })).toThrow('Invalid parameter: Token');
  });
  test('has an ARN from the first for those who ask for it', () => {
    const input = { Protocol: 'email', Endpoint: PERSON, ReturnSubscriptionArn: true };
    expect(subscribe(account(), input)).toContain(`${TOPIC}:`);
  });
});

describe('a subscription', () => {
  test('is described as it was made', () => {
    const to = account();
    const arn = subscribe(to, { Attributes: { FilterPolicy: '{"size":[1]}' } });
    expect(attributesOf(to, arn)).toEqual({
      SubscriptionArn: arn,
      TopicArn: TOPIC,
      Protocol: 'sqs',
      Endpoint: QUEUE,
      Owner: '111122223333',
      PendingConfirmation: 'false',
      ConfirmationWasAuthenticated: 'true',
      RawMessageDelivery: 'false',
      SubscriptionPrincipal: 'arn:aws:iam::111122223333:root',
      FilterPolicy: '{"size":[1]}',
      FilterPolicyScope: 'MessageAttributes',
    });
  });
  test('is made once, however often it is asked for, but not with other attributes', () => {
    const to = account();
    const arn = subscribe(to, { Attributes: { RawMessageDelivery: 'true' } });
    expect([subscribe(to), subscribe(to, { Attributes: { RawMessageDelivery: 'true' } })]).toEqual([arn, arn]);
    const why = 'Invalid parameter: Attributes Reason: Subscription already exists with different attributes';
    expect(() => subscribe(to, { Attributes: { RawMessageDelivery: 'false' } })).toThrow(
      refused('InvalidParameter', why),
    );
    expect(sns(to, 'ListSubscriptions')['Subscriptions']).toHaveLength(1);
  });
  test('ends, and ends again without an error', () => {
    const to = account();
    const SubscriptionArn = subscribe(to);
    expect([sns(to, 'Unsubscribe', { SubscriptionArn }), sns(to, 'Unsubscribe', { SubscriptionArn })]).toEqual([
      {},
      {},
    ]);
    expect(sns(to, 'ListSubscriptions')).toEqual({ Subscriptions: [] });
    expect(() => attributesOf(to, SubscriptionArn)).toThrow(refused('NotFound', 'Subscription does not exist'));
  });

  test.each([
    ['a topic that is not there', { TopicArn: `${TOPIC}2` }, 'NotFound', 'Topic does not exist'],
    [
      'what is no ARN',
      { TopicArn: 'Orders' },
      'InvalidParameter',
      'Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1',
    ],
    [
      'an unknown protocol',
      { Protocol: 'pigeon' },
      'InvalidParameter',
      'Invalid parameter: Amazon SNS does not support this protocol string: pigeon',
    ],
    [
      'a queue by its URL',
      { Endpoint: 'https://sqs/1/Inbox' },
      'InvalidParameter',
      'Invalid parameter: SQS endpoint ARN',
    ],
    [
      'an attribute of its own',
      { Attributes: { Colour: 'red' } },
      'InvalidParameter',
      'Invalid parameter: Attributes Reason: AttributeName',
    ],
    [
      'raw delivery that is neither true nor false',
      { Attributes: { RawMessageDelivery: 'maybe' } },
      'InvalidParameter',
      'Invalid parameter: Attributes Reason: RawMessageDelivery: Invalid value [maybe]. Must be true or false.',
    ],
    [
      'a scope of its own',
      { Attributes: { FilterPolicyScope: 'All' } },
      'InvalidParameter',
      'Invalid parameter: Attributes Reason: FilterPolicyScope: Invalid value [All]. Please use either MessageBody or MessageAttributes',
    ],
    [
      'nested attributes',
      { Attributes: { FilterPolicy: '{"a":{"b":["x"]}}' } },
      'InvalidParameter',
      'Invalid parameter: Filter policy scope MessageAttributes does not support nested filter policy',
    ],
    [
      'dead letters that are no queue',
      { Attributes: { RedrivePolicy: '{"deadLetterTargetArn":"x"}' } },
      'InvalidParameter',
      'Invalid parameter: Attributes Reason: RedrivePolicy: deadLetterTargetArn is an invalid arn',
    ],
  ])('is refused for %s', (_, over, code, message) =>
    expect(() => subscribe(account(), over)).toThrow(refused(code, message)),
  );
  test.each(['https', 'sms', 'firehose'])('by %s stops the run', (Protocol) =>
    expect(() => subscribe(account(), { Protocol })).toThrow(/is not supported/),
  );
  test('is not ended by what is no ARN of one', () => {
    expect(() => sns(account(), 'Unsubscribe', { SubscriptionArn: 'x' })).toThrow(/at least 6 elements, not 1/);
    expect(() => sns(account(), 'Unsubscribe', { SubscriptionArn: `${TOPIC}:x` })).toThrow(
      'Invalid parameter: SubscriptionId',
    );
  });
});

describe('a topic', () => {
  test('is made once, listed, described and deleted', () => {
    const to = account();
    const TopicArn = 'arn:aws:sns:eu-west-1:111122223333:Other';
    const create = (Attributes: Input = {}) => sns(to, 'CreateTopic', { Name: 'Other', Attributes });
    expect([create({ DisplayName: 'the other' }), create()]).toEqual([{ TopicArn }, { TopicArn }]);
    const why = 'Invalid parameter: Attributes Reason: Topic already exists with different attributes';
    expect(() => create({ DisplayName: 'another' })).toThrow(refused('InvalidParameter', why));
    expect(sns(to, 'ListTopics')).toEqual({ Topics: [{ TopicArn: TOPIC }, { TopicArn }] });
    expect(sns(to, 'GetTopicAttributes', { TopicArn })['Attributes']).toMatchObject({
      TopicArn,
      DisplayName: 'the other',
      Owner: '111122223333',
      SubscriptionsConfirmed: '0',
      Policy: expect.stringContaining('__default_policy_ID'),
    });
    expect([sns(to, 'DeleteTopic', { TopicArn }), sns(to, 'DeleteTopic', { TopicArn })]).toEqual([{}, {}]);
    expect(() => sns(to, 'GetTopicAttributes', { TopicArn })).toThrow(refused('NotFound', 'Topic does not exist'));
  });
  test('takes its subscriptions with it', () => {
    const to = account();
    subscribe(to);
    sns(to, 'DeleteTopic', { TopicArn: TOPIC });
    expect(sns(to, 'ListSubscriptions')).toEqual({ Subscriptions: [] });
  });
  test('lets in whom its policy lets in, from when it is set', () => {
    const to = account();
    const alarm = {
      kind: 'service',
      service: 'cloudwatch.amazonaws.com',
      sourceArn: 'arn:aws:cloudwatch:::alarm:a',
    } as const;
    expect(to.topics.deliver(alarm, TOPIC, { message: 'x' })).toMatchObject({ allowed: false });
    const Statement = {
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: TOPIC,
    };
    const set = { TopicArn: TOPIC, AttributeName: 'Policy', AttributeValue: JSON.stringify({ Statement }) };
    expect(sns(to, 'SetTopicAttributes', set)).toEqual({});
    expect(to.topics.deliver(alarm, TOPIC, { message: 'x' })).toEqual({ allowed: true });
    expect(to.topics.deliver(alarm, `${TOPIC}2`, { message: 'x' })).toMatchObject({ allowed: false, missing: true });
  });
  test.each([
    ['a name with a dot', 'CreateTopic', { Name: 'a.b' }, 'Invalid parameter: Topic Name'],
    ['a FIFO name without the attribute', 'CreateTopic', { Name: 'a.fifo' }, 'Invalid parameter: Topic Name'],
    [
      'an attribute of its own',
      'SetTopicAttributes',
      { TopicArn: TOPIC, AttributeName: 'Colour' },
      'Invalid parameter: AttributeName',
    ],
    [
      'a policy that is no JSON',
      'SetTopicAttributes',
      { TopicArn: TOPIC, AttributeName: 'Policy', AttributeValue: 'x' },
      'Invalid parameter: Policy Error: null',
    ],
  ])('is refused for %s', (_, operation, input, message) =>
    expect(() => sns(account(), operation, input)).toThrow(refused('InvalidParameter', message)),
  );
  test('stops the run for what is not known here', () => {
    const create = (Name: string, Attributes: Input) => () => sns(account(), 'CreateTopic', { Name, Attributes });
    expect(create('a.fifo', { FifoTopic: 'true' })).toThrow(/no FIFO topics/);
    expect(create('a', { KmsMasterKeyId: 'mine' })).toThrow(/no KMS keys but/);
    expect(create('a', { TracingConfig: 'Active' })).toThrow(/no TracingConfig/);
  });
});

describe('Publish refuses an attribute', () => {
  test.each([
    [
      'without a value',
      { a: { DataType: 'String' } },
      "The message attribute 'a' must contain non-empty message attribute value for message attribute type 'String'.",
    ],
    [
      'of a type of its own',
      { a: { DataType: 'Text', StringValue: 'x' } },
      "The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
    ],
    [
      'whose value is in the wrong place',
      { a: { DataType: 'Number', BinaryValue: new Uint8Array([1]) } },
      "The message attribute 'a' with type 'Number' must use field 'String'.",
    ],
    [
      'with a caret in its name',
      { 'a^b': text('x') },
      "Invalid non-alphanumeric character '#x5E' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.",
    ],
    [
      'that begins with a dot',
      { '.a': text('x') },
      "Invalid message attribute name starting with character '.' was found.",
    ],
    [
      'that ends with a dot',
      { 'a.': text('x') },
      "Invalid message attribute name ending with character '.' was found.",
    ],
    ['with two dots in a row', { 'a..b': text('x') }, "Message attribute name can not have successive '.' character."],
    [
      'with a name of 257 letters',
      { ['a'.repeat(257)]: text('x') },
      'Length of message attribute name must be less than 256 bytes.',
    ],
  ])('%s', (_, MessageAttributes, message) =>
    expect(() => publish(account(), { MessageAttributes })).toThrow(refused('ParameterValueInvalid', message)),
  );
  test('that makes the message too long', () =>
    expect(() => publish(account(), { Message: 'x'.repeat(262_144), MessageAttributes: { a: text('x') } })).toThrow(
      'Invalid parameter: Message too long',
    ));
});

describe('the rights that are needed', () => {
  test.each([
    ['Subscribe', { TopicArn: TOPIC }, TOPIC],
    ['GetTopicAttributes', { TopicArn: TOPIC }, TOPIC],
    ['GetSubscriptionAttributes', { SubscriptionArn: `${TOPIC}:1-2` }, TOPIC],
    ['CreateTopic', { Name: 'Orders' }, TOPIC],
    ['ListTopics', {}, 'arn:aws:sns:eu-west-1:111122223333:*'],
  ])('%s', (operation, input, resource) =>
    expect(needsOf(account().topics, operation, input)).toMatchObject([{ action: `sns:${operation}`, resource }]),
  );
});

test('a function that is subscribed by a call gets the message, too', () => {
  const to = account();
  subscribe(to, { Protocol: 'lambda', Endpoint: FUNCTION });
  publish(to);
  expect(to.invoked).toMatchObject([{ arn: FUNCTION, payload: { Records: [{ Sns: { Message: 'hello' } }] } }]);
});
