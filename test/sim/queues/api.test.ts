import type { ReceiveMessageResult } from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Later, type Refusal } from '../../../sim/types.ts';
import { call, needsOf, type SmallAccount, smallAccount } from '../small-account.ts';
import { valid } from '../valid.ts';

const ARN = 'arn:aws:sqs:eu-west-1:111122223333:Inbox';
const URL = 'https://sqs.eu-west-1.amazonaws.com/111122223333/Inbox';

type Input = Readonly<Record<string, unknown>>;

const account = (): SmallAccount =>
  smallAccount({ Inbox: { Type: 'AWS::SQS::Queue' }, Dead: { Type: 'AWS::SQS::Queue' } });

const sqs = (to: SmallAccount, operation: string, input: Input = {}): Input =>
  valid('sqs', operation, call(to.queues, operation, { QueueUrl: URL, ...input })) as Input;

const send = (to: SmallAccount, over: Input = {}): Input => sqs(to, 'SendMessage', { MessageBody: 'hello', ...over });

/** What a client receives, and when; undefined while it waits. */
const receive = (to: SmallAccount, input: Input = {}) => {
  const got: { messages?: NonNullable<ReceiveMessageResult['Messages']>; at?: number } = {};
  const take = (result: unknown): void => {
    got.messages ??= (valid('sqs', 'ReceiveMessage', result) as ReceiveMessageResult).Messages ?? [];
    got.at ??= to.clock.now();
  };
  const answer = sqs(to, 'ReceiveMessage', { MaxNumberOfMessages: 10, ...input }) as unknown;
  if (answer instanceof Later) answer.begin(take);
  else take(answer);
  return got;
};

const bodies = (to: SmallAccount, input: Input = {}) => receive(to, input).messages?.map(({ Body }) => Body);
const receiptOf = (to: SmallAccount, input: Input = {}) => receive(to, input).messages?.[0]?.ReceiptHandle;
const count = (to: SmallAccount, which = '') =>
  (sqs(to, 'GetQueueAttributes', { AttributeNames: ['All'] })['Attributes'] as Input)[
    `ApproximateNumberOfMessages${which}`
  ];

const refused = (code: string, message?: string) =>
  expect.objectContaining({ code, ...(message === undefined ? {} : { message }) }) as Refusal;

