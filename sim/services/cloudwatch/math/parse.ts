import { mathError, type Token, tokensOf } from './tokens.ts';

export type Operator = '+' | '-' | '*' | '/' | '^' | '==' | '!=' | '<' | '>' | '<=' | '>=' | 'and' | 'or';
export type FunctionName = 'IF' | 'FILL' | 'SUM' | 'AVG' | 'MIN' | 'MAX' | 'ABS';
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'reference'; readonly id: string }
  | { readonly kind: 'filler'; readonly how: 'REPEAT' | 'LINEAR' }
  | { readonly kind: 'negate'; readonly of: Expression }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly items: readonly Expression[] };

export const parseMath = (expression: string): Expression => {
  const reader = readerOf(expression);
  const tree = binary(reader, 0);
  const rest = reader.peek();
  if (rest !== undefined) throw reader.error(`"${rest.text}" is one too many`);
  return tree;
};

type Reader = {
  readonly peek: () => Token | undefined;
  readonly next: () => Token;
  readonly expect: (text: string) => void;
  readonly error: (problem: string) => Error;
};

const readerOf = (expression: string): Reader => {
  const tokens = tokensOf(expression);
  let position = 0;
  const error = (problem: string) => mathError(expression, tokens[position]?.at ?? expression.length, problem);
  const next = () => {
    const token = tokens[position];
    if (token === undefined) throw error('it ends too early');
    position += 1;
    return token;
  };
  const expect = (text: string) => {
    const seen = tokens[position];
    if (seen?.text !== text) throw error(`"${text}" is missing before ${seen ? `"${seen.text}"` : 'the end'}`);
    position += 1;
  };
  return { peek: () => tokens[position], next, expect, error };
};

/** Loosest first. */
const LEVELS: readonly Readonly<Record<string, Operator>>[] = [
  { '||': 'or', OR: 'or' },
  { '&&': 'and', AND: 'and' },
  { '==': '==', '!=': '!=', '<': '<', '>': '>', '<=': '<=', '>=': '>=' },
  { '+': '+', '-': '-' },
  { '*': '*', '/': '/' },
];

const binary = (reader: Reader, level: number): Expression => {
  const operators = LEVELS[level];
  if (operators === undefined) return unary(reader);
  let left = binary(reader, level + 1);
  for (;;) {
    const operator = operators[reader.peek()?.text ?? ''];
    if (operator === undefined) return left;
    reader.next();
    left = { kind: 'binary', operator, left, right: binary(reader, level + 1) };
  }
};

const unary = (reader: Reader): Expression => {
  if (reader.peek()?.text !== '-') return power(reader);
  reader.next();
  return { kind: 'negate', of: unary(reader) };
};

const power = (reader: Reader): Expression => {
  const left = primary(reader);
  if (reader.peek()?.text !== '^') return left;
  reader.next();
  return { kind: 'binary', operator: '^', left, right: unary(reader) };
};

const primary = (reader: Reader): Expression => {
  const problem = reader.error('a number, an id, a function, "(" or "[" is missing here');
  const token = reader.next();
  if (token.kind === 'number') return { kind: 'number', value: Number(token.text) };
  if (token.kind === 'id') return { kind: 'reference', id: token.text };
  if (token.kind === 'word') return word(reader, token);
  if (token.text === '[') return { kind: 'array', items: list(reader, ']') };
  if (token.text !== '(') throw problem;

  const inner = binary(reader, 0);
  reader.expect(')');
  return inner;
};

const word = (reader: Reader, { text }: Token): Expression => {
  if (text === 'REPEAT' || text === 'LINEAR') return { kind: 'filler', how: text };
  if (!isFunction(text)) throw reader.error(`the small AWS has no function ${text}; it has ${FUNCTIONS.join(', ')}`);
  reader.expect('(');
  return { kind: 'call', name: text, items: list(reader, ')') };
};

const list = (reader: Reader, end: string): readonly Expression[] => {
  const items = [binary(reader, 0)];
  while (reader.peek()?.text === ',') {
    reader.next();
    items.push(binary(reader, 0));
  }
  reader.expect(end);
  return items;
};

const FUNCTIONS: readonly FunctionName[] = ['IF', 'FILL', 'SUM', 'AVG', 'MIN', 'MAX', 'ABS'];
const isFunction = (text: string): text is FunctionName => FUNCTIONS.some((name) => name === text);
