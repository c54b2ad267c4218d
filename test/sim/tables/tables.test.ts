import { describe, expect, test } from 'vitest';
import { call, needsOf, smallAccount } from '../small-account.ts';
import { coded, type Fields, get, key, ledger, put, saying, table } from './ledger.ts';

describe('an item', () => {
  test("is read as it was written, and is nobody else's object", () => {
    const to = ledger();
    const item = { ...key('a'), n: { N: '1' }, list: { L: [{ BOOL: true }] } };
    put(to, item);
    item.list.L.push({ BOOL: false });
    expect(get(to, 'a')).toEqual({ Item: { ...key('a'), n: { N: '1' }, list: { L: [{ BOOL: true }] } } });
    expect(get(to, 'b')).toEqual({});
  });

  for (const [name, item, message] of [
    ['without its sort key', { pk: { S: 'e' } }, 'Missing the key sk in the item'],
    [
      'with a key of another type',
      { pk: { S: 'e' }, sk: { N: '1' } },
      'Type mismatch for key sk expected: S actual: N',
    ],
    ['with an empty key', key(''), 'cannot contain an empty string value. Key: sk'],
    ['with a number that is none', { ...key('a'), n: { N: 'x' } }, 'cannot be converted to a numeric value: x'],
    ['with two types in one value', { ...key('a'), n: { N: '1', S: '1' } }, 'more than one datatypes set'],
  ] as const) {
    test(`${name} is refused`, () => expect(() => put(ledger(), item)).toThrow(saying(message)));
  }

  test('is read by its whole key and nothing but its key', () => {
    const read = (Key: Fields) => () => call(ledger(), 'GetItem', { TableName: 'Ledger', Key, ConsistentRead: true });
    expect(read({ pk: { S: 'e' } })).toThrow(saying('does not match the schema'));
    expect(read({ ...key('a'), n: { N: '1' } })).toThrow(saying('does not match the schema'));
  });

  test('of a table that does not exist is not found', () => {
    expect(() => call(ledger(), 'GetItem', { TableName: 'Other', Key: key('a') })).toThrow(
      coded('ResourceNotFoundException'),
    );
  });

  test('is one of several that are read at once, in no promised order', () => {
    const to = ledger();
    for (const sk of ['a', 'b']) put(to, key(sk));
    const Keys = [key('a'), key('missing'), key('b')];
    const reply = call(to, 'BatchGetItem', { RequestItems: { Ledger: { Keys, ConsistentRead: true } } });
    expect(reply).toEqual({ Responses: { Ledger: expect.arrayContaining([key('a'), key('b')]) }, UnprocessedKeys: {} });
    expect((reply as { Responses: { Ledger: unknown[] } }).Responses.Ledger).toHaveLength(2);
  });
});

describe('what a call needs', () => {
  const resource = 'arn:aws:dynamodb:eu-west-1:111122223333:table/Ledger';
  const need = (action: string, leading: string) => ({
    action,
    resource,
    context: { 'dynamodb:LeadingKeys': leading },
  });

  test('is its action on the table, with the partition', () => {
    const of = (operation: string, input: Fields) => needsOf(ledger(), operation, input);
    const TableName = 'Ledger';
    expect(of('GetItem', { TableName, Key: key('a') })).toEqual([need('dynamodb:GetItem', 'e')]);
    expect(of('PutItem', { TableName, Item: key('a') })).toEqual([need('dynamodb:PutItem', 'e')]);
    expect(of('BatchGetItem', { RequestItems: { Ledger: { Keys: [key('a', 'x'), key('a', 'y')] } } })).toEqual([
      need('dynamodb:BatchGetItem', 'x'),
      need('dynamodb:BatchGetItem', 'y'),
    ]);
    const values = { ExpressionAttributeValues: { ':p': { S: 'e' } } };
    expect(of('Query', { TableName, KeyConditionExpression: 'pk = :p', ...values })).toEqual([
      need('dynamodb:Query', 'e'),
    ]);
    const TransactItems = [{ Put: { TableName, Item: key('a') } }, { ConditionCheck: { TableName, Key: key('b') } }];
    expect(of('TransactWriteItems', { TransactItems })).toEqual([
      need('dynamodb:PutItem', 'e'),
      need('dynamodb:ConditionCheckItem', 'e'),
    ]);
  });
});

describe('a table', () => {
  test('may be written as TableV2 writes it', () => {
    const { AttributeDefinitions, KeySchema, BillingMode } = table().Ledger.Properties;
    const Replicas = [
      { Region: { Ref: 'AWS::Region' }, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
    ];
    const Properties = { AttributeDefinitions, KeySchema, BillingMode, Replicas };
    const account = smallAccount({ Ledger: { Type: 'AWS::DynamoDB::GlobalTable', Properties } });
    expect(account.tables.items('Ledger')).toEqual([]);
    const abroad = { ...Properties, Replicas: [{ Region: 'us-east-1' }] };
    expect(() => smallAccount({ Ledger: { Type: 'AWS::DynamoDB::GlobalTable', Properties: abroad } })).toThrow(
      'Replicas must be',
    );
  });

  test('is refused with an index, provisioned capacity or an attribute that no key uses', () => {
    expect(() => smallAccount(table({ GlobalSecondaryIndexes: [] }))).toThrow('GlobalSecondaryIndexes is unknown');
    expect(() => smallAccount(table({ BillingMode: 'PROVISIONED' }))).toThrow(
      'BillingMode PROVISIONED is not supported',
    );
    const extra = {
      AttributeDefinitions: [
        ...table().Ledger.Properties.AttributeDefinitions,
        { AttributeName: 'x', AttributeType: 'S' },
      ],
    };
    expect(() => smallAccount(table(extra))).toThrow('and no others');
  });
});
