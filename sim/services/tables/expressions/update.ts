import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { typeOf } from '../values.ts';
import { checkOneOf, checkPath } from './checks.ts';
import { checkApart, type Path } from './paths.ts';
import { invalid, type Placeholders } from './placeholders.ts';
import { type Reading, readEnd, readingOf, readList, readOperand, readPath, type Operand as Simple } from './reader.ts';

/** What an attribute is set to. */
export type Source =
  | Simple
  | { readonly kind: 'sum'; readonly sign: '+' | '-'; readonly left: Source; readonly right: Source }
  | { readonly kind: 'if_not_exists'; readonly path: Path; readonly otherwise: Source }
  | { readonly kind: 'list_append'; readonly lists: readonly Source[] };

export type Action =
  | { readonly kind: 'SET'; readonly path: Path; readonly source: Source }
  | { readonly kind: 'REMOVE'; readonly path: Path }
  | { readonly kind: 'ADD' | 'DELETE'; readonly path: Path; readonly value: AttributeValue };

/** `SET a = :a, b = b + :n REMOVE c[0] ADD d :d DELETE e :e`; each section once, in any order. */
export const parseUpdate = (text: string, placeholders: Placeholders): readonly Action[] => {
  const reading = readingOf(text, 'UpdateExpression', placeholders);
  const actions: Action[] = [];
  const seen = new Set<string>();
  while (reading.peek() !== undefined) {
    const section = sectionAt(reading);
    if (section === undefined) throw reading.wrong();
    if (seen.has(section))
      throw invalid(`${reading.where}: The "${section}" section can only be used once in an update expression;`);
    seen.add(section);
    reading.next();
    do actions.push(ACTIONS[section](reading));
    while (reading.take('sign', ','));
  }
  readEnd(reading);
  checkApart(
    actions.map(({ path }) => path),
    reading.where,
  );
  return actions;
};

const sectionAt = (reading: Reading): Action['kind'] | undefined => {
  const token = reading.peek();
  const word = token?.kind === 'name' ? token.text.toUpperCase() : '';
  return isSection(word) ? word : undefined;
};

const isSection = (word: string): word is Action['kind'] => Object.hasOwn(ACTIONS, word);

const readSet = (reading: Reading): Action => {
  const path = readPath(reading);
  reading.expect('sign', '=');
  return { kind: 'SET', path, source: readSource(reading) };
};

const withValue =
  (kind: 'ADD' | 'DELETE', allowed: readonly string[]) =>
  (reading: Reading): Action => {
    const path = readPath(reading);
    const operand = reading.peek()?.kind === 'valueOf' ? readOperand(reading) : undefined;
    if (operand?.kind !== 'value') throw reading.wrong();
    const type = typeOf(operand.value);
    if (!allowed.includes(type)) {
      const what = `operator: ${kind}, operand type: ${NAMES[type] ?? type}`;
      throw invalid(
        `${reading.where}: Incorrect operand type for operator or function; ${what}, typeSet: ALLOWED_FOR_${kind}_OPERAND`,
      );
    }
    return { kind, path, value: operand.value };
  };

const SETS = ['SS', 'NS', 'BS'];
const NAMES: Readonly<Record<string, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  NULL: 'NULL',
  BOOL: 'BOOLEAN',
  L: 'LIST',
  M: 'MAP',
};

const ACTIONS: Readonly<Record<Action['kind'], (reading: Reading) => Action>> = {
  SET: readSet,
  REMOVE: (reading) => ({ kind: 'REMOVE', path: readPath(reading) }),
  ADD: withValue('ADD', ['N', ...SETS]),
  DELETE: withValue('DELETE', SETS),
};

const readSource = (reading: Reading): Source => {
  // A parenthesis may stand around the whole or around its first operand.
  const left = readPart(reading);
  const sign = reading.peek()?.text;
  if (reading.peek()?.kind !== 'sign' || (sign !== '+' && sign !== '-')) return left;
  reading.next();
  const right = readPart(reading);
  for (const one of [left, right]) if (one.kind === 'value') checkOneOf(reading, sign, [one, ['N']]);
  return { kind: 'sum', sign, left, right };
};

const readPart = (reading: Reading): Source => {
  if (reading.take('sign', '(')) {
    const inner = readSource(reading);
    reading.expect('sign', ')');
    return inner;
  }
  const isCall = reading.peek()?.kind === 'name' && reading.peek(1)?.text === '(';
  return isCall ? readCall(reading) : readOperand(reading);
};

const readCall = (reading: Reading): Source => {
  const name = reading.next().text;
  if (name !== 'if_not_exists' && name !== 'list_append')
    throw invalid(`${reading.where}: Invalid function name; function: ${name}`);
  const operands = readList(reading, () => readPart(reading));
  const [first, second] = operands;
  if (first === undefined || second === undefined || operands.length > 2) {
    const what = `operator or function: ${name}, number of operands: ${operands.length}`;
    throw invalid(`${reading.where}: Incorrect number of operands for operator or function; ${what}`);
  }
  if (name === 'list_append') {
    for (const one of operands) if (one.kind === 'value') checkOneOf(reading, name, [one, ['L']]);
    return { kind: 'list_append', lists: operands };
  }
  checkPath(reading, name, first.kind === 'path' ? first : undefined);
  return { kind: 'if_not_exists', path: first.kind === 'path' ? first.path : [], otherwise: second };
};
