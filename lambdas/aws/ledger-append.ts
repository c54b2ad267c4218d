import {
  type AttributeValue,
  type Put,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { Step } from '../ports.ts';
import { chained, hashed, type Link, linkOf, named, type Vouched } from './ledger-chain.ts';
import { entryItem, headItem } from './ledger-items.ts';

type Item = Record<string, AttributeValue>;

/** One transaction that appends an entry, and what the chain's newest entry is once it is taken. */
export type Append = { readonly command: TransactWriteItemsCommand; readonly newest: Link };

/** Where the entry goes: after which one of the chain, and with which loose ones; `beside` are written along with it. */
export type Place = { readonly after: Link; readonly loose: readonly Vouched[]; readonly beside: readonly Step[] };

/** The entry and the head that follows from it, both or neither. */
export const appendTo = (
  table: string,
  step: Step,
  { version, after, loose, beside }: Place & { version: number },
): Append => {
  const others = beside.map((one) => hashed(entryItem(one)));
  const vouched = [...loose, ...others.map((one) => ({ hash: linkOf(one).hash, sure: true }))];
  const entry = chained(entryItem(step), after, vouched);
  const newest = linkOf(entry);
  const entries = [...others, entry].map((one) => entryPut(table, one));
  return { command: put(...entries, headPut(table, { step, version, newest })), newest };
};

/** The entry alone: a head of unknown version is left to the next look, and so is the chain. */
export const appendLoose = (table: string, step: Step): { command: TransactWriteItemsCommand; hash: string } => {
  const entry = hashed(entryItem(step));
  return { command: put(entryPut(table, entry)), hash: linkOf(entry).hash };
};

const put = (...puts: readonly Put[]): TransactWriteItemsCommand =>
  new TransactWriteItemsCommand({ TransactItems: puts.map((one) => ({ Put: one })) });

/** What stands in the ledger is not written over. */
const entryPut = (table: string, entry: Item): Put => ({
  TableName: table,
  Item: entry,
  ConditionExpression: 'attribute_not_exists(pk)',
});

type Heading = { readonly step: Step; readonly version: number; readonly newest: Link };

const headPut = (table: string, { step, version, newest }: Heading): Put => ({
  TableName: table,
  Item: named(headItem(step.incident, version + 1), newest),
  ...(version === 0
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : {
        ConditionExpression: '#version = :replaces',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':replaces': { N: String(version) } },
      }),
});

/** Two looks wrote at the same time, and this is the later one; throttling cancels a transaction too, but for no such reason. */
export const lostTheRace = (error: unknown): boolean =>
  error instanceof TransactionCanceledException &&
  (error.CancellationReasons ?? []).some(
    ({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict',
  );
