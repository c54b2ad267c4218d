import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { invalid, type Placeholders } from './placeholders.ts';
import { type Token, tokensOf } from './tokens.ts';

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type Operand =
  | { readonly kind: 'path'; readonly path: readonly string[] }
  | { readonly kind: 'value'; readonly value: AttributeValue };
export type Expression =
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'compare'; readonly operator: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'between'; readonly value: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly operands: readonly Operand[] };
export type FunctionName = 'attribute_exists' | 'attribute_not_exists' | 'begins_with';

/** How many operands each function takes. */
const FUNCTIONS: Readonly<Record<FunctionName, number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  begins_with: 2,
};
const COMPARATORS: readonly string[] = ['=', '<>', '<', '<=', '>', '>='];

/** `member` names the request's member, for messages: `ConditionExpression`, `KeyConditionExpression`. */
export const parse = (text: string, member: string, placeholders: Placeholders): Expression => {
  const where = `Invalid ${member}`;
  const tokens = tokensOf(text);
  if (tokens === undefined || tokens.length === 0) throw invalid(`${where}: Syntax error in "${text}"`);
  const reader = readerOf(tokens, (near) => invalid(`${where}: Syntax error; token: "${near}", in "${text}"`));
  const expression = either({ ...reader, placeholders, where });
  const left = reader.peek();
  if (left !== undefined) throw reader.wrong();
  return expression;
};

type Reader = {
  readonly peek: () => Token | undefined;
  readonly next: () => Token;
  /** Takes the token when it is this one. */
  readonly take: (kind: Token['kind'], text: string) => boolean;
  readonly expect: (kind: Token['kind'], text: string) => void;
  readonly wrong: () => Error;
};
type Reading = Reader & { readonly placeholders: Placeholders; readonly where: string };

const readerOf = (tokens: readonly Token[], syntaxError: (near: string) => Error): Reader => {
  let position = 0;
  const peek = (): Token | undefined => tokens[position];
  const wrong = (): Error => syntaxError(peek()?.text ?? '<EOF>');
  const take: Reader['take'] = (kind, text) => {
    const found = peek()?.kind === kind && peek()?.text === text;
    if (found) position += 1;
    return found;
  };
  const next = (): Token => {
    const token = peek();
    if (token === undefined) throw wrong();
    position += 1;
    return token;
  };
  const expect: Reader['expect'] = (kind, text) => {
    if (!take(kind, text)) throw wrong();
  };
  return { peek, next, take, expect, wrong };
};

const either = (reading: Reading): Expression => {
  let left = both(reading);
  while (reading.take('keyword', 'OR')) left = { kind: 'or', left, right: both(reading) };
  return left;
};

const both = (reading: Reading): Expression => {
  let left = negation(reading);
  while (reading.take('keyword', 'AND')) left = { kind: 'and', left, right: negation(reading) };
  return left;
};

const negation = (reading: Reading): Expression =>
  reading.take('keyword', 'NOT') ? { kind: 'not', of: negation(reading) } : primary(reading);

const primary = (reading: Reading): Expression => {
  if (reading.take('sign', '(')) {
    const inner = either(reading);
    reading.expect('sign', ')');
    return inner;
  }
  const first = reading.next();
  if (first.kind === 'name' && reading.take('sign', '(')) return call(first.text, reading);
  const left = operand(first, reading);
  if (reading.take('keyword', 'BETWEEN')) return between(left, reading);
  const sign = reading.peek();
  if (sign?.kind !== 'sign' || !COMPARATORS.includes(sign.text)) throw reading.wrong();
  const operator = reading.next().text as Comparator;
  return { kind: 'compare', operator, left, right: operand(reading.next(), reading) };
};

const between = (value: Operand, reading: Reading): Expression => {
  const low = operand(reading.next(), reading);
  reading.expect('keyword', 'AND');
  return { kind: 'between', value, low, high: operand(reading.next(), reading) };
};

const call = (name: string, reading: Reading): Expression => {
  if (!isFunction(name)) throw invalid(`${reading.where}: Invalid function name; function: ${name}`);
  const operands: Operand[] = [];
  do operands.push(operand(reading.next(), reading));
  while (reading.take('sign', ','));
  reading.expect('sign', ')');
  if (operands.length === FUNCTIONS[name]) return { kind: 'call', name, operands };
  const count = `number of operands: ${operands.length}`;
  throw invalid(
    `${reading.where}: Incorrect number of operands for operator or function; operator or function: ${name}, ${count}`,
  );
};

const isFunction = (name: string): name is FunctionName => Object.hasOwn(FUNCTIONS, name);

const operand = (first: Token, reading: Reading): Operand => {
  const { placeholders, where } = reading;
  if (first.kind === 'valueOf') return { kind: 'value', value: placeholders.value(first.text, where) };
  const path = [step(first, reading)];
  while (reading.take('sign', '.')) path.push(step(reading.next(), reading));
  return { kind: 'path', path };
};

const step = ({ kind, text }: Token, { placeholders, where, wrong }: Reading): string => {
  if (kind === 'nameOf') return placeholders.name(text, where);
  if (kind === 'name') return placeholders.plain(text, where);
  throw wrong();
};
