import { type Principal, Refusal } from '../../types.ts';
import { holds } from './expressions/holds.ts';
import { type Expression, parse } from './expressions/parse.ts';
import type { Path } from './expressions/paths.ts';
import { type Given, invalid, placeholdersOf } from './expressions/placeholders.ts';
import { parseProjection } from './expressions/projection.ts';
import { type Action, parseUpdate } from './expressions/update.ts';
import type { Item } from './values.ts';

/** Throws when a request uses a member that is not known here: silence would be kinder than DynamoDB. */
export const only = (input: object, operation: string, known: readonly string[]): void => {
  for (const [member, value] of Object.entries(input)) {
    const plain = PLAIN[member] === value;
    if (value !== undefined && !plain && !known.includes(member)) {
      throw new Error(`the small AWS knows no ${member}=${JSON.stringify(value)} of DynamoDB's ${operation}`);
    }
  }
};

/** Members that say what is so anyway. */
const PLAIN: Readonly<Record<string, unknown>> = {
  ReturnConsumedCapacity: 'NONE',
  ReturnItemCollectionMetrics: 'NONE',
  ReturnValues: 'NONE',
  ReturnValuesOnConditionCheckFailure: 'NONE',
};

/**
 * An eventually consistent read may answer what was long ago; a double that never does would be kinder than DynamoDB to
 * the functions that are proven on it. A person may look as they please.
 */
export const checkConsistent = (
  { ConsistentRead }: { ConsistentRead?: boolean | undefined },
  operation: string,
  who: Principal,
): void => {
  if (ConsistentRead !== true && who.kind === 'role')
    throw new Error(`the small AWS knows no ${operation} without ConsistentRead for functions`);
};

export type Expressive = Given & {
  readonly ConditionExpression?: string | undefined;
  readonly FilterExpression?: string | undefined;
  readonly KeyConditionExpression?: string | undefined;
  readonly ProjectionExpression?: string | undefined;
  readonly UpdateExpression?: string | undefined;
};

/** A request's expressions, read. An expression that is not there allows, or gives, everything. */
export type Expressions = {
  readonly allows: (item: Item) => boolean;
  readonly filter?: Expression;
  readonly keyCondition?: Expression;
  readonly projection?: readonly Path[];
  readonly update?: readonly Action[];
};

const MEMBERS = [
  'UpdateExpression',
  'ConditionExpression',
  'KeyConditionExpression',
  'FilterExpression',
  'ProjectionExpression',
] as const;

/** Refuses an expression that is wrong in itself, and names and values that none of them uses. */
export const expressionsOf = (input: Expressive): Expressions => {
  const placeholders = placeholdersOf(input);
  if (MEMBERS.every((member) => input[member] === undefined)) checkNoneGiven(input);
  const read = <T>(text: string | undefined, how: (text: string) => T): T | undefined =>
    text === undefined ? undefined : how(text);
  const test = (member: 'ConditionExpression' | 'FilterExpression' | 'KeyConditionExpression') =>
    read(input[member], (text) => parse(text, member, placeholders));
  const update = read(input.UpdateExpression, (text) => parseUpdate(text, placeholders));
  const condition = test('ConditionExpression');
  const keyCondition = test('KeyConditionExpression');
  const filter = test('FilterExpression');
  const projection = read(input.ProjectionExpression, (text) => parseProjection(text, placeholders));
  placeholders.checkAllUsed();
  return {
    allows: (item) => condition === undefined || holds(condition, item),
    ...(keyCondition && { keyCondition }),
    ...(filter && { filter }),
    ...(projection && { projection }),
    ...(update && { update }),
  };
};

const checkNoneGiven = (input: Expressive): void => {
  if (input.ExpressionAttributeNames !== undefined)
    throw invalid('ExpressionAttributeNames can only be specified when using expressions');
  if (input.ExpressionAttributeValues !== undefined)
    throw invalid('ExpressionAttributeValues can only be specified when using expressions');
};

export const conditionFailed = (item: Item | undefined, returnIt: boolean): Refusal =>
  new Refusal(
    'ConditionalCheckFailedException',
    'The conditional request failed',
    400,
    returnIt && item !== undefined ? { Item: structuredClone(item) } : {},
  );
