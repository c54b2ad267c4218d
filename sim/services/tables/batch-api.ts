import type {
  BatchGetItemInput,
  BatchWriteItemInput,
  TransactGetItemsInput,
  TransactWriteItem,
  TransactWriteItemsInput,
} from '@aws-sdk/client-dynamodb';
import type { Api, Need, Wires } from '../../types.ts';
import type { NeedFor, Tables } from './api.ts';
import { leadingKey } from './keys.ts';
import { batchGetItem, transactGetItems } from './reads.ts';
import { transactWriteItems } from './transactions.ts';
import type { Item } from './values.ts';
import { batchWriteItem } from './writes.ts';

/** Operations on several items. There is one need for each key: a condition on leading keys must hold for all of them. */
export const batchOperations = (wires: Wires, { named }: Tables, need: NeedFor): Api['operations'] => {
  const onKey = (action: string, tableName: string | undefined, key: Item | undefined): Need =>
    need(action, tableName, (table) => leadingKey(table, key));
  return {
    BatchGetItem: {
      needs: ({ RequestItems: requests = {} }: BatchGetItemInput) =>
        Object.entries(requests).flatMap(([name, { Keys: keys = [] }]) =>
          keys.map((key) => onKey('BatchGetItem', name, key)),
        ),
      run: (input: BatchGetItemInput, who) => batchGetItem(named, input, who),
    },
    BatchWriteItem: {
      needs: ({ RequestItems: requests = {} }: BatchWriteItemInput) =>
        Object.entries(requests).flatMap(([name, writes]) =>
          writes.map(({ PutRequest: put, DeleteRequest: remove }) =>
            onKey('BatchWriteItem', name, put?.Item ?? remove?.Key),
          ),
        ),
      run: (input: BatchWriteItemInput) => batchWriteItem(named, input),
    },
    TransactGetItems: {
      needs: ({ TransactItems: items = [] }: TransactGetItemsInput) =>
        items.map(({ Get: get }) => onKey('GetItem', get?.TableName, get?.Key)),
      run: (input: TransactGetItemsInput) => transactGetItems(named, input),
    },
    TransactWriteItems: {
      needs: ({ TransactItems: items = [] }: TransactWriteItemsInput) => items.map((item) => writeNeed(onKey, item)),
      run: (input: TransactWriteItemsInput) => transactWriteItems({ tableNamed: named, now: wires.clock.now() }, input),
    },
  };
};

type OnKey = (action: string, tableName: string | undefined, key: Item | undefined) => Need;

/** A transaction needs what its parts would need alone; there is no action of its own. */
const writeNeed = (onKey: OnKey, { Put, Update, Delete, ConditionCheck: check }: TransactWriteItem): Need => {
  if (Put !== undefined) return onKey('PutItem', Put.TableName, Put.Item);
  if (Update !== undefined) return onKey('UpdateItem', Update.TableName, Update.Key);
  if (Delete !== undefined) return onKey('DeleteItem', Delete.TableName, Delete.Key);
  return onKey('ConditionCheckItem', check?.TableName, check?.Key);
};
