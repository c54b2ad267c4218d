import { endOf, isNumber, isText, itemsOf, type Node, type Reading, seen } from './reading.ts';

type Test = (value: unknown) => boolean;

/** `["=", 5]`, `["<", 5]`, or a range such as `[">", 0, "<=", 5]`. */
export const numeric = (node: Node, reading: Reading): Test => {
  const { invalid } = reading;
  if (node.type !== 'array') throw invalid('Value of numeric must be an array.', seen(node));
  const [sign, limit, upperSign, upper, ...more] = itemsOf(node);
  const after = (next: Node | undefined): number => (next === undefined ? endOf(node) : seen(next));
  if (!isText(sign)) throw invalid(`Invalid member in numeric match: ${tokenOf(sign)}`, after(sign));
  const bound = BOUNDS[sign.value];
  if (bound === undefined) throw invalid(`Unrecognized numeric range operator: ${sign.value}`, after(limit));
  if (!isNumber(limit)) {
    throw invalid(`Value of ${sign.value === '=' ? 'equals' : sign.value} must be numeric`, after(limit));
  }
  checkComparable(limit.value, (why) => invalid(why, endOf(node)));
  const lower = bound(limit.value);
  if (upperSign === undefined) return (value) => typeof value === 'number' && lower(value);
  if (!sign.value.startsWith('>')) throw invalid('Too many elements in numeric expression', seen(upperSign));
  if (!isText(upperSign)) throw invalid(`Bad value in numeric range: ${tokenOf(upperSign)}`, seen(upperSign));
  const upperBound = upperSign.value.startsWith('<') ? BOUNDS[upperSign.value] : undefined;
  if (upperBound === undefined) throw invalid(`Bad numeric range operator: ${upperSign.value}`, endOf(upperSign));
  if (!isNumber(upper)) throw invalid(`Value of ${upperSign.value} must be numeric`, after(upper));
  const [extra] = more;
  if (extra !== undefined) throw invalid('Too many terms in numeric range expression', seen(extra));
  checkComparable(upper.value, (why) => invalid(why, endOf(node)));
  if (limit.value >= upper.value) throw invalid('Bottom must be less than top', endOf(node));
  const top = upperBound(upper.value);
  return (value) => typeof value === 'number' && lower(value) && top(value);
};

/** What EventBridge promises to compare rightly: up to five billion either way, with six decimals. */
export const checkComparable = (value: number, invalid: (why: string) => Error): void => {
  if (!(Math.abs(value) <= 5e9)) throw invalid('Value must be between -5.0E9 and 5.0E9, inclusive');
  if (Number(value.toFixed(6)) !== value) throw invalid('Only values upto 6 decimals are supported');
};

/** The first token of a node, as a refusal names it. */
const tokenOf = (node: Node | undefined): string => {
  if (node === undefined) return ']';
  if (node.type === 'object') return '{';
  return node.type === 'array' ? '[' : String(node.value);
};

const BOUNDS: Readonly<Record<string, (limit: number) => (value: number) => boolean>> = {
  '=': (limit) => (value) => value === limit,
  '<': (limit) => (value) => value < limit,
  '<=': (limit) => (value) => value <= limit,
  '>': (limit) => (value) => value > limit,
  '>=': (limit) => (value) => value >= limit,
};
