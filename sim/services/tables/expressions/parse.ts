import { checkBetween, checkCall, checkDistinct, checkOrdered } from './checks.ts';
import type { Path } from './paths.ts';
import { invalid, type Placeholders } from './placeholders.ts';
import { type Reading, readEnd, readingOf, readList, readOperand, type Operand as Simple } from './reader.ts';

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type Operand = Simple | { readonly kind: 'size'; readonly of: Simple };
export type Call = { readonly kind: 'call'; readonly name: FunctionName; readonly operands: readonly Simple[] };
export type Expression =
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'compare'; readonly operator: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'between'; readonly value: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: 'in'; readonly value: Operand; readonly among: readonly Operand[] }
  | Call;

/** How many operands each function takes. `size` is no condition, but stands for a number. */
const FUNCTIONS = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
} as const;
export type FunctionName = Exclude<keyof typeof FUNCTIONS, 'size'>;

const COMPARATORS: readonly string[] = ['=', '<>', '<', '<=', '>', '>='];
/** Values that IN may list. */
const MOST_IN = 100;

export const parse = (text: string, member: string, placeholders: Placeholders): Expression => {
  const reading = readingOf(text, member, placeholders);
  const expression = either(reading);
  readEnd(reading);
  checkParentheses(reading);
  return expression;
};

/** The paths that an expression reads. */
export const pathsIn = (expression: Expression): readonly Path[] => {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return [...pathsIn(expression.left), ...pathsIn(expression.right)];
    case 'not':
      return pathsIn(expression.of);
    case 'compare':
      return [expression.left, expression.right].flatMap(pathOf);
    case 'between':
      return [expression.value, expression.low, expression.high].flatMap(pathOf);
    case 'in':
      return [expression.value, ...expression.among].flatMap(pathOf);
    case 'call':
      return expression.operands.flatMap(pathOf);
  }
};

const pathOf = (operand: Operand): readonly Path[] => {
  if (operand.kind === 'size') return pathOf(operand.of);
  return operand.kind === 'path' ? [operand.path] : [];
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
  const first = term(reading);
  const after = reading.peek();
  const compares = after?.kind === 'sign' && COMPARATORS.includes(after.text);
  if (!compares && after?.text !== 'BETWEEN' && after?.text !== 'IN') {
    if (first.kind === 'call') return first;
    throw first.kind === 'size' ? misused(reading, 'size') : reading.wrong();
  }
  const left = asOperand(reading, first);
  if (reading.take('keyword', 'BETWEEN')) return between(reading, left);
  return reading.take('keyword', 'IN') ? among(reading, left) : comparison(reading, left);
};

const comparison = (reading: Reading, left: Operand): Expression => {
  const operator = reading.next().text as Comparator;
  const right = asOperand(reading, term(reading));
  checkDistinct(reading, operator, [left, right]);
  if (operator !== '=' && operator !== '<>') for (const one of [left, right]) checkOrdered(reading, operator, one);
  return { kind: 'compare', operator, left, right };
};

const between = (reading: Reading, value: Operand): Expression => {
  const low = asOperand(reading, term(reading));
  reading.expect('keyword', 'AND');
  const high = asOperand(reading, term(reading));
  checkBetween(reading, { value, low, high });
  return { kind: 'between', value, low, high };
};

const among = (reading: Reading, value: Operand): Expression => {
  const list = readList(reading, () => asOperand(reading, term(reading)));
  if (list.length > MOST_IN)
    throw invalid(
      `${reading.where}: The IN operator is provided with too many operands; number of operands: ${list.length}`,
    );
  return { kind: 'in', value, among: list };
};

type Term = Operand | Call;

const term = (reading: Reading): Term =>
  reading.peek()?.kind === 'name' && reading.peek(1)?.text === '(' ? call(reading) : readOperand(reading);

const asOperand = (reading: Reading, found: Term): Operand => {
  if (found.kind === 'call') throw misused(reading, found.name);
  return found;
};

const misused = ({ where }: Reading, name: string): Error =>
  invalid(`${where}: The function is not allowed to be used this way in an expression; function: ${name}`);

const call = (reading: Reading): Term => {
  const name = reading.next().text;
  const { where } = reading;
  if (!isFunction(name)) throw invalid(`${where}: Invalid function name; function: ${name}`);
  const operands = readList(reading, () => {
    if (reading.peek()?.kind === 'name' && reading.peek(1)?.text === '(') throw misused(reading, reading.next().text);
    return readOperand(reading);
  });
  if (operands.length !== FUNCTIONS[name]) {
    const what = `operator or function: ${name}, number of operands: ${operands.length}`;
    throw invalid(`${where}: Incorrect number of operands for operator or function; ${what}`);
  }
  checkCall(reading, name, operands);
  const [of] = operands as [Simple];
  return name === 'size' ? { kind: 'size', of } : { kind: 'call', name, operands };
};

const isFunction = (name: string): name is keyof typeof FUNCTIONS => Object.hasOwn(FUNCTIONS, name);

/** Two parentheses around the same thing are one too many. */
const checkParentheses = ({ tokens, where }: Reading): void => {
  const open: number[] = [];
  const closedBy = new Map<number, number>();
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind === 'sign' && text === '(') open.push(index);
    if (kind === 'sign' && text === ')') closedBy.set(open.pop() ?? -1, index);
  }
  const groups = [...closedBy].filter(([from]) => tokens[from - 1]?.kind !== 'name' && tokens[from - 1]?.text !== 'IN');
  const redundant = groups.some(([from, to]) => groups.some(([inner, end]) => inner === from + 1 && end === to - 1));
  if (redundant) throw invalid(`${where}: The expression has redundant parentheses;`);
};