describe('a message', () => {
  test('is sent and received with the checksums that clients verify', () => {
    const to = account();
    const MessageAttributes = {
      kind: { DataType: 'String', StringValue: 'order' },
      size: { DataType: 'Number', StringValue: '7' },
      raw: { DataType: 'Binary', BinaryValue: new Uint8Array([2, 3, 4]) },
    };
    const sent = send(to, { MessageAttributes });
    expect(sent).toEqual({
      MessageId: expect.stringMatching(/^[\da-f-]{36}$/),
      // What `printf hello | md5sum` says.
      MD5OfMessageBody: '5d41402abc4b2a76b9719d911017c592',
      MD5OfMessageAttributes: expect.stringMatching(/^[\da-f]{32}$/),
    });
    const [message] =
      receive(to, { MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] }).messages ?? [];
    expect(message).toEqual({
      MessageId: sent['MessageId'],
      ReceiptHandle: expect.any(String),
      MD5OfBody: sent['MD5OfMessageBody'],
      Body: 'hello',
      MD5OfMessageAttributes: sent['MD5OfMessageAttributes'],
      MessageAttributes,
      Attributes: {
        SenderId: 'test',
        SentTimestamp: '1795168800000',
        ApproximateReceiveCount: '1',
        ApproximateFirstReceiveTimestamp: '1795168800000',
      },
    });
  });

  test('has the checksum of attributes that AWS documents', () => {
    // Computed apart from this, by the steps of the developer guide in Python.
    const to = account();
    const MessageAttributes = { a: { DataType: 'String', StringValue: 'b' } };
    expect(send(to, { MessageAttributes })['MD5OfMessageAttributes']).toBe('bef8bf215374a0a228d67533b1a488be');
  });

  test('is given the attributes that were asked for, and their checksum', () => {
    const to = account();
    const value = { DataType: 'String', StringValue: 'v' };
    send(to, { MessageAttributes: { 'shop.id': value, 'shop.name': value, other: value } });
    const names = (wanted: readonly string[]) => {
      const [message] = receive(to, { MessageAttributeNames: wanted, VisibilityTimeout: 0 }).messages ?? [];
      return Object.keys(message?.MessageAttributes ?? {});
    };
    expect(names(['shop.*'])).toEqual(['shop.id', 'shop.name']);
    expect(names(['other'])).toEqual(['other']);
    expect(names(['.*'])).toHaveLength(3);
    expect(names([])).toEqual([]);
  });

  test('is hidden once it is received, and comes back when its time is over', () => {
    const to = account();
    send(to);
    expect(bodies(to)).toEqual(['hello']);
    expect([count(to), count(to, 'NotVisible')]).toEqual(['0', '1']);
    to.pass(29_999);
    expect(bodies(to)).toEqual([]);
    to.pass(1);
    const [again] = receive(to, { AttributeNames: ['ApproximateReceiveCount'] }).messages ?? [];
    expect(again?.Attributes).toEqual({ ApproximateReceiveCount: '2' });
  });

  test('is gone once it is deleted, by the handle of its latest receipt', () => {
    const to = account();
    send(to);
    const old = receiptOf(to, { VisibilityTimeout: 0 });
    const latest = receiptOf(to);
    sqs(to, 'DeleteMessage', { ReceiptHandle: old });
    expect(to.queues.depth(ARN)).toBe(1);
    sqs(to, 'DeleteMessage', { ReceiptHandle: latest });
    expect(to.queues.depth(ARN)).toBe(0);
    expect(sqs(to, 'DeleteMessage', { ReceiptHandle: latest })).toEqual({});
  });

  test('waits for its delay', () => {
    const to = account();
    send(to, { DelaySeconds: 5 });
    expect(bodies(to)).toEqual([]);
    expect(count(to, 'Delayed')).toBe('1');
    to.pass(5_000);
    expect(bodies(to)).toEqual(['hello']);
  });

  test('is forgotten after four days, if nobody takes it', () => {
    const to = account();
    send(to);
    to.pass(4 * 86_400_000 - 1);
    expect(count(to)).toBe('1');
    to.pass(1);
    expect(count(to)).toBe('0');
    expect(bodies(to)).toEqual([]);
  });

  test('goes to the dead letters when it was received too often', () => {
    const to = account();
    const dead = 'arn:aws:sqs:eu-west-1:111122223333:Dead';
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead, maxReceiveCount: 2 });
    sqs(to, 'SetQueueAttributes', { Attributes: { RedrivePolicy, VisibilityTimeout: '0' } });
    const { MessageId } = send(to);
    expect([bodies(to), bodies(to), bodies(to)]).toEqual([['hello'], ['hello'], []]);
    const input = { QueueUrl: 'Dead', MessageSystemAttributeNames: ['DeadLetterQueueSourceArn'] };
    expect(receive(to, input).messages).toMatchObject([{ MessageId, Attributes: { DeadLetterQueueSourceArn: ARN } }]);
    expect(to.lines('dead-letter')).toMatchObject([
      { queue: 'Dead', from: 'Inbox', why: expect.stringContaining('2 times') },
    ]);
  });

  test('is never lost, and never given to two at once, whatever clients do', () => {
    const step = fc.constantFrom('send', 'receive', 'receive and delete', 'pass');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const to = account();
        const hiddenUntil = new Map<string, number>();
        let kept = 0;
        for (const what of steps) {
          if (what === 'send') kept += send(to) ? 1 : 0;
          if (what === 'pass') to.pass(7_000);
          if (!what.startsWith('receive')) continue;
          for (const { MessageId: id = '', ReceiptHandle } of receive(to, { MaxNumberOfMessages: 1 }).messages ?? []) {
            expect(hiddenUntil.get(id) ?? 0).toBeLessThanOrEqual(to.clock.now());
            hiddenUntil.set(id, to.clock.now() + 30_000);
            if (what === 'receive') continue;
            sqs(to, 'DeleteMessage', { ReceiptHandle });
            kept -= 1;
          }
        }
        expect(to.queues.depth(ARN)).toBe(kept);
      }),
    );
  });
});

