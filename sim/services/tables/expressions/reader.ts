import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Path } from './paths.ts';
import { invalid, type Placeholders } from './placeholders.ts';
import { type Token, tokensOf } from './tokens.ts';

/** An expression while it is read, token by token. */
export type Reading = {
  readonly peek: (ahead?: number) => Token | undefined;
  readonly next: () => Token;
  /** Takes the token when it is this one. */
  readonly take: (kind: Token['kind'], text: string) => boolean;
  readonly expect: (kind: Token['kind'], text: string) => void;
  readonly wrong: () => Error;
  readonly placeholders: Placeholders;
  /** For messages: `Invalid ConditionExpression`. */
  readonly where: string;
  readonly tokens: readonly Token[];
};

/** Bytes of one expression. */
const LONGEST = 4_096;

/** `member` names the request's member, for messages: `ConditionExpression`, `UpdateExpression`. */
export const readingOf = (text: string, member: string, placeholders: Placeholders): Reading => {
  const where = `Invalid ${member}`;
  if (text === '') throw invalid(`${where}: The expression can not be empty;`);
  const size = Buffer.byteLength(text);
  if (size > LONGEST)
    throw invalid(`${where}: Expression size has exceeded the maximum allowed size; expression size: ${size}`);
  const tokens = tokensOf(text);
  if (tokens === undefined || tokens.length === 0) throw invalid(`${where}: Syntax error in "${text}"`);
  const wrong = (near: string): Error => invalid(`${where}: Syntax error; token: "${near}", in "${text}"`);
  return { ...readerOf(tokens, wrong), placeholders, where, tokens };
};

const readerOf = (tokens: readonly Token[], syntaxError: (near: string) => Error) => {
  let position = 0;
  const peek: Reading['peek'] = (ahead = 0) => tokens[position + ahead];
  const wrong = (): Error => syntaxError(peek()?.text ?? '<EOF>');
  const take: Reading['take'] = (kind, text) => {
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
  const expect: Reading['expect'] = (kind, text) => {
    if (!take(kind, text)) throw wrong();
  };
  return { peek, next, take, expect, wrong };
};

export type Operand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: AttributeValue };

export const readOperand = (reading: Reading): Operand => {
  const token = reading.peek();
  if (token?.kind !== 'valueOf') return { kind: 'path', path: readPath(reading) };
  return { kind: 'value', value: reading.placeholders.value(reading.next().text, reading.where) };
};

export const readPath = (reading: Reading): Path => {
  const path: (string | number)[] = [readStep(reading)];
  for (;;) {
    if (reading.take('sign', '.')) path.push(readStep(reading));
    else if (reading.take('sign', '[')) path.push(readIndex(reading));
    else return path;
  }
};

const readStep = (reading: Reading): string => {
  const { placeholders, where } = reading;
  const kind = reading.peek()?.kind;
  if (kind === 'nameOf') return placeholders.name(reading.next().text, where);
  if (kind === 'name') return placeholders.plain(reading.next().text, where);
  throw reading.wrong();
};

const readIndex = (reading: Reading): number => {
  if (reading.peek()?.kind !== 'index') throw reading.wrong();
  const index = Number(reading.next().text);
  reading.expect('sign', ']');
  return index;
};

/** `(…, …)` */
export const readList = <T>(reading: Reading, one: () => T): readonly T[] => {
  reading.expect('sign', '(');
  const list: T[] = [];
  do list.push(one());
  while (reading.take('sign', ','));
  reading.expect('sign', ')');
  return list;
};

/** Nothing may follow. */
export const readEnd = (reading: Reading): void => {
  if (reading.peek() !== undefined) throw reading.wrong();
};
