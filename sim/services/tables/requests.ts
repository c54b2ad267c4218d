import { Refusal } from '../../types.ts';
import { holds } from './expressions/holds.ts';
import { parse } from './expressions/parse.ts';
import { type Given, invalid, placeholdersOf } from './expressions/placeholders.ts';
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

/** An eventually consistent read may answer what was long ago; a double that never does would be kinder than DynamoDB. */
export const onlyConsistent = (
  { ConsistentRead }: { ConsistentRead?: boolean | undefined },
  operation: string,
): void => {
  if (ConsistentRead !== true) throw new Error(`the small AWS knows no ${operation} without ConsistentRead`);
};

/** Members that say what is so anyway. */
const PLAIN: Readonly<Record<string, unknown>> = {
  ReturnConsumedCapacity: 'NONE',
  ReturnItemCollectionMetrics: 'NONE',
  ReturnValues: 'NONE',
  ReturnValuesOnConditionCheckFailure: 'NONE',
};

export type Conditional = Given & { readonly ConditionExpression?: string | undefined };

/** Answers how an item (`{}`: there is none) is tested; refuses an expression that is wrong in itself at once. */
export const conditionOf = (input: Conditional): ((item: Item) => boolean) => {
  const { ConditionExpression: text } = input;
  const placeholders = placeholdersOf(input);
  if (text === undefined) {
    const given = Object.keys({ ...input.ExpressionAttributeNames, ...input.ExpressionAttributeValues });
    if (given.length > 0) {
      throw invalid('ExpressionAttributeNames and -Values can only be specified when using expressions');
    }
    return () => true;
  }
  const expression = parse(text, 'ConditionExpression', placeholders);
  placeholders.checkAllUsed();
  return (item) => holds(expression, item);
};

export const conditionFailed = (item: Item | undefined, returnIt: boolean): Refusal =>
  new Refusal(
    'ConditionalCheckFailedException',
    'The conditional request failed',
    400,
    returnIt && item !== undefined ? { Item: structuredClone(item) } : {},
  );