describe('a client that waits', () => {
  test('gets a message as soon as it is there', () => {
    const to = account();
    const got = receive(to, { WaitTimeSeconds: 20 });
    to.pass(7_000);
    expect(got.messages).toBeUndefined();
    send(to);
    expect(got.messages).toMatchObject([{ Body: 'hello' }]);
  });
  test('gets nothing once its time is over', () => {
    const to = account();
    const begun = to.clock.now();
    const got = receive(to, { WaitTimeSeconds: 20 });
    to.pass(20_000);
    expect(got).toEqual({ messages: [], at: begun + 20_000 });
    send(to);
    expect(to.queues.depth(ARN)).toBe(1);
  });
  test('gets a message that becomes visible while it waits', () => {
    const to = account();
    const begun = to.clock.now();
    send(to, { DelaySeconds: 3 });
    const got = receive(to, { WaitTimeSeconds: 10 });
    to.pass(10_000);
    expect(got.at).toBe(begun + 3_000);
    expect(got.messages).toHaveLength(1);
  });
  test('shares with another that waits: each message reaches one of them', () => {
    const to = account();
    const [one, other] = [receive(to, { WaitTimeSeconds: 10 }), receive(to, { WaitTimeSeconds: 10 })];
    send(to);
    to.pass(10_000);
    expect([one.messages?.length, other.messages?.length]).toEqual([1, 0]);
  });
  test('waits as long as the queue says, if it says nothing itself', () => {
    const to = account();
    sqs(to, 'SetQueueAttributes', { Attributes: { ReceiveMessageWaitTimeSeconds: '4' } });
    const got = receive(to);
    to.pass(4_000);
    expect(got.messages).toEqual([]);
  });
});

describe('ChangeMessageVisibility', () => {
  test('hides a message for longer, or shows it at once', () => {
    const to = account();
    send(to);
    const ReceiptHandle = receiptOf(to);
    sqs(to, 'ChangeMessageVisibility', { ReceiptHandle, VisibilityTimeout: 100 });
    to.pass(99_000);
    expect(bodies(to)).toEqual([]);
    sqs(to, 'ChangeMessageVisibility', { ReceiptHandle, VisibilityTimeout: 0 });
    expect(bodies(to)).toEqual(['hello']);
  });
  test('refuses what is not in flight, what is too long, and what is no handle', () => {
    const to = account();
    send(to);
    const ReceiptHandle = receiptOf(to);
    const change = (over: Input) => () =>
      sqs(to, 'ChangeMessageVisibility', { ReceiptHandle, VisibilityTimeout: 1, ...over });
    expect(change({ VisibilityTimeout: 43_201 })).toThrow(refused('InvalidParameterValue'));
    expect(change({ ReceiptHandle: 'x' })).toThrow(refused('ReceiptHandleIsInvalid'));
    to.pass(10_000);
    expect(change({ VisibilityTimeout: 43_200 })).toThrow(/beyond the limit/);
    to.pass(30_000);
    expect(change({})).toThrow(/not available for visibility timeout change/);
  });
});

describe('SendMessageBatch', () => {
  const batch = (to: SmallAccount, Entries: readonly Input[]) => sqs(to, 'SendMessageBatch', { Entries });

  test('tells of each entry on its own', () => {
    const to = account();
    sqs(to, 'SetQueueAttributes', { Attributes: { MaximumMessageSize: '1024' } });
    const result = batch(to, [
      { Id: 'good', MessageBody: 'hello' },
      { Id: 'long', MessageBody: 'x'.repeat(1_025) },
    ]);
    expect(result).toMatchObject({
      Successful: [{ Id: 'good', MD5OfMessageBody: '5d41402abc4b2a76b9719d911017c592' }],
      Failed: [
        {
          Id: 'long',
          Code: 'InvalidParameterValue',
          SenderFault: true,
          Message: 'One or more parameters cannot be validated. Reason: Message must be shorter than 1024 bytes.',
        },
      ],
    });
  });
  test.each([
    ['no entry', [], 'EmptyBatchRequest'],
    [
      'eleven',
      Array.from({ length: 11 }, (_, index) => ({ Id: `${index}`, MessageBody: 'x' })),
      'TooManyEntriesInBatchRequest',
    ],
    [
      'two of one id',
      [
        { Id: 'a', MessageBody: 'x' },
        { Id: 'a', MessageBody: 'y' },
      ],
      'BatchEntryIdsNotDistinct',
    ],
    ['an id with a colon', [{ Id: 'a:b', MessageBody: 'x' }], 'InvalidBatchEntryId'],
    ['more than a mebibyte', [{ Id: 'a', MessageBody: 'x'.repeat(1_048_577) }], 'BatchRequestTooLong'],
  ])('refuses %s', (_, entries, code) => expect(() => batch(account(), entries)).toThrow(refused(code)));
});

