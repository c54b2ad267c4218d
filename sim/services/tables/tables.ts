import type {
  BatchGetItemInput,
  GetItemInput,
  PutItemInput,
  QueryInput,
  TransactWriteItem,
  TransactWriteItemsInput,
} from '@aws-sdk/client-dynamodb';
import { type Api, type Need, type Part, Refusal, type Wires } from '../../types.ts';
import { batchGetItem, getItem, putItem } from './items.ts';
import { leadingKey } from './keys.ts';
import { tableProvisioners } from './provisioners.ts';
import { partitionOf, query } from './query.ts';
import type { Table } from './table.ts';
import { transactWriteItems } from './transactions.ts';
import type { Item } from './values.ts';

export type TableBook = {
  /** Copies of a table's items, in no order. */
  readonly items: (tableName: string) => readonly Item[];
};

export const makeTables = (wires: Wires): Part & TableBook => {
  const tables = new Map<string, Table>();
  const tableNamed = (name: string): Table => {
    const table = tables.get(nameIn(name));
    if (table === undefined) throw new Refusal('ResourceNotFoundException', 'Requested resource not found');
    return table;
  };
  const need = needIn(wires, tables);
  return {
    provisioners: tableProvisioners(wires, tables),
    items: (name) => structuredClone([...tableNamed(name).items.values()]),
    api: tablesApi(wires, tableNamed, need),
  };
};

/** Requests may name a table by its ARN as well. */
const nameIn = (nameOrArn: string): string => nameOrArn.replace(/^arn:[^/]*:table\//, '');

type NeedFor = (action: string, tableName: string | undefined, key: (table: Table) => string | undefined) => Need;

const needIn =
  (wires: Wires, tables: ReadonlyMap<string, Table>): NeedFor =>
  (action, given = '', key) => {
    const { account } = wires;
    const name = nameIn(given);
    const table = tables.get(name);
    const leading = table && key(table);
    return {
      action: `dynamodb:${action}`,
      resource: `arn:${account.partition}:dynamodb:${account.region}:${account.id}:table/${name}`,
      ...(leading === undefined ? {} : { context: { 'dynamodb:LeadingKeys': leading } }),
    };
  };

const tablesApi = (wires: Wires, tableNamed: (name: string) => Table, need: NeedFor): Api => ({
  name: 'dynamodb',
  operations: {
    GetItem: {
      needs: ({ TableName, Key }: GetItemInput) => [need('GetItem', TableName, (table) => leadingKey(table, Key))],
      run: (input: GetItemInput) => getItem(tableNamed(input.TableName ?? ''), input),
    },
    BatchGetItem: {
      needs: (input: BatchGetItemInput) => batchNeeds(need, input),
      run: (input: BatchGetItemInput) => batchGetItem(tableNamed, input),
    },
    PutItem: {
      needs: ({ TableName, Item }: PutItemInput) => [need('PutItem', TableName, (table) => leadingKey(table, Item))],
      run: (input: PutItemInput) => putItem(tableNamed(input.TableName ?? ''), input),
    },
    Query: {
      needs: (input: QueryInput) => [need('Query', input.TableName, (table) => leadingIn(table, input))],
      run: (input: QueryInput) => query(tableNamed(input.TableName ?? ''), input),
    },
    TransactWriteItems: {
      needs: ({ TransactItems: items = [] }: TransactWriteItemsInput) => items.map((item) => writeNeed(need, item)),
      run: (input: TransactWriteItemsInput) => transactWriteItems({ tableNamed, now: wires.clock.now() }, input),
    },
  },
});

const leadingIn = (table: Table, input: QueryInput): string | undefined => {
  const value = partitionOf(table, input);
  return value?.S ?? value?.N;
};

/** One need for each key: a condition on leading keys must hold for all of them. */
const batchNeeds = (need: NeedFor, { RequestItems: requests = {} }: BatchGetItemInput): readonly Need[] =>
  Object.entries(requests).flatMap(([name, { Keys: keys = [] }]) =>
    keys.map((key) => need('BatchGetItem', name, (table) => leadingKey(table, key))),
  );

/** A transaction needs what its parts would need alone; there is no action of its own. */
const writeNeed = (need: NeedFor, { Put: put, ConditionCheck: check }: TransactWriteItem): Need =>
  put === undefined
    ? need('ConditionCheckItem', check?.TableName, (table) => leadingKey(table, check?.Key))
    : need('PutItem', put.TableName, (table) => leadingKey(table, put.Item));
