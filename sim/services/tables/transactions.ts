import type { TransactWriteItem, TransactWriteItemsInput, TransactWriteItemsOutput } from '@aws-sdk/client-dynamodb';
import { type Instant, Refusal } from '../../types.ts';
import { invalid } from './expressions/placeholders.ts';
import { keyOfItem, keyOfRead } from './keys.ts';
import { type Plan, planCheck, planDelete, planPut, planUpdate } from './plans.ts';
import { only } from './requests.ts';
import type { Table, TableNamed } from './table.ts';
import type { Item } from './values.ts';
import { CONDITIONAL, wantsOld } from './writes.ts';

type Tables = { readonly tableNamed: TableNamed; readonly now: Instant };

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
  const reasons = writes.map(reasonAgainst);
  if (reasons.some(({ Code }) => Code !== 'None')) throw cancelled(reasons);
  for (const { plan } of writes) plan.apply();
  remember(table, input, now);
  return {};
};

/** Items of one transaction. */
const MOST_WRITES = 100;

type Write = {
  readonly table: Table;
  readonly key: string;
  readonly returnOld: boolean;
  readonly plan: Plan;
};

const toWrite = (tableNamed: TableNamed, item: TransactWriteItem): Write => {
  const { Put: put, ConditionCheck: check, Update: update, Delete: remove } = item;
  const [request, ...more] = [put, check, update, remove].filter((one) => one !== undefined);
  if (request === undefined || more.length > 0) {
    throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  const table = tableNamed(request.TableName ?? '');
  const returnOld = wantsOld(request);
  const keyed = (key: Item | undefined, plan: Plan): Write => ({ table, key: keyOfRead(table, key), returnOld, plan });
  if (put !== undefined) {
    only(put, 'TransactWriteItems.Put', [...CONDITIONAL, 'Item']);
    return { table, key: keyOfItem(table, put.Item ?? {}), returnOld, plan: planPut(table, put) };
  }
  if (update !== undefined) {
    only(update, 'TransactWriteItems.Update', [...CONDITIONAL, 'Key', 'UpdateExpression']);
    return keyed(update.Key, planUpdate(table, update));
  }
  only(request, 'TransactWriteItems', [...CONDITIONAL, 'Key']);
  if (remove !== undefined) return keyed(remove.Key, planDelete(table, remove));
  return keyed(check?.Key, planCheck(table, check ?? {}));
};

type Reason = { readonly Code: string; readonly Message?: string; readonly Item?: Item };

const reasonAgainst = ({ plan, returnOld }: Write): Reason => {
  const { allowed, before } = plan.look();
  if (!allowed) {
    const item = returnOld && before !== undefined ? { Item: structuredClone(before) } : {};
    return { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', ...item };
  }
  try {
    plan.prepare();
    return { Code: 'None' };
  } catch (cause) {
    if (cause instanceof Refusal) return { Code: 'ValidationError', Message: cause.message };
    throw cause;
  }
};

const cancelled = (reasons: readonly Reason[]): Refusal => {
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
