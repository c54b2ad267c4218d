import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Refusal } from '../../../sim/types.ts';
import { busAccount, events, FUNCTION, payloadOf, putEvent, putRule, putTarget, QUEUE, TOPIC } from './bus.ts';

describe('PutEvents', () => {
  test('carries the event to the targets of the rules that match, in its envelope', () => {
    const account = busAccount();
    putRule(account);
    putTarget(account);
    const result = putEvent(account, { Resources: ['arn:x'], Time: new Date('2026-01-02T03:04:05.678Z') });
    expect(result).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: expect.stringMatching(/^[\da-f-]{36}$/) }] });
    account.pass(130);
    expect(account.invoked[0]?.payload).toEqual({
      version: '0',
      id: result.Entries?.[0]?.EventId,
      'detail-type': 'Order',
      source: 'shop',
      account: '111122223333',
      time: '2026-01-02T03:04:05Z',
      region: 'eu-west-1',
      resources: ['arn:x'],
      detail: { id: 7, tags: ['new', 'gift'] },
    });
  });

  test.each([
    [
      'a source',
      { Source: undefined },
      'InvalidArgument',
      'Parameter Source is not valid. Reason: Source is a required argument.',
    ],
    [
      'a detail type',
      { DetailType: '' },
      'InvalidArgument',
      'Parameter DetailType is not valid. Reason: DetailType is a required argument.',
    ],
    [
      'a detail',
      { Detail: undefined },
      'InvalidArgument',
      'Parameter Detail is not valid. Reason: Detail is a required argument.',
    ],
    [
      'a source of its own',
      { Source: 'aws.cloudwatch' },
      'NotAuthorizedForSourceException',
      'Not authorized for the source.',
    ],
    ['JSON in its detail', { Detail: 'x' }, 'MalformedDetail', 'Detail is malformed.'],
    ['an object in its detail', { Detail: '["x"]' }, 'MalformedDetail', 'Detail is malformed.'],
    [
      'a detail type of a decent length',
      { DetailType: 'x'.repeat(129) },
      'InvalidArgument',
      'Parameter DetailType is not valid. Reason: DetailType has more than 128 characters.',
    ],
  ])('tells of an entry without %s', (_, over, ErrorCode, ErrorMessage) => {
    expect(putEvent(busAccount(), over)).toEqual({ FailedEntryCount: 1, Entries: [{ ErrorCode, ErrorMessage }] });
  });

  test('takes the good entries of a call beside a bad one', () => {
    const account = busAccount();
    const good = { Source: 'shop', DetailType: 'Order', Detail: '{}' };
    const result = events(account, 'PutEvents', { Entries: [good, { ...good, Source: 'aws.x' }, good] });
    expect(result).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ EventId: expect.any(String) }, { ErrorCode: expect.any(String) }, { EventId: expect.any(String) }],
    });
  });

  test('refuses more than a mebibyte', () => {
    const why = 'Total size of the entries in the request is over the limit.';
    expect(() => putEvent(busAccount(), { Detail: `{"x":"${'é'.repeat(524_288)}"}` })).toThrow(
      expect.objectContaining({ code: 'ValidationException', message: why }) as Refusal,
    );
  });

  test('takes an event for a bus that is not there, of which only the journal hears', () => {
    const account = busAccount();
    putRule(account);
    putTarget(account);
    expect(putEvent(account, { EventBusName: 'mine' })).toMatchObject({ FailedEntryCount: 0 });
    account.pass(1_000);
    expect(account.invoked).toEqual([]);
    expect(account.lines('missing-hop')).toMatchObject([{ hop: 'bus', from: 'shop', to: 'mine' }]);
  });
});

describe('a queue that is a target', () => {
  test('gets the event as a message', () => {
    const account = busAccount();
    putRule(account);
    putTarget(account, { Arn: QUEUE });
    putEvent(account);
    account.pass(1_000);
    expect(JSON.parse(account.queues.messages(QUEUE)[0] ?? '')).toMatchObject({ source: 'shop', detail: { id: 7 } });
    expect(account.lines('event')).toMatchObject([{ rule: 'orders', detailType: 'Order', target: 'Inbox' }]);
    expect(account.lines('dead-letter')).toEqual([]);
  });

  test('that is not there loses it', () => {
    const account = busAccount();
    putRule(account);
    putTarget(account, { Arn: `${QUEUE}2` });
    putEvent(account);
    account.pass(1_000);
    expect(account.lines('missing-hop')).toMatchObject([{ hop: 'target', from: 'orders', to: 'Inbox2' }]);
  });
});

describe('a topic that is a target', () => {
  test('tells its subscribers', () => {
    const account = busAccount();
    putRule(account);
    putTarget(account, { Arn: TOPIC, Input: '"an order"' });
    putEvent(account);
    account.pass(5_000);
    expect(account.lines('message')).toMatchObject([
      { channel: 'email', to: 'oncall@example.com', text: '"an order"' },
    ]);
  });

  test('whose policy does not let the rule in is a broken hop', () => {
    const account = busAccount();
    putRule(account);
    events(account, 'PutTargets', { Rule: 'orders', Targets: [{ Id: 'one', Arn: TOPIC }] });
    const Policy = JSON.stringify({
      Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource: TOPIC }],
    });
    account.topics.api?.operations['SetTopicAttributes']?.run(
      { TopicArn: TOPIC, AttributeName: 'Policy', AttributeValue: Policy } as never,
      { kind: 'person', name: 'ana' },
    );
    putEvent(account);
    account.pass(1_000);
    expect(account.lines('missing-hop')).toMatchObject([
      { hop: 'target', to: 'Oncall', why: expect.stringContaining('deny') },
    ]);
  });
});

