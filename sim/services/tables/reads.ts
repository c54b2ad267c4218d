import type {
  BatchGetItemInput,
  BatchGetItemOutput,
  GetItemInput,
  GetItemOutput,
  TransactGetItemsInput,
  TransactGetItemsOutput,
} from '@aws-sdk/client-dynamodb';
import type { Principal } from '../../types.ts';
import { type Path, project } from './expressions/paths.ts';
import { invalid } from './expressions/placeholders.ts';
import { keyOfRead } from './keys.ts';
import { checkConsistent, expressionsOf, only } from './requests.ts';
import type { Table, TableNamed } from './table.ts';
import { type Item, sizeOf } from './values.ts';

const PROJECTED = ['ExpressionAttributeNames', 'ProjectionExpression'];

export const getItem = (table: Table, input: GetItemInput, who: Principal): GetItemOutput => {
  only(input, 'GetItem', ['ConsistentRead', 'Key', 'TableName', ...PROJECTED]);
  checkConsistent(input, 'GetItem', who);
  const { projection } = expressionsOf(input);
  return given(table.items.get(keyOfRead(table, input.Key)), projection);
};

/** An item that exists is answered even when nothing of it was asked for. */
const given = (item: Item | undefined, projection: readonly Path[] | undefined): { Item?: Item } =>
  item === undefined ? {} : { Item: shown(item, projection) };

/** A copy of what was asked for. */
export const shown = (item: Item, projection: readonly Path[] | undefined): Item =>
  structuredClone(projection === undefined ? item : (project(item, projection) ?? {}));

/** Keys of one BatchGetItem, and bytes that it answers at most. */
const MOST_KEYS = 100;
const MOST_BYTES = 16 * 1_024 ** 2;

export const batchGetItem = (tableNamed: TableNamed, input: BatchGetItemInput, who: Principal): BatchGetItemOutput => {
  only(input, 'BatchGetItem', ['RequestItems']);
  const requests = Object.entries(input.RequestItems ?? {});
  if (requests.length === 0) throw invalid('The batch get request list cannot be empty');
  const count = requests.reduce((sum, [, { Keys: keys = [] }]) => sum + keys.length, 0);
  if (count > MOST_KEYS) throw invalid('Too many items requested for the BatchGetItem call');
  const responses = requests.map(([name, request]) => {
    only(request, 'BatchGetItem', ['ConsistentRead', 'Keys', ...PROJECTED]);
    checkConsistent(request, 'BatchGetItem', who);
    const { projection } = expressionsOf(request);
    const table = tableNamed(name);
    const keys = (request.Keys ?? []).map((key) => keyOfRead(table, key));
    if (new Set(keys).size < keys.length) throw invalid('Provided list of item keys contains duplicates');
    const found = keys.map((key) => table.items.get(key)).filter((item) => item !== undefined);
    // DynamoDB promises no order; the reverse of the asked-for one shows who relies on it.
    return [name, found.toReversed().map((item) => shown(item, projection))] as const;
  });
  checkVolume(responses.flatMap(([, items]) => items));
  return { Responses: Object.fromEntries(responses), UnprocessedKeys: {} };
};

const checkVolume = (items: readonly Item[]): void => {
  const bytes = items.reduce((sum, item) => sum + sizeOf(item), 0);
  if (bytes > MOST_BYTES) throw new Error('the small AWS cannot leave keys of a BatchGetItem unprocessed');
};

/** Reads of one transaction. */
const MOST_READS = 100;

export const transactGetItems = (tableNamed: TableNamed, input: TransactGetItemsInput): TransactGetItemsOutput => {
  only(input, 'TransactGetItems', ['TransactItems']);
  const items = input.TransactItems ?? [];
  if (items.length < 1 || items.length > MOST_READS) throw invalid(`TransactItems must hold 1 to ${MOST_READS} items`);
  const reads = items.map(({ Get: get }) => {
    if (get === undefined) throw invalid('TransactItems can only contain one of Get');
    only(get, 'TransactGetItems.Get', ['Key', 'TableName', ...PROJECTED]);
    const table = tableNamed(get.TableName ?? '');
    return { table, key: keyOfRead(table, get.Key), projection: expressionsOf(get).projection };
  });
  const places = reads.map(({ table, key }) => `${table.arn} ${key}`);
  if (new Set(places).size < places.length) {
    throw invalid('Transaction request cannot include multiple operations on one item');
  }
  return { Responses: reads.map(({ table, key, projection }) => given(table.items.get(key), projection)) };
};
