import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Item, order, sameValue, typeOf } from '../values.ts';
import type { Comparator, Expression, FunctionName, Operand } from './parse.ts';
import { invalid } from './placeholders.ts';

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
      return compare(expression.operator, [expression.left, expression.right], item);
    case 'between':
      return (
        compare('>=', [expression.value, expression.low], item) &&
        compare('<=', [expression.value, expression.high], item)
      );
    case 'call':
      return FUNCTIONS[expression.name](expression.operands.map((operand) => read(operand, item)));
  }
};

const read = (operand: Operand, item: Item): AttributeValue | undefined => {
  if (operand.kind === 'value') return operand.value;
  const [first = '', ...rest] = operand.path;
  return rest.reduce<AttributeValue | undefined>((value, step) => own(value?.M, step), own(item, first));
};

const own = (from: Item | undefined, name: string): AttributeValue | undefined =>
  from !== undefined && Object.hasOwn(from, name) ? from[name] : undefined;

/** An attribute that does not exist differs from every value, and compares as nothing else. */
const compare = (operator: Comparator, operands: readonly [Operand, Operand], item: Item): boolean => {
  if (operator !== '=' && operator !== '<>') for (const operand of operands) checkOrdered(operator, operand);
  const [left, right] = [read(operands[0], item), read(operands[1], item)];
  if (left === undefined || right === undefined) return operator === '<>';
  if (operator === '=') return sameValue(left, right);
  if (operator === '<>') return !sameValue(left, right);
  const sign = order(left, right);
  return sign !== undefined && ORDERS[operator](sign);
};

const checkOrdered = (operator: Comparator, operand: Operand): void => {
  if (operand.kind === 'path') return;
  const type = typeOf(operand.value);
  if (['S', 'N', 'B'].includes(type)) return;
  const what = `operator or function: ${operator}, operand type: ${type}`;
  throw invalid(`Invalid ConditionExpression: Incorrect operand type for operator or function; ${what}`);
};

const ORDERS: Readonly<Record<Exclude<Comparator, '=' | '<>'>, (sign: number) => boolean>> = {
  '<': (sign) => sign < 0,
  '<=': (sign) => sign <= 0,
  '>': (sign) => sign > 0,
  '>=': (sign) => sign >= 0,
};

type Values = readonly (AttributeValue | undefined)[];

const FUNCTIONS: Readonly<Record<FunctionName, (values: Values) => boolean>> = {
  attribute_exists: ([value]) => value !== undefined,
  attribute_not_exists: ([value]) => value === undefined,
  begins_with: ([value, prefix]) => value?.S !== undefined && prefix?.S !== undefined && value.S.startsWith(prefix.S),
};
