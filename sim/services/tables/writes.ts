import type {
  AttributeValue,
  BatchWriteItemInput,
  BatchWriteItemOutput,
  DeleteItemInput,
  DeleteItemOutput,
  PutItemInput,
  PutItemOutput,
  UpdateItemInput,
  UpdateItemOutput,
} from '@aws-sdk/client-dynamodb';
import { project } from './expressions/paths.ts';
import { invalid } from './expressions/placeholders.ts';
import { keyOfItem, keyOfRead } from './keys.ts';
import { type Plan, planDelete, planPut, planUpdate } from './plans.ts';
import { conditionFailed, only } from './requests.ts';
import type { Table, TableNamed } from './table.ts';
import type { Item } from './values.ts';

export const CONDITIONAL = [
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnValuesOnConditionCheckFailure',
  'TableName',
];

export const putItem = (table: Table, input: PutItemInput): PutItemOutput => {
  only(input, 'PutItem', [...CONDITIONAL, 'Item', 'ReturnValues']);
  checkOldOrNone(input);
  const { before } = carryOut(planPut(table, input), input);
  return input.ReturnValues === 'ALL_OLD' ? attributes(before) : {};
};

export const deleteItem = (table: Table, input: DeleteItemInput): DeleteItemOutput => {
  only(input, 'DeleteItem', [...CONDITIONAL, 'Key', 'ReturnValues']);
  checkOldOrNone(input);
  const { before } = carryOut(planDelete(table, input), input);
  return input.ReturnValues === 'ALL_OLD' ? attributes(before) : {};
};

export const updateItem = (table: Table, input: UpdateItemInput): UpdateItemOutput => {
  only(input, 'UpdateItem', [...CONDITIONAL, 'Key', 'ReturnValues', 'UpdateExpression']);
  const plan = planUpdate(table, input);
  const { before, after } = carryOut(plan, input);
  switch (input.ReturnValues) {
    case 'ALL_OLD':
      return attributes(before);
    case 'ALL_NEW':
      return attributes(after);
    case 'UPDATED_OLD':
      return attributes(before && project(before, plan.paths));
    case 'UPDATED_NEW':
      return attributes(after && project(after, plan.paths));
    default:
      return {};
  }
};

const attributes = (item: Item | undefined): { Attributes?: Record<string, AttributeValue> } =>
  item === undefined ? {} : { Attributes: structuredClone({ ...item }) };

const checkOldOrNone = ({ ReturnValues: wanted = 'NONE' }: { ReturnValues?: string | undefined }): void => {
  if (wanted !== 'NONE' && wanted !== 'ALL_OLD') throw invalid('ReturnValues can only be ALL_OLD or NONE');
};

type WantsOld = { readonly ReturnValuesOnConditionCheckFailure?: string | undefined };

export const wantsOld = ({ ReturnValuesOnConditionCheckFailure: wanted = 'NONE' }: WantsOld): boolean => {
  if (wanted !== 'NONE' && wanted !== 'ALL_OLD') {
    throw invalid(`ReturnValuesOnConditionCheckFailure must be NONE or ALL_OLD, not ${wanted}`);
  }
  return wanted === 'ALL_OLD';
};

const carryOut = (
  plan: Plan,
  input: WantsOld,
): { readonly before: Item | undefined; readonly after: Item | undefined } => {
  const returnOld = wantsOld(input);
  const { before, allowed } = plan.look();
  if (!allowed) throw conditionFailed(before, returnOld);
  return { before, after: plan.apply() };
};

/** Writes of one BatchWriteItem. */
const MOST_WRITES = 25;

/** Each write stands for itself: the others are done even where one would be too late. */
export const batchWriteItem = (tableNamed: TableNamed, input: BatchWriteItemInput): BatchWriteItemOutput => {
  only(input, 'BatchWriteItem', ['RequestItems']);
  const requests = Object.entries(input.RequestItems ?? {});
  if (requests.length === 0) throw invalid('The batch write request list cannot be empty');
  const count = requests.reduce((sum, [, writes]) => sum + writes.length, 0);
  if (count > MOST_WRITES) throw invalid('Too many items requested for the BatchWriteItem call');
  const plans = requests.flatMap(([name, writes]) => {
    const table = tableNamed(name);
    return writes.map(({ PutRequest: put, DeleteRequest: remove }) => {
      if ((put === undefined) === (remove === undefined))
        throw invalid(
          'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
        );
      const key = put === undefined ? keyOfRead(table, remove?.Key) : keyOfItem(table, put.Item ?? {});
      const plan = put === undefined ? planDelete(table, { Key: remove?.Key }) : planPut(table, { Item: put.Item });
      return { place: `${table.arn} ${key}`, plan };
    });
  });
  if (new Set(plans.map(({ place }) => place)).size < plans.length)
    throw invalid('Provided list of item keys contains duplicates');
  for (const { plan } of plans) plan.apply();
  return { UnprocessedItems: {} };
};