describe('a queue', () => {
  const create = (to: SmallAccount, QueueName: string, Attributes: Input = {}) =>
    sqs(to, 'CreateQueue', { QueueName, Attributes });

  test('is made, found, listed and deleted', () => {
    const to = account();
    const { QueueUrl } = create(to, 'Other', { VisibilityTimeout: '60' });
    expect(QueueUrl).toBe('https://sqs.eu-west-1.amazonaws.com/111122223333/Other');
    expect(sqs(to, 'GetQueueUrl', { QueueName: 'Other' })).toEqual({ QueueUrl });
    expect(sqs(to, 'ListQueues', { QueueNamePrefix: 'O' })).toEqual({ QueueUrls: [QueueUrl] });
    expect(sqs(to, 'ListQueues', { QueueNamePrefix: 'x' })).toEqual({});
    expect(sqs(to, 'ListQueues', { MaxResults: 2 })).toMatchObject({
      QueueUrls: [expect.any(String), URL],
      NextToken: expect.any(String),
    });
    sqs(to, 'DeleteQueue', { QueueUrl });
    expect(() => sqs(to, 'GetQueueUrl', { QueueName: 'Other' })).toThrow(
      refused('QueueDoesNotExist', 'The specified queue does not exist.'),
    );
    expect(() => create(to, 'Other')).toThrow(refused('QueueDeletedRecently'));
    to.pass(60_000);
    expect(create(to, 'Other')).toEqual({ QueueUrl });
  });

  test('is made again when it is wanted as it is, and refused otherwise', () => {
    const to = account();
    create(to, 'Other', { DelaySeconds: '5' });
    expect(create(to, 'Other')).toHaveProperty('QueueUrl');
    expect(create(to, 'Other', { DelaySeconds: '5' })).toHaveProperty('QueueUrl');
    const why = 'A queue already exists with the same name and a different value for attribute DelaySeconds';
    expect(() => create(to, 'Other', { DelaySeconds: '6' })).toThrow(refused('QueueNameExists', why));
  });

  test('is known by its name, whatever host its URL has', () => {
    const to = account();
    send(to, { QueueUrl: 'http://127.0.0.1:4599/111122223333/Inbox' });
    send(to, { QueueUrl: 'Inbox' });
    expect(to.queues.depth(ARN)).toBe(2);
  });

  test('tells its attributes', () => {
    const to = account();
    expect(sqs(to, 'GetQueueAttributes', { AttributeNames: ['All'] })['Attributes']).toEqual({
      QueueArn: ARN,
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
      ApproximateNumberOfMessagesDelayed: '0',
      CreatedTimestamp: '1795168800',
      LastModifiedTimestamp: '1795168800',
      DelaySeconds: '0',
      MaximumMessageSize: '1048576',
      MessageRetentionPeriod: '345600',
      ReceiveMessageWaitTimeSeconds: '0',
      VisibilityTimeout: '30',
      SqsManagedSseEnabled: 'true',
    });
    expect(sqs(to, 'GetQueueAttributes', { AttributeNames: ['QueueArn'] })).toEqual({ Attributes: { QueueArn: ARN } });
    expect(sqs(to, 'GetQueueAttributes')).toEqual({});
  });

  test('gives up its policy and its dead letters when they are set to nothing', () => {
    const to = account();
    const Policy = JSON.stringify({
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: ARN }],
    });
    sqs(to, 'SetQueueAttributes', { Attributes: { Policy } });
    const rule = {
      kind: 'service',
      service: 'events.amazonaws.com',
      sourceArn: 'arn:aws:events:eu-west-1:1:rule/r',
    } as const;
    expect(to.queues.deliver(rule, ARN, 'x').allowed).toBe(true);
    sqs(to, 'SetQueueAttributes', { Attributes: { Policy: '' } });
    expect(to.queues.deliver(rule, ARN, 'x').allowed).toBe(false);
  });

  test('is purged, at most once a minute', () => {
    const to = account();
    send(to);
    expect(sqs(to, 'PurgeQueue')).toEqual({});
    expect(to.queues.depth(ARN)).toBe(0);
    const why = 'Only one PurgeQueue operation on Inbox is allowed every 60 seconds.';
    expect(() => sqs(to, 'PurgeQueue')).toThrow(
      expect.objectContaining({ code: 'PurgeQueueInProgress', message: why, status: 403 }) as Refusal,
    );
    to.pass(60_000);
    expect(sqs(to, 'PurgeQueue')).toEqual({});
  });

  test.each([
    ['an unknown attribute', { Attributes: { Colour: 'red' } }, 'InvalidAttributeName', 'Unknown Attribute Colour.'],
    [
      'a timeout of a day',
      { Attributes: { VisibilityTimeout: '86400' } },
      'InvalidAttributeValue',
      'Invalid value for the parameter VisibilityTimeout.',
    ],
    [
      'a timeout that is no number',
      { Attributes: { VisibilityTimeout: 'long' } },
      'InvalidAttributeValue',
      'Invalid value for the parameter VisibilityTimeout.',
    ],
    [
      'a policy that is no JSON',
      { Attributes: { Policy: 'x' } },
      'InvalidAttributeValue',
      'Invalid value for the parameter Policy.',
    ],
    [
      'dead letters without a count',
      { Attributes: { RedrivePolicy: '{"deadLetterTargetArn":"x"}' } },
      'InvalidParameterValue',
      'Value {"deadLetterTargetArn":"x"} for parameter RedrivePolicy is invalid. Reason: Redrive policy does not contain mandatory attribute: maxReceiveCount.',
    ],
    [
      'dead letters nowhere',
      { Attributes: { RedrivePolicy: '{"deadLetterTargetArn":"x","maxReceiveCount":"3"}' } },
      'InvalidParameterValue',
      'Value {"deadLetterTargetArn":"x","maxReceiveCount":"3"} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.',
    ],
  ])('refuses %s', (_, input, code, message) =>
    expect(() => sqs(account(), 'SetQueueAttributes', input)).toThrow(refused(code, message)),
  );

  test('refuses a name with a dot, and stops the run for FIFO queues and keys of one’s own', () => {
    expect(() => create(account(), 'a.b')).toThrow(refused('InvalidParameterValue'));
    expect(() => create(account(), 'a.fifo')).toThrow(/no FIFO queues/);
    expect(() => create(account(), 'a', { KmsMasterKeyId: 'k' })).toThrow(/no KmsMasterKeyId/);
  });
});

