import { describe, expect, test } from 'vitest';
import { call } from '../small-account.ts';
import { type Fields, key, type Ledger, ledger, put, saying } from './ledger.ts';

describe('a query', () => {
  const filled = (): Ledger => {
    const to = ledger();
    for (const sk of ['b#2', 'a#1', 'b#1', 'c#1']) put(to, key(sk));
    put(to, key('a#1', 'other'));
    return to;
  };
  const query = (over: Fields): { readonly Items: readonly { sk: { S: string } }[]; readonly [key: string]: unknown } =>
    call(filled(), 'Query', {
      TableName: 'Ledger',
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :p',
      ExpressionAttributeValues: { ':p': { S: 'e' } },
      ...over,
    }) as never;
  const found = (over: Fields) => query(over).Items.map(({ sk }) => sk.S);
  const where = (condition: string, values: Fields) => ({
    KeyConditionExpression: `pk = :p AND ${condition}`,
    ExpressionAttributeValues: { ':p': { S: 'e' }, ...values },
  });

  for (const [name, over, expected] of [
    ['everything of one partition, in order', {}, ['a#1', 'b#1', 'b#2', 'c#1']],
    ['the newest first', { ScanIndexForward: false, Limit: 1 }, ['c#1']],
    ['what begins alike', where('begins_with(sk, :s)', { ':s': { S: 'b#' } }), ['b#1', 'b#2']],
    ['what lies between', where('sk BETWEEN :x AND :y', { ':x': { S: 'b' }, ':y': { S: 'b#1' } }), ['b#1']],
    ['what comes after', where('sk > :s', { ':s': { S: 'b#1' } }), ['b#2', 'c#1']],
    ['what is left after a page', { ExclusiveStartKey: key('b#2') }, ['c#1']],
    ['what is left after a page, backwards', { ExclusiveStartKey: key('b#1'), ScanIndexForward: false }, ['a#1']],
  ] as const) {
    test(`finds ${name}`, () => expect(found(over)).toEqual(expected));
  }

  test('says where it stopped whenever its limit stopped it', () => {
    expect(query({ Limit: 4 })).toMatchObject({ Count: 4, ScannedCount: 4, LastEvaluatedKey: key('c#1') });
    expect(query({ Limit: 5 })).not.toHaveProperty('LastEvaluatedKey');
  });

  for (const [name, over, message] of [
    ['on an attribute beside the whole key', where('sk = :n AND n = :n', { ':n': { S: '1' } }), 'not supported'],
    ['of the sort key only', { KeyConditionExpression: 'sk = :p' }, 'missed key schema element: pk'],
    ['with OR', { KeyConditionExpression: 'pk = :p OR pk = :p' }, 'missed key schema element'],
    ['on an attribute that is no key', where('n = :n', { ':n': { N: '1' } }), 'not supported'],
  ] as const) {
    test(`${name} is refused`, () => expect(() => query(over)).toThrow(saying(message)));
  }

  test('with a filter, which is not known here, fails loudly', () => {
    expect(() => query({ FilterExpression: 'n = :p' })).toThrow('knows no FilterExpression');
  });
});
