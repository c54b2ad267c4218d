import type {
  BatchGetItemInput,
  BatchGetItemOutput,
  GetItemInput,
  GetItemOutput,
  PutItemInput,
  PutItemOutput,
} from '@aws-sdk/client-dynamodb';
import { invalid } from './expressions/placeholders.ts';
import { keyOfItem, keyOfRead } from './keys.ts';
import { conditionFailed, conditionOf, only, onlyConsistent } from './requests.ts';
import type { Table } from './table.ts';
import { checkValue, type Item } from './values.ts';

export const getItem = (table: Table, input: GetItemInput): GetItemOutput => {
  only(input, 'GetItem', ['ConsistentRead', 'Key', 'TableName']);
  onlyConsistent(input, 'GetItem');
  const found = table.items.get(keyOfRead(table, input.Key));
  return found === undefined ? {} : { Item: structuredClone(found) };
};

/** Keys of one BatchGetItem. */
const MOST_KEYS = 100;

export const batchGetItem = (tableNamed: (name: string) => Table, input: BatchGetItemInput): BatchGetItemOutput => {
  only(input, 'BatchGetItem', ['RequestItems']);
  const requests = Object.entries(input.RequestItems ?? {});
  if (requests.length === 0) throw invalid('The batch get request list cannot be empty');
  const count = requests.reduce((sum, [, { Keys: keys = [] }]) => sum + keys.length, 0);
  if (count > MOST_KEYS) throw invalid('Too many items requested for the BatchGetItem call');
  const responses = requests.map(([name, request]) => {
    only(request, 'BatchGetItem', ['ConsistentRead', 'Keys']);
    onlyConsistent(request, 'BatchGetItem');
    const table = tableNamed(name);
    const keys = (request.Keys ?? []).map((key) => keyOfRead(table, key));
    if (new Set(keys).size < keys.length) throw invalid('Provided list of item keys contains duplicates');
    const found = keys.map((key) => table.items.get(key)).filter((item) => item !== undefined);
    // DynamoDB promises no order; the reverse of the asked-for one shows who relies on it.
    return [name, structuredClone(found.toReversed())] as const;
  });
  return { Responses: Object.fromEntries(responses), UnprocessedKeys: {} };
};

const PUT_MEMBERS = [
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'Item',
  'ReturnValuesOnConditionCheckFailure',
  'TableName',
];

export const putItem = (table: Table, input: PutItemInput): PutItemOutput => {
  only(input, 'PutItem', PUT_MEMBERS);
  const planned = planPut(table, input);
  if (!planned.allowed) throw conditionFailed(planned.before, wantsOld(input));
  planned.apply();
  return {};
};

export type Planned = { readonly allowed: boolean; readonly before: Item | undefined; readonly apply: () => void };

/** A write that is checked and tested, but not done. */
export const planPut = (table: Table, input: Omit<PutItemInput, 'TableName'>): Planned => {
  const item = structuredClone(input.Item ?? {});
  for (const value of Object.values(item)) checkValue(value);
  const key = keyOfItem(table, item);
  const before = table.items.get(key);
  return { allowed: conditionOf(input)(before ?? {}), before, apply: () => void table.items.set(key, item) };
};

type WantsOld = { readonly ReturnValuesOnConditionCheckFailure?: string | undefined };

export const wantsOld = ({ ReturnValuesOnConditionCheckFailure: wanted = 'NONE' }: WantsOld): boolean => {
  if (wanted !== 'NONE' && wanted !== 'ALL_OLD') {
    throw invalid(`ReturnValuesOnConditionCheckFailure must be NONE or ALL_OLD, not ${wanted}`);
  }
  return wanted === 'ALL_OLD';
};
