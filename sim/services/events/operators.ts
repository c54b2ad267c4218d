import { numericRange } from './numeric.ts';
import { wildcard } from './wildcard.ts';

/** Whether one of a field's scalar values will do. No values: the field is absent. */
export type Operator = (values: readonly unknown[]) => boolean;

type Invalid = (why: string) => Error;
type Scalar = (value: unknown) => boolean;

/** One entry of a pattern's list: a literal, or an object with one operator. */
export const operatorOf = (entry: unknown, invalid: Invalid): Operator => {
  if (typeof entry !== 'object' || entry === null) return some((value) => value === entry);
  const [name, ...more] = Object.keys(entry);
  if (Array.isArray(entry) || name === undefined) throw invalid('Match expression name not found');
  if (more.length > 0) throw invalid('Only one key allowed in match expression');
  const argument: unknown = Object.entries(entry)[0]?.[1];
  if (name === 'exists') return exists(argument, invalid);
  const scalar = SCALARS[name];
  if (scalar === undefined) throw invalid(unknown(name));
  return some(scalar(argument, invalid));
};

const unknown = (name: string): string =>
  name === 'cidr' ? 'cidr is not supported by the small AWS' : `Unrecognized match type ${name}`;

const some =
  (test: Scalar): Operator =>
  (values) =>
    values.some(test);

const exists = (argument: unknown, invalid: Invalid): Operator => {
  if (typeof argument !== 'boolean') throw invalid('exists match pattern must be either true or false.');
  return (values) => values.length > 0 === argument;
};

type Compile = (argument: unknown, invalid: Invalid) => Scalar;

/** An operator on strings; with `{equals-ignore-case: …}` inside, where the operator takes that. */
const textual =
  (name: string, test: (value: string, wanted: string) => boolean): Compile =>
  (argument, invalid) => {
    const folded = ignoreCase(argument);
    if (folded !== undefined) return (value) => isText(value) && test(value.toLowerCase(), folded.toLowerCase());
    if (!isText(argument)) throw invalid(`${name} match pattern must be a string`);
    return (value) => isText(value) && test(value, argument);
  };

const ignoreCase = (argument: unknown): string | undefined => {
  const [[name, inner] = [], ...more] =
    typeof argument === 'object' && argument !== null ? Object.entries(argument) : [];
  return name === 'equals-ignore-case' && more.length === 0 && isText(inner) ? inner : undefined;
};

const equalsIgnoreCase: Compile = (argument, invalid) => {
  if (!isText(argument)) throw invalid('equals-ignore-case match pattern must be a string');
  return (value) => isText(value) && value.toLowerCase() === argument.toLowerCase();
};

/** Nothing but a present string or number is ever "anything but": neither booleans nor null are. */
const anythingBut: Compile = (argument, invalid) => {
  if (isText(argument) || typeof argument === 'number' || Array.isArray(argument)) return noneOf(argument, invalid);
  const [[name, inner] = [], ...more] =
    typeof argument === 'object' && argument !== null ? Object.entries(argument) : [];
  const compile = name === undefined || !NEGATABLE.includes(name) || more.length > 0 ? undefined : SCALARS[name];
  if (compile === undefined) throw invalid(`Unsupported anything-but pattern: ${name ?? JSON.stringify(argument)}`);
  const tests = [inner].flat().map((each) => {
    if (each === '') throw invalid('Null prefix/suffix not allowed');
    return compile(each, invalid);
  });
  return (value) => (isText(value) || typeof value === 'number') && !tests.some((test) => test(value));
};

const NEGATABLE = ['prefix', 'suffix', 'wildcard', 'equals-ignore-case'];

const noneOf = (argument: string | number | readonly unknown[], invalid: Invalid): Scalar => {
  const values: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  if (!values.every(isText) && !values.every((value) => typeof value === 'number')) {
    throw invalid('Inside anything but list, either all values are number or string, mixed type is not supported');
  }
  if (values.length === 0) throw invalid('Empty arrays are not allowed');
  const refused = new Set<unknown>(values);
  return (value) => (isText(value) || typeof value === 'number') && !refused.has(value);
};

const isText = (value: unknown): value is string => typeof value === 'string';

const SCALARS: Readonly<Record<string, Compile>> = {
  prefix: textual('prefix', (value, wanted) => value.startsWith(wanted)),
  suffix: textual('suffix', (value, wanted) => value.endsWith(wanted)),
  wildcard,
  'equals-ignore-case': equalsIgnoreCase,
  'anything-but': anythingBut,
  numeric: numericRange,
};
