import type { TransactWriteItem, TransactWriteItemsInput, TransactWriteItemsOutput } from '@aws-sdk/client-dynamodb';
import { type Instant, Refusal } from '../../types.ts';
import { invalid } from './expressions/placeholders.ts';
import { type Planned, planPut, wantsOld } from './items.ts';
import { keyOfItem, keyOfRead } from './keys.ts';
import { conditionOf, only } from './requests.ts';
import type { Table } from './table.ts';

type Tables = { readonly tableNamed: (name: string) => Table; readonly now: Instant };

/** All or nothing. A repeated client token answers as the first time did, so that a retry changes nothing. */
export const transactWriteItems = (
  { tableNamed, now }: Tables,
  input: TransactWriteItemsInput,
): TransactWriteItemsOutput => {
  only(input, 'TransactWriteItems', ['ClientRequestToken', 'TransactItems']);
  const writes = (input.TransactItems ?? []).map((item) => toWrite(tableNamed, item));
  if (writes.length < 1 || writes.length > MOST_WRITES)
    throw invalid(`TransactItems must hold 1 to ${MOST_WRITES} items`);
  const [{ table }] = writes as [Write];
  if (isRepeated(table, input, now)) return {};
  const places = writes.map((write) => `${write.table.arn} ${write.key}`);
  if (new Set(places).size < places.length) {
    throw invalid('Transaction request cannot include multiple operations on one item');
  }
  const planned = writes.map((write) => ({ ...write.plan(), returnOld: write.returnOld }));
  if (planned.some(({ allowed }) => !allowed)) throw cancelled(planned);
  for (const { apply } of planned) apply();
  remember(table, input, now);
  return {};
};

/** Items of one transaction. */
const MOST_WRITES = 100;

type Write = {
  readonly table: Table;
  readonly key: string;
  readonly returnOld: boolean;
  readonly plan: () => Planned;
};

const CHECK_MEMBERS = [
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnValuesOnConditionCheckFailure',
  'TableName',
];

const toWrite = (tableNamed: Tables['tableNamed'], item: TransactWriteItem): Write => {
  only(item, 'TransactWriteItems', ['ConditionCheck', 'Put']);
  const { Put: put, ConditionCheck: check } = item;
  if ((put === undefined) === (check === undefined)) {
    throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  if (put !== undefined) {
    only(put, 'TransactWriteItems.Put', [...CHECK_MEMBERS, 'Item']);
    const table = tableNamed(put.TableName ?? '');
    const key = keyOfItem(table, put.Item ?? {});
    return { table, key, returnOld: wantsOld(put), plan: () => planPut(table, put) };
  }
  only(check ?? {}, 'TransactWriteItems.ConditionCheck', [...CHECK_MEMBERS, 'Key']);
  const table = tableNamed(check?.TableName ?? '');
  const key = keyOfRead(table, check?.Key);
  const before = table.items.get(key);
  const plan = (): Planned => ({ allowed: conditionOf(check ?? {})(before ?? {}), before, apply: () => {} });
  return { table, key, returnOld: wantsOld(check ?? {}), plan };
};

const cancelled = (planned: readonly (Planned & { readonly returnOld: boolean })[]): Refusal => {
  const reasons = planned.map(({ allowed, before, returnOld }) => {
    if (allowed) return { Code: 'None' };
    const item = returnOld && before !== undefined ? { Item: structuredClone(before) } : {};
    return { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', ...item };
  });
  const codes = reasons.map(({ Code: code }) => code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new Refusal('TransactionCanceledException', message, 400, { CancellationReasons: reasons });
};

/** How long a client token is remembered. */
const TOKEN_MS = 600_000;

const isRepeated = (table: Table, input: TransactWriteItemsInput, now: Instant): boolean => {
  const known = table.tokens.get(input.ClientRequestToken ?? '');
  if (known === undefined || now - known.at >= TOKEN_MS) return false;
  if (known.request === JSON.stringify(input.TransactItems)) return true;
  const why = 'Idempotent parameter mismatch: the token was used with other items';
  throw new Refusal('IdempotentParameterMismatchException', why);
};

const remember = (
  table: Table,
  { ClientRequestToken: token, TransactItems: items }: TransactWriteItemsInput,
  at: Instant,
): void => {
  if (token !== undefined) table.tokens.set(token, { at, request: JSON.stringify(items) });
};