describe('a target gets', () => {
  const transformed = (template: string, paths: Readonly<Record<string, string>> = {}) => ({
    InputTransformer: { InputPathsMap: paths, InputTemplate: template },
  });
  const PATHS = {
    id: '$.detail.id',
    tags: '$.detail.tags',
    type: '$.detail-type',
    first: '$.detail.tags[0]',
    gone: '$.detail.x',
  };

  test('a constant', () => expect(payloadOf({ Input: '{"a": 1}' })).toEqual({ a: 1 }));
  test('a part of the event', () =>
    expect(payloadOf({ InputPath: '$.detail' })).toEqual({ id: 7, tags: ['new', 'gift'] }));
  test('one value of it, in a queue as JSON', () =>
    expect(payloadOf({ Arn: QUEUE, InputPath: '$.detail-type' })).toBe('"Order"'));

  test.each([
    [
      'values in JSON',
      '{"id": <id>, "type": <type>, "tags": <tags>, "first": <first>}',
      { id: 7, type: 'Order', tags: ['new', 'gift'], first: 'new' },
    ],
    ['values in strings of JSON', '{"text": "<type> <id>"}', { text: 'Order 7' }],
    ['nothing for a value that is not there', '{"text": "<gone>", "bare": <gone>}', { text: '', bare: '' }],
    ['a text', '"<type> number <id>"', 'Order number 7'],
    ['lists in a text, without their quotes', '"<tags>"', '[new,gift]'],
    [
      'what EventBridge knows itself',
      '"<aws.events.rule-name> <aws.events.rule-arn>"',
      'orders arn:aws:events:eu-west-1:111122223333:rule/orders',
    ],
    ['when it was taken in', '{"at": <aws.events.event.ingestion-time>}', { at: '2026-11-20T10:00:00Z' }],
  ])('%s', (_, template, expected) => expect(payloadOf(transformed(template, PATHS))).toEqual(expected));

  test('the whole event, with and without its detail', () => {
    const payload = payloadOf(
      transformed('{"bare": <aws.events.event>, "whole": <aws.events.event.json>}'),
    ) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    expect(payload['bare']).toMatchObject({ detailType: 'Order', source: 'shop' });
    expect(payload['bare']).not.toHaveProperty('detail');
    expect(payload['whole']).toMatchObject({ 'detail-type': 'Order', detail: { id: 7 } });
  });

  test('several lines of text, in a queue', () =>
    expect(payloadOf({ Arn: QUEUE, ...transformed('"<type>"\n"<id>"', PATHS) })).toBe('"Order"\n"7"'));

  test('nothing where it is a function and the text is no JSON', () => {
    const account = busAccount();
    putRule(account);
    putTarget(account, { Arn: FUNCTION, ...transformed('"<type>"\n"<id>"', PATHS) });
    putEvent(account);
    account.pass(1_000);
    expect(account.lines('missing-hop')).toMatchObject([
      { why: expect.stringContaining('a function takes JSON only') },
    ]);
  });

  test('nothing where the path finds nothing', () => {
    const account = busAccount();
    putRule(account);
    putTarget(account, { InputPath: '$.detail.nothing' });
    putEvent(account);
    account.pass(1_000);
    expect(account.invoked).toEqual([]);
    expect(account.lines('missing-hop')).toMatchObject([{ why: expect.stringContaining('finds nothing') }]);
  });
});

describe('TestEventPattern', () => {
  const event = (over: object = {}) =>
    JSON.stringify({ id: '1', account: '1', source: 'shop', time: 't', region: 'r', 'detail-type': 'd', ...over });
  const ask = (pattern: unknown, given: string) =>
    events(busAccount(), 'TestEventPattern', { EventPattern: JSON.stringify(pattern), Event: given });

  test('tells whether the event matches', () => {
    expect(ask({ source: ['shop'] }, event())).toEqual({ Result: true });
    expect(ask({ source: ['other'] }, event())).toEqual({ Result: false });
  });
  test.each([
    ['no JSON', 'plain'],
    ['a list', '["plain"]'],
    ['without its envelope', '{"x": 1}'],
    ['without an id', event({ id: undefined })],
  ])('refuses an event that is %s', (_, given) =>
    expect(() => ask({ source: ['shop'] }, given)).toThrow(
      expect.objectContaining({ code: 'ValidationException', message: 'Parameter Event is not valid.' }) as Refusal,
    ),
  );
  test('refuses a pattern that is not valid', () =>
    expect(() => ask({ source: 'shop' }, event())).toThrow(
      expect.objectContaining({ code: 'InvalidEventPatternException' }) as Refusal,
    ));

  test('agrees with what a rule of the pattern delivers', () => {
    const leaf = fc.constantFrom('a', 'b', 1, true, null);
    const detail = fc.dictionary(fc.constantFrom('x', 'y'), fc.oneof(leaf, fc.array(leaf, { maxLength: 2 })));
    const operator = fc.oneof(
      leaf,
      fc.constantFrom<object>({ prefix: 'a' }, { 'anything-but': 'a' }, { exists: false }, { numeric: ['>', 0] }),
    );
    const pattern = fc.dictionary(fc.constantFrom('x', 'y'), fc.array(operator, { minLength: 1, maxLength: 2 }), {
      minKeys: 1,
    });
    fc.assert(
      fc.property(pattern, detail, (wanted, given) => {
        const account = busAccount();
        const EventPattern = JSON.stringify({ detail: wanted });
        putRule(account, { EventPattern });
        putTarget(account);
        putEvent(account, { Detail: JSON.stringify(given) });
        account.pass(1_000);
        const told = events(account, 'TestEventPattern', { EventPattern, Event: event({ detail: given }) });
        expect(account.invoked.length === 1).toBe(told['Result']);
      }),
    );
  });
});
