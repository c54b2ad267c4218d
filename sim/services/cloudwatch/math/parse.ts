import { invalidSyntax } from './problem.ts';
import { type Token, tokensOf } from './tokens.ts';

export type Operator = '+' | '-' | '*' | '/' | '^' | '==' | '!=' | '<' | '>' | '<=' | '>=' | 'and' | 'or';
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'reference'; readonly id: string }
  /** `REPEAT`, `AVG`, `DESC`: what some functions take beside values. */
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'negate'; readonly of: Expression }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | Call;
export type Call = { readonly kind: 'call'; readonly name: string; readonly items: readonly Expression[] };

/** Throws a `MathProblem`. */
export const parseMath = (expression: string): Expression => {
  const reader = readerOf(tokensOf(expression));
  const tree = binary(reader, 0);
  if (reader.peek() !== undefined) throw invalidSyntax();
  return tree;
};

type Reader = {
  readonly peek: () => Token | undefined;
  readonly next: () => Token;
  /** Whether the next token is this symbol or keyword; then it is read. */
  readonly takes: (text: string) => boolean;
};

const readerOf = (tokens: readonly Token[]): Reader => {
  let position = 0;
  const next = () => {
    const token = tokens[position];
    if (token === undefined) throw invalidSyntax();
    position += 1;
    return token;
  };
  const takes = (text: string) => {
    const token = tokens[position];
    if (token?.text !== text || token.kind === 'string') return false;
    position += 1;
    return true;
  };
  return { peek: () => tokens[position], next, takes };
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
    const token = reader.peek();
    const isOne = token !== undefined && token.kind !== 'string' && Object.hasOwn(operators, token.text);
    const operator = isOne ? operators[token.text] : undefined;
    if (operator === undefined) return left;
    reader.next();
    left = { kind: 'binary', operator, left, right: binary(reader, level + 1) };
  }
};

const unary = (reader: Reader): Expression =>
  reader.takes('-') ? { kind: 'negate', of: unary(reader) } : power(reader);

const power = (reader: Reader): Expression => {
  const left = primary(reader);
  return reader.takes('^') ? { kind: 'binary', operator: '^', left, right: unary(reader) } : left;
};

const primary = (reader: Reader): Expression => {
  const token = reader.next();
  if (token.kind === 'number') return { kind: 'number', value: Number(token.text) };
  if (token.kind === 'string') return { kind: 'string', text: token.text };
  if (token.kind === 'name') return named(reader, token.text);
  if (token.text === '[') return { kind: 'array', items: list(reader, ']') };
  if (token.text !== '(') throw invalidSyntax();

  const inner = binary(reader, 0);
  if (!reader.takes(')')) throw invalidSyntax();
  return inner;
};

/** Ids start with a lower-case letter. */
const named = (reader: Reader, name: string): Expression => {
  if (reader.takes('(')) return { kind: 'call', name, items: list(reader, ')') };
  return /^[a-z]/.test(name) ? { kind: 'reference', id: name } : { kind: 'word', text: name };
};

const list = (reader: Reader, end: string): readonly Expression[] => {
  if (reader.takes(end)) return [];
  const items = [binary(reader, 0)];
  while (reader.takes(',')) items.push(binary(reader, 0));
  if (!reader.takes(end)) throw invalidSyntax();
  return items;
};
