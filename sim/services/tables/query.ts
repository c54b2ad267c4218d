import type { AttributeValue, QueryInput, QueryOutput } from '@aws-sdk/client-dynamodb';
import type { Principal } from '../../types.ts';
import { holds } from './expressions/holds.ts';
import type { Expression } from './expressions/parse.ts';
import { pathsIn } from './expressions/parse.ts';
import { invalid } from './expressions/placeholders.ts';
import { type KeyCondition, keyConditionIn } from './key-condition.ts';
import { keyOfRead } from './keys.ts';
import { pageOf } from './page.ts';
import { checkConsistent, expressionsOf, only } from './requests.ts';
import { keyParts, type Table } from './table.ts';
import { type Item, order, sameValue } from './values.ts';

const MEMBERS = [
  'ConsistentRead',
  'ExclusiveStartKey',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'FilterExpression',
  'IndexName',
  'KeyConditionExpression',
  'Limit',
  'ProjectionExpression',
  'ScanIndexForward',
  'Select',
  'TableName',
];

export const query = (table: Table, input: QueryInput, who: Principal): QueryOutput => {
  only(input, 'Query', MEMBERS);
  checkConsistent(input, 'Query', who);
  checkNoIndex(input);
  const { keyCondition, filter, projection } = expressionsOf(input);
  const condition = keyConditionIn(table, keyCondition);
  if (filter !== undefined) checkFilter(table, filter);
  const { Limit: limit, ExclusiveStartKey: start, ScanIndexForward: forward = true } = input;
  const matching = [...table.items.values()]
    .filter((item) => matches(table, condition, item))
    .sort((a, b) => inSortOrder(table, a, b) * (forward ? 1 : -1));
  const from = start === undefined ? matching : after(table, matching, { start, forward, condition });
  return pageOf(table, from, { limit, select: input.Select, filter, projection });
};

export const checkNoIndex = ({ IndexName: name }: { IndexName?: string | undefined }): void => {
  if (name !== undefined) throw invalid(`The table does not have the specified index: ${name}`);
};

/** The partition that a query is about; undefined when the request is no valid query. */
export const partitionOf = (table: Table, input: QueryInput): AttributeValue | undefined => {
  try {
    return keyConditionIn(table, expressionsOf(input).keyCondition).partition;
  } catch {
    return undefined;
  }
};

const matches = ({ partition }: Table, condition: KeyCondition, item: Item): boolean =>
  sameValue(item[partition.name] ?? condition.partition, condition.partition) &&
  (condition.rest === undefined || holds(condition.rest, item));

const checkFilter = (table: Table, filter: Expression): void => {
  const key = keyParts(table).find(({ name }) => pathsIn(filter).some(([first]) => first === name));
  if (key !== undefined)
    throw invalid(`Filter Expression can only contain non-primary key attributes: Primary key attribute: ${key.name}`);
};

export const inSortOrder = ({ sort }: Table, a: Item, b: Item): number => {
  const [left, right] = [sort && a[sort.name], sort && b[sort.name]];
  return left && right ? (order(left, right) ?? 0) : 0;
};

type Start = { readonly start: Item; readonly forward: boolean; readonly condition: KeyCondition };

const after = (table: Table, items: readonly Item[], { start, forward, condition }: Start): readonly Item[] => {
  keyOfRead(table, start);
  if (!sameValue(start[table.partition.name] ?? condition.partition, condition.partition))
    throw invalid('The provided starting key is outside query boundaries based on provided conditions');
  if (condition.rest !== undefined && !holds(condition.rest, start))
    throw invalid('The provided starting key does not match the range key predicate');
  return items.filter((item) => inSortOrder(table, item, start) * (forward ? 1 : -1) > 0);
};
