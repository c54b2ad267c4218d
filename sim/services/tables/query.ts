import type { AttributeValue, QueryInput, QueryOutput } from '@aws-sdk/client-dynamodb';
import { holds } from './expressions/holds.ts';
import { type Expression, type Operand, parse } from './expressions/parse.ts';
import { invalid, placeholdersOf } from './expressions/placeholders.ts';
import { keyOfRead, onlyKey } from './keys.ts';
import { only, onlyConsistent } from './requests.ts';
import type { Table } from './table.ts';
import { type Item, order, sameValue } from './values.ts';

const MEMBERS = [
  'ConsistentRead',
  'ExclusiveStartKey',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'KeyConditionExpression',
  'Limit',
  'ScanIndexForward',
  'TableName',
];

export const query = (table: Table, input: QueryInput): QueryOutput => {
  only(input, 'Query', MEMBERS);
  onlyConsistent(input, 'Query');
  const { partition, rest } = keyCondition(table, input);
  const { Limit: limit, ExclusiveStartKey: start, ScanIndexForward: forward = true } = input;
  if (limit !== undefined && limit < 1) throw invalid('Limit must be greater than or equal to 1');
  const matching = [...table.items.values()]
    .filter(
      (item) =>
        sameValue(item[table.partition.name] ?? partition, partition) && (rest === undefined || holds(rest, item)),
    )
    .sort((a, b) => inSortOrder(table, a, b) * (forward ? 1 : -1));
  const from = start === undefined ? matching : after(table, matching, { start, forward });
  const found = limit === undefined ? from : from.slice(0, limit);
  const last = found.at(-1);
  return {
    Items: structuredClone([...found]),
    Count: found.length,
    ScannedCount: found.length,
    // Present whenever the limit ended the page, even when nothing follows.
    ...(last !== undefined && found.length === limit
      ? { LastEvaluatedKey: structuredClone(onlyKey(table, last)) }
      : {}),
  };
};

/** The partition that a query is about; undefined when the request is no valid query. */
export const partitionOf = (table: Table, input: QueryInput): AttributeValue | undefined => {
  try {
    return keyCondition(table, input).partition;
  } catch {
    return undefined;
  }
};

type KeyCondition = { readonly partition: AttributeValue; readonly rest?: Expression };

const keyCondition = (table: Table, input: QueryInput): KeyCondition => {
  const { KeyConditionExpression: text } = input;
  if (text === undefined)
    throw invalid('Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.');
  const placeholders = placeholdersOf(input);
  const terms = termsOf(parse(text, 'KeyConditionExpression', placeholders));
  placeholders.checkAllUsed();
  const [partition] = terms.flatMap((term) => partitionIn(table, term));
  const others = terms.filter((term) => partitionIn(table, term).length === 0);
  if (partition === undefined) throw invalid(`Query condition missed key schema element: ${table.partition.name}`);
  const [rest] = others;
  if (others.length > 1 || terms.length - others.length > 1 || (rest && !isAboutSort(table, rest))) {
    throw invalid('Query key condition not supported');
  }
  return rest === undefined ? { partition } : { partition, rest };
};

const termsOf = (expression: Expression): readonly Expression[] =>
  expression.kind === 'and' ? [...termsOf(expression.left), ...termsOf(expression.right)] : [expression];

const partitionIn = ({ partition }: Table, term: Expression): AttributeValue[] => {
  if (term.kind !== 'compare' || term.operator !== '=') return [];
  const value = term.right;
  return isPath(term.left, partition.name) && value.kind === 'value' ? [value.value] : [];
};

const isAboutSort = ({ sort }: Table, term: Expression): boolean => {
  if (sort === undefined) return false;
  if (term.kind === 'compare') return term.operator !== '<>' && isPath(term.left, sort.name);
  if (term.kind === 'between') return isPath(term.value, sort.name);
  return term.kind === 'call' && term.name === 'begins_with' && isPath(term.operands[0], sort.name);
};

const isPath = (operand: Operand | undefined, name: string): boolean =>
  operand?.kind === 'path' && operand.path.length === 1 && operand.path[0] === name;

const inSortOrder = ({ sort }: Table, a: Item, b: Item): number => {
  const [left, right] = [sort && a[sort.name], sort && b[sort.name]];
  return left && right ? (order(left, right) ?? 0) : 0;
};

type Start = { readonly start: Item; readonly forward: boolean };

const after = (table: Table, items: readonly Item[], { start, forward }: Start): readonly Item[] => {
  keyOfRead(table, start);
  return items.filter((item) => inSortOrder(table, item, start) * (forward ? 1 : -1) > 0);
};
