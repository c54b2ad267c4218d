import { expect } from 'vitest';
import { call, smallAccount } from '../small-account.ts';

export type Fields = Readonly<Record<string, unknown>>;

export const table = (over: Fields = {}) => ({
  Ledger: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      ...over,
    },
  },
});

export const ledger = () => smallAccount(table()).tables;
export type Ledger = ReturnType<typeof ledger>;

export const key = (sk: string, pk = 'e') => ({ pk: { S: pk }, sk: { S: sk } });
export const put = (to: Ledger, Item: Fields, over: Fields = {}) =>
  call(to, 'PutItem', { TableName: 'Ledger', Item, ...over });
export const get = (from: Ledger, sk: string) =>
  call(from, 'GetItem', { TableName: 'Ledger', Key: key(sk), ConsistentRead: true });
export const coded = (code: string) => expect.objectContaining({ code }) as Error;
export const saying = (message: string) =>
  expect.objectContaining({ code: 'ValidationException', message: expect.stringContaining(message) }) as Error;
