import { anythingBut } from './anything-but.ts';
import { cidr, isAddress, sameAddress } from './cidr.ts';
import type { Matcher } from './matcher.ts';
import { numeric } from './numeric.ts';
import { endOf, isText, membersOf, type Node, type Reading, seen } from './reading.ts';
import { wildcard } from './wildcard.ts';

export const matcherOf = (node: Node, reading: Reading): Matcher => {
  if (node.type === 'object') return expression(node, reading);
  if (node.type === 'array') {
    throw reading.invalid('Match value must be String, number, true, false, or null', seen(node));
  }
  const { value: wanted } = node;
  return { test: isAddress(wanted) ? sameAddress(wanted) : (value) => value === wanted };
};

const expression = (node: Node, reading: Reading): Matcher => {
  const { invalid, dialect } = reading;
  const [[name, argument] = [], second] = membersOf(node);
  if (name === undefined || argument === undefined) throw invalid('Match expression name not found', endOf(node));
  const compile = dialect.operators.includes(name) ? OPERATORS[name] : undefined;
  if (compile === undefined) throw invalid(`Unrecognized match type ${name}`, seen(argument));
  const matcher = compile(argument, reading);
  if (second === undefined) return matcher;
  const speaksOfNumbers = name === 'numeric' || name === 'anything-but';
  if (speaksOfNumbers) throw invalid('Too many elements in numeric expression', seen(second[1]));
  throw invalid('Only one key allowed in match expression', seen(second[1]));
};

type Compile = (node: Node, reading: Reading) => Matcher;
type Compare = (value: string, wanted: string) => boolean;

/** On strings, of any case where the argument is `{"equals-ignore-case": …}`. */
const affix =
  (name: 'prefix' | 'suffix', compare: Compare): Compile =>
  (node, reading) => {
    if (node.type === 'object') return ignoringCase(folded(name, node, reading), compare);
    if (!isText(node)) throw reading.invalid(`${name} match pattern must be a string`, seen(node));
    return { test: (value) => typeof value === 'string' && compare(value, node.value) };
  };

const folded = (name: 'prefix' | 'suffix', node: Node, reading: Reading): string => {
  const { invalid } = reading;
  const [[inner, argument] = [], second] = membersOf(node);
  const capital = name === 'prefix' ? 'Prefix' : 'Suffix';
  if (argument === undefined) throw invalid(`${capital} expression name not found`, endOf(node));
  if (inner !== 'equals-ignore-case') throw invalid(`Unsupported ${name} pattern: ${inner}`, seen(argument));
  const wanted = textIn(argument, reading);
  if (second !== undefined) throw invalid('Only one key allowed in match expression', seen(second[1]));
  return wanted;
};

const textIn = (node: Node, { invalid }: Reading): string => {
  if (isText(node)) return node.value;
  throw invalid('equals-ignore-case match pattern must be a string', seen(node));
};

const ignoringCase = (wanted: string, compare: Compare): Matcher => ({
  test: (value) => typeof value === 'string' && compare(value.toLowerCase(), wanted.toLowerCase()),
});

/** Of a leaf: what has members of its own is no value. */
const exists: Compile = (node, { invalid }) => {
  if (node.type !== 'boolean') throw invalid('exists match pattern must be either true or false.', seen(node));
  return node.value === true ? { test: () => true } : { test: () => false, absence: true };
};

const exactly: Compile = (node, { invalid }) => {
  if (!isText(node)) throw invalid('exact match pattern must be a string', seen(node));
  return { test: (value) => value === node.value };
};

const OPERATORS: Readonly<Record<string, Compile>> = {
  exactly,
  prefix: affix('prefix', (value, wanted) => value.startsWith(wanted)),
  suffix: affix('suffix', (value, wanted) => value.endsWith(wanted)),
  'equals-ignore-case': (node, reading) => ignoringCase(textIn(node, reading), (value, wanted) => value === wanted),
  wildcard: (node, reading) => {
    const { test, tokens } = wildcard(node, reading);
    return { test, wildcards: [tokens] };
  },
  'anything-but': anythingBut,
  numeric: (node, reading) => ({ test: numeric(node, reading) }),
  exists,
  cidr: (node, reading) => ({ test: cidr(node, reading) }),
};