describe('SendMessage refuses', () => {
  const text = { DataType: 'String', StringValue: 'v' };
  test.each([
    ['an empty body', { MessageBody: '' }, 'MissingParameter', 'The request must contain the parameter MessageBody.'],
    [
      'a control character',
      { MessageBody: 'a\u0001' },
      'InvalidMessageContents',
      "Invalid binary character '#x1' was found in the message body, the set of allowed characters is #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
    ],
    [
      'more than a mebibyte',
      { MessageBody: 'x'.repeat(1_048_577) },
      'InvalidParameterValue',
      'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.',
    ],
    [
      'a body that its attributes make too long',
      { MessageBody: 'x'.repeat(1_048_576), MessageAttributes: { a: text } },
      'InvalidParameterValue',
      'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.',
    ],
    [
      'a delay of an hour',
      { DelaySeconds: 3_600 },
      'InvalidParameterValue',
      'Value 3600 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.',
    ],
    [
      'an empty attribute',
      { MessageAttributes: { a: { DataType: 'String', StringValue: '' } } },
      'InvalidParameterValue',
      "Message (user) attribute 'a' must contain a non-empty value of type 'String'.",
    ],
    [
      'an attribute of a type of its own',
      { MessageAttributes: { a: { DataType: 'Text', StringValue: 'x' } } },
      'InvalidParameterValue',
      "The type of message (user) attribute 'a' is invalid. You must use only the following supported type prefixes: Binary, Number, String.",
    ],
    [
      'eleven attributes',
      { MessageAttributes: Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`a${index}`, text])) },
      'InvalidParameterValue',
      'Number of message attributes [11] exceeds the allowed maximum [10].',
    ],
    [
      'what only FIFO queues take',
      { MessageDeduplicationId: 'x' },
      'InvalidParameterValue',
      'Value x for parameter MessageDeduplicationId is invalid. Reason: The request include parameter that is not valid for this queue type',
    ],
    ['a queue that is not there', { QueueUrl: 'Nowhere' }, 'QueueDoesNotExist', 'The specified queue does not exist.'],
  ])('%s', (_, input, code, message) => expect(() => send(account(), input)).toThrow(refused(code, message)));
});

describe('ReceiveMessage refuses', () => {
  test.each([
    [
      { MaxNumberOfMessages: 11 },
      'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
    ],
    [
      { WaitTimeSeconds: 21 },
      'Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.',
    ],
    [
      { VisibilityTimeout: -1 },
      'Value -1 for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200, if provided.',
    ],
  ])('%o', (input, message) =>
    expect(() => receive(account(), input)).toThrow(refused('InvalidParameterValue', message)),
  );
});

describe('the rights that are needed', () => {
  test.each([
    ['SendMessage', 'sqs:SendMessage'],
    ['SendMessageBatch', 'sqs:SendMessage'],
    ['ReceiveMessage', 'sqs:ReceiveMessage'],
    ['DeleteMessage', 'sqs:DeleteMessage'],
    ['PurgeQueue', 'sqs:PurgeQueue'],
  ])('%s', (operation, action) =>
    expect(needsOf(account().queues, operation, { QueueUrl: URL })).toEqual([{ action, resource: ARN }]),
  );
});
