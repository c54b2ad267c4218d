import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { order, typeOf } from '../values.ts';
import type { Operand } from './parse.ts';
import { pathText } from './paths.ts';
import { invalid } from './placeholders.ts';
import type { Reading, Operand as Simple } from './reader.ts';

type At = Pick<Reading, 'where'>;

const TYPES = ['B', 'NULL', 'SS', 'BOOL', 'L', 'BS', 'N', 'NS', 'S', 'M'];

/** What is wrong with a value that the request gives; a value of the item is not known yet. */
const wrongType = ({ where }: At, name: string, type: string): Error =>
  invalid(
    `${where}: Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${type}`,
  );

const given = (operand: Operand | undefined): AttributeValue | undefined =>
  operand?.kind === 'value' ? operand.value : undefined;

export const checkOrdered = (at: At, operator: string, operand: Operand): void => {
  const value = given(operand);
  if (value !== undefined && !['S', 'N', 'B'].includes(typeOf(value))) throw wrongType(at, operator, typeOf(value));
};

export const checkDistinct = ({ where }: At, operator: string, [first, second]: readonly Operand[]): void => {
  if (first?.kind !== 'path' || second?.kind !== 'path' || pathText(first.path) !== pathText(second.path)) return;
  const what = `operator: ${operator}, first operand: ${pathText(first.path)}`;
  throw invalid(
    `${where}: The first operand must be distinct from the remaining operands for this operator or function; ${what}`,
  );
};

type Bounds = { readonly value: Operand; readonly low: Operand; readonly high: Operand };

export const checkBetween = (at: At, { value, low, high }: Bounds): void => {
  for (const operand of [value, low, high]) checkOrdered(at, 'BETWEEN', operand);
  const [from, to] = [given(low), given(high)];
  if (from === undefined || to === undefined) return;
  const both = `lower bound operand: AttributeValue: ${shown(from)}, upper bound operand: AttributeValue: ${shown(to)}`;
  const compared = order(from, to);
  if (compared === undefined)
    throw invalid(`${at.where}: The BETWEEN operator requires same data type for lower and upper bounds; ${both}`);
  if (compared > 0)
    throw invalid(
      `${at.where}: The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${both}`,
    );
};

const shown = (value: AttributeValue): string => `{${typeOf(value)}:${value.S ?? value.N ?? 'bytes'}}`;

export const checkCall = (at: At, name: string, operands: readonly Simple[]): void => {
  const [first, second] = operands;
  checkDistinct(at, name, operands);
  if (name.startsWith('attribute_') && name !== 'attribute_type') checkPath(at, name, first);
  if (name === 'begins_with') for (const one of operands) checkOneOf(at, name, [one, ['S', 'B']]);
  if (name === 'size') checkOneOf(at, name, [first, TYPES.filter((type) => !['N', 'BOOL', 'NULL'].includes(type))]);
  if (name === 'attribute_type') checkTypeName(at, given(second));
};

export const checkPath = ({ where }: At, name: string, operand: Simple | undefined): void => {
  if (operand?.kind === 'path') return;
  throw invalid(`${where}: Operator or function requires a document path; operator or function: ${name}`);
};

export const checkOneOf = (
  at: At,
  name: string,
  [operand, allowed]: readonly [Operand | undefined, readonly string[]],
): void => {
  const value = given(operand);
  if (value !== undefined && !allowed.includes(typeOf(value))) throw wrongType(at, name, typeOf(value));
};

const checkTypeName = (at: At, value: AttributeValue | undefined): void => {
  if (value?.S === undefined)
    throw wrongType(at, 'attribute_type', value === undefined ? `{${TYPES.join(',')}}` : typeOf(value));
  if (TYPES.includes(value.S)) return;
  throw invalid(`${at.where}: Invalid attribute type name found; type: ${value.S}, valid types: {${TYPES.join(',')}}`);
};
