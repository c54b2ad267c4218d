import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { holds } from './expressions/holds.ts';
import type { Expression } from './expressions/parse.ts';
import type { Path } from './expressions/paths.ts';
import { invalid } from './expressions/placeholders.ts';
import { onlyKey } from './keys.ts';
import { shown } from './reads.ts';
import type { Table } from './table.ts';
import { type Item, sizeOf } from './values.ts';

/** Bytes of items that one page looks at. */
const MOST_BYTES = 1_024 ** 2;

export type Paging = {
  readonly limit: number | undefined;
  readonly select: string | undefined;
  readonly filter: Expression | undefined;
  readonly projection: readonly Path[] | undefined;
};

export type Page = {
  Items?: Record<string, AttributeValue>[];
  Count: number;
  ScannedCount: number;
  LastEvaluatedKey?: Record<string, AttributeValue>;
};

/** One page of items that are in order already. What a filter drops counts against the limits all the same. */
export const pageOf = (table: Table, items: readonly Item[], paging: Paging): Page => {
  const { limit, filter, projection } = paging;
  checkSelect(paging);
  const looked = items.slice(0, Math.min(limit ?? items.length, fitting(items)));
  const found = filter === undefined ? looked : looked.filter((item) => holds(filter, item));
  const last = looked.at(-1);
  // Present whenever a limit ended the page, even when nothing follows.
  const stopped = last !== undefined && (looked.length === limit || looked.length < items.length);
  return {
    ...(paging.select === 'COUNT' ? {} : { Items: found.map((item) => ({ ...shown(item, projection) })) }),
    Count: found.length,
    ScannedCount: looked.length,
    ...(stopped ? { LastEvaluatedKey: structuredClone({ ...onlyKey(table, last) }) } : {}),
  };
};

/** How many items it takes until the page is full. */
const fitting = (items: readonly Item[]): number => {
  let bytes = 0;
  const over = items.findIndex((item) => {
    bytes += sizeOf(item);
    return bytes > MOST_BYTES;
  });
  return over < 0 ? items.length : over + 1;
};

const checkSelect = ({ limit, select, projection }: Paging): void => {
  if (limit !== undefined && limit < 1) throw invalid('Limit must be greater than or equal to 1');
  if (select === 'ALL_PROJECTED_ATTRIBUTES')
    throw invalid(
      'One or more parameter values were invalid: ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName',
    );
  if (select === 'SPECIFIC_ATTRIBUTES' && projection === undefined)
    throw invalid(
      'One or more parameter values were invalid: Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  if (projection !== undefined && select !== undefined && select !== 'SPECIFIC_ATTRIBUTES')
    throw invalid(`Cannot specify the ProjectionExpression when choosing to get ${select}`);
};
