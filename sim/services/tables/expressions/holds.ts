import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Item, membersOf, order, sameValue, typeOf } from '../values.ts';
import type { Comparator, Expression, FunctionName, Operand } from './parse.ts';
import { valueAt } from './paths.ts';

/** Whether the item (`{}` for one that does not exist) is as the expression says. */
export const holds = (expression: Expression, item: Item): boolean => {
  switch (expression.kind) {
    case 'and':
      return holds(expression.left, item) && holds(expression.right, item);
    case 'or':
      return holds(expression.left, item) || holds(expression.right, item);
    case 'not':
      return !holds(expression.of, item);
    case 'compare':
      return compare(expression.operator, read(expression.left, item), read(expression.right, item));
    case 'between': {
      const value = read(expression.value, item);
      return compare('>=', value, read(expression.low, item)) && compare('<=', value, read(expression.high, item));
    }
    case 'in': {
      const value = read(expression.value, item);
      return expression.among.some((operand) => compare('=', value, read(operand, item)));
    }
    case 'call':
      return FUNCTIONS[expression.name](expression.operands.map((operand) => read(operand, item)));
  }
};

const read = (operand: Operand, item: Item): AttributeValue | undefined => {
  if (operand.kind === 'value') return operand.value;
  return operand.kind === 'path' ? valueAt(item, operand.path) : lengthOf(read(operand.of, item));
};

/** Characters of a string, bytes of a binary, members of a collection; other values have no size. */
const lengthOf = (value: AttributeValue | undefined): AttributeValue | undefined => {
  if (value === undefined) return undefined;
  const sized = value.S ?? value.B ?? value.L ?? value.SS ?? value.NS ?? value.BS;
  const length = sized?.length ?? (value.M && Object.keys(value.M).length);
  return length === undefined ? undefined : { N: String(length) };
};

type Value = AttributeValue | undefined;

/** An attribute that does not exist differs from every value, and compares as nothing else. */
const compare = (operator: Comparator, left: Value, right: Value): boolean => {
  if (left === undefined || right === undefined) return operator === '<>';
  if (operator === '=') return sameValue(left, right);
  if (operator === '<>') return !sameValue(left, right);
  const sign = order(left, right);
  return sign !== undefined && ORDERS[operator](sign);
};

const ORDERS: Readonly<Record<Exclude<Comparator, '=' | '<>'>, (sign: number) => boolean>> = {
  '<': (sign) => sign < 0,
  '<=': (sign) => sign <= 0,
  '>': (sign) => sign > 0,
  '>=': (sign) => sign >= 0,
};

const FUNCTIONS: Readonly<Record<FunctionName, (values: readonly Value[]) => boolean>> = {
  attribute_exists: ([value]) => value !== undefined,
  attribute_not_exists: ([value]) => value === undefined,
  attribute_type: ([value, type]) => value !== undefined && typeOf(value) === type?.S,
  begins_with: ([value, prefix]) => beginsWith(value, prefix),
  contains: ([value, part]) => part !== undefined && contains(value, part),
};

const beginsWith = (value: Value, prefix: Value): boolean => {
  if (value?.S !== undefined && prefix?.S !== undefined) return value.S.startsWith(prefix.S);
  if (value?.B === undefined || prefix?.B === undefined) return false;
  return Buffer.from(value.B).subarray(0, prefix.B.length).equals(prefix.B);
};

const contains = (value: Value, part: AttributeValue): boolean => {
  if (value?.S !== undefined) return part.S !== undefined && value.S.includes(part.S);
  if (value?.B !== undefined) return part.B !== undefined && Buffer.from(value.B).includes(Buffer.from(part.B));
  const members = value === undefined ? undefined : (membersOf(value) ?? value.L);
  return members?.some((member) => sameValue(member, part)) ?? false;
};
