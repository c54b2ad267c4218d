import { createHash } from 'node:crypto';
import type { ScanInput, ScanOutput } from '@aws-sdk/client-dynamodb';
import type { Principal } from '../../types.ts';
import { invalid } from './expressions/placeholders.ts';
import { keyOfRead } from './keys.ts';
import { pageOf } from './page.ts';
import { checkNoIndex, inSortOrder } from './query.ts';
import { checkConsistent, expressionsOf, only } from './requests.ts';
import type { Table } from './table.ts';
import { canonical, type Item } from './values.ts';

const MEMBERS = [
  'ConsistentRead',
  'ExclusiveStartKey',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'FilterExpression',
  'IndexName',
  'Limit',
  'ProjectionExpression',
  'Segment',
  'Select',
  'TableName',
  'TotalSegments',
];

/** Partitions come in the order of their hashes, which is nobody's; within one, items are in the order of sort keys. */
export const scan = (table: Table, input: ScanInput, who: Principal): ScanOutput => {
  only(input, 'Scan', MEMBERS);
  checkConsistent(input, 'Scan', who);
  checkNoIndex(input);
  const { filter, projection } = expressionsOf(input);
  const inSegment = segmentIn(table, input);
  const items = [...table.items.values()].filter(inSegment).sort((a, b) => inScanOrder(table, a, b));
  const { ExclusiveStartKey: start, Limit: limit, Select: select } = input;
  return pageOf(table, start === undefined ? items : after(table, items, start), { limit, select, filter, projection });
};

const after = (table: Table, items: readonly Item[], start: Item): readonly Item[] => {
  keyOfRead(table, start);
  return items.filter((item) => inScanOrder(table, item, start) > 0);
};

const hashOf = ({ partition }: Table, item: Item): string =>
  createHash('sha256')
    .update(canonical(item[partition.name] ?? { NULL: true }))
    .digest('hex');

const inScanOrder = (table: Table, a: Item, b: Item): number => {
  const [left, right] = [hashOf(table, a), hashOf(table, b)];
  if (left !== right) return left < right ? -1 : 1;
  return inSortOrder(table, a, b);
};

const segmentIn = (table: Table, { Segment: segment, TotalSegments: total }: ScanInput): ((item: Item) => boolean) => {
  if (segment === undefined && total === undefined) return () => true;
  if (total === undefined)
    throw invalid(
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    );
  if (segment === undefined)
    throw invalid(
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    );
  if (segment >= total)
    throw invalid(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${total}`,
    );
  return (item) => Number.parseInt(hashOf(table, item).slice(0, 8), 16) % total === segment;
};
