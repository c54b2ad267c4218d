import type { Matcher } from './matcher.ts';
import { checkComparable } from './numeric.ts';
import { endOf, isNumber, isText, itemsOf, membersOf, type Node, type Reading, seen } from './reading.ts';
import { wildcard } from './wildcard.ts';

/** Any present value that is none of these: null, booleans and values of other types included. */
export const anythingBut = (node: Node, reading: Reading): Matcher => {
  if (node.type === 'object') return negated(node, reading);
  checkListOrScalar(node, reading);
  const refused = new Set(node.type === 'array' ? listed(node, reading) : [single(node, reading)]);
  return { test: (value) => !refused.has(value) };
};

const checkListOrScalar = (node: Node, { invalid }: Reading): void => {
  if (node.type === 'array' || isText(node) || isNumber(node)) return;
  throw invalid('Value of anything-but must be an array or single string/number value.', seen(node));
};

const single = (node: Node, { invalid }: Reading): unknown => {
  if (isNumber(node)) checkComparable(node.value, (why) => invalid(why));
  return node.value;
};

const listed = (node: Node, { invalid, invalidInList }: Reading): readonly unknown[] => {
  const items = itemsOf(node);
  for (const item of items) {
    if (isNumber(item)) checkComparable(item.value, (why) => invalid(why, seen(item)));
    else if (!isText(item)) {
      throw invalidInList('Inside anything but list, start|null|boolean is not supported.', seen(item));
    }
  }
  if (items.length > 0 && (items.every(isText) || items.every(isNumber))) return items.map(({ value }) => value);
  const why = 'Inside anything but list, either all values are number or string, mixed type is not supported';
  throw invalid(why, endOf(node));
};

/** One of `prefix`, `suffix`, `equals-ignore-case` and `wildcard`, of one string or of several. */
const negated = (node: Node, reading: Reading): Matcher => {
  const { invalid, invalidInList, dialect } = reading;
  const [[name, inner] = [], second] = membersOf(node);
  if (name === undefined || inner === undefined) throw invalid('Anything-But expression name not found', endOf(node));
  const negate = dialect.negatable.includes(name) ? NEGATED[name] : undefined;
  if (negate === undefined) throw invalid(`Unsupported anything-but pattern: ${name}`, seen(inner));
  checkListOrScalar(inner, reading);
  const inList = inner.type === 'array';
  const items = inList ? itemsOf(inner) : [inner];
  if (items.length === 0) throw invalid('Empty arrays are not allowed', endOf(inner));
  const tests = items.map((item) => negate(item, { ...reading, invalid: inList ? invalidInList : invalid }));
  if (second !== undefined) throw invalid('Too many elements in numeric expression', seen(second[1]));
  return {
    test: (value) => !tests.some(({ test }) => test(value)),
    wildcards: tests.flatMap(({ wildcards = [] }) => wildcards),
  };
};

const affix =
  (test: (value: string, wanted: string) => boolean) =>
  (node: Node, { invalid }: Reading): Matcher => {
    if (!isText(node)) throw invalid('prefix/suffix match pattern must be a string', seen(node));
    const { value: wanted } = node;
    if (wanted === '') throw invalid('Null prefix/suffix not allowed', endOf(node));
    return { test: (value) => typeof value === 'string' && test(value, wanted) };
  };

const ignoringCase = (node: Node, { invalid }: Reading): Matcher => {
  if (!isText(node)) {
    const why = 'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.';
    throw invalid(why, seen(node));
  }
  const wanted = node.value.toLowerCase();
  return { test: (value) => typeof value === 'string' && value.toLowerCase() === wanted };
};

const NEGATED: Readonly<Record<string, (node: Node, reading: Reading) => Matcher>> = {
  prefix: affix((value, wanted) => value.startsWith(wanted)),
  suffix: affix((value, wanted) => value.endsWith(wanted)),
  'equals-ignore-case': ignoringCase,
  wildcard: (node, reading) => {
    const { test, tokens } = wildcard(node, reading);
    return { test, wildcards: [tokens] };
  },
};
