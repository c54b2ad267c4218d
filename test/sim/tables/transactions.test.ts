import { describe, expect, test } from 'vitest';
import { call } from '../small-account.ts';
import { coded, type Fields, key, type Ledger, ledger, put, saying } from './ledger.ts';

describe('a transaction', () => {
  const transact = (to: Ledger, TransactItems: readonly unknown[], token?: string) =>
    call(to, 'TransactWriteItems', { TransactItems, ClientRequestToken: token });
  const putting = (sk: string, over: Fields = {}) => ({ Put: { TableName: 'Ledger', Item: key(sk), ...over } });
  const fresh = { ConditionExpression: 'attribute_not_exists(pk)' };

  test('writes all of its items', () => {
    const to = ledger();
    transact(to, [putting('a'), putting('b', fresh)]);
    expect(to.items('Ledger')).toHaveLength(2);
  });

  test('writes none when one condition fails, and says which', () => {
    const to = ledger();
    put(to, key('b'));
    const old = { ...fresh, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
    const check = {
      ConditionCheck: { TableName: 'Ledger', Key: key('c'), ConditionExpression: 'attribute_exists(pk)' },
    };
    expect(() => transact(to, [putting('a'), putting('b', old), check])).toThrow(
      expect.objectContaining({
        code: 'TransactionCanceledException',
        message: expect.stringContaining('[None, ConditionalCheckFailed, ConditionalCheckFailed]'),
        members: {
          CancellationReasons: [
            { Code: 'None' },
            { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', Item: key('b') },
            { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
          ],
        },
      }) as Error,
    );
    expect(to.items('Ledger')).toEqual([key('b')]);
  });

  test('that is sent again with its token succeeds and changes nothing', () => {
    const to = ledger();
    transact(to, [putting('a', fresh)], 'token');
    expect(transact(to, [putting('a', fresh)], 'token')).toEqual({});
    expect(() => transact(to, [putting('b')], 'token')).toThrow(coded('IdempotentParameterMismatchException'));
    expect(() => transact(to, [putting('a', fresh)], 'other')).toThrow(coded('TransactionCanceledException'));
  });

  test('never writes one item twice', () => {
    expect(() => transact(ledger(), [putting('a'), putting('a')])).toThrow(saying('multiple operations on one item'));
  });
});
