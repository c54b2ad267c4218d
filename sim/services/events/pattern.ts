import { type Operator, operatorOf } from './operators.ts';

/** A compiled event pattern, or the filter policy of a subscription, which has the same grammar. */
export type Pattern = {
  readonly matches: (event: unknown) => boolean;
  /** One sentence for each field that keeps the event out; none when it matches. */
  readonly explain: (event: unknown) => readonly string[];
};

/** Longest pattern that EventBridge takes, in characters. */
const LONGEST = 2_048;

/** Compiles a pattern; throws what EventBridge would say of an invalid one. */
export const compilePattern = (pattern: unknown): Pattern => {
  if (!isObject(pattern)) throw invalid('Filter is not an object');
  const { length } = JSON.stringify(pattern);
  if (length > LONGEST) throw invalid(`it has ${length} characters, more than ${LONGEST}`);
  const fields = compileObject(pattern, { path: '', insideOr: false });
  return {
    matches: (event) => fields(event).length === 0,
    explain: (event) => fields(event),
  };
};

export const matches = (pattern: unknown, event: unknown): boolean => compilePattern(pattern).matches(event);

export const explainMismatch = (pattern: unknown, event: unknown): readonly string[] =>
  compilePattern(pattern).explain(event);

/** Says what keeps a node of the event out: a sentence for each failing field. */
type Check = (node: unknown) => readonly string[];
type Place = { readonly path: string; readonly insideOr: boolean };
type Fields = Readonly<Record<string, unknown>>;

const compileObject = (pattern: Fields, place: Place): Check => {
  const checks = Object.entries(pattern).map(([key, value]) => compileField(key, value, place));
  if (checks.length === 0) throw invalid('Empty objects are not allowed');
  const all: Check = (node) => checks.flatMap((check) => check(node));
  // The fields of one pattern object must be met by one and the same element of an array.
  return (node) => (Array.isArray(node) && node.length > 0 ? leastFailing(node.map(all)) : all(node));
};

const compileField = (key: string, value: unknown, place: Place): Check => {
  if (key === '$or') return compileOr(value, place);
  if (place.insideOr && RESERVED_INSIDE_OR.includes(key)) {
    throw invalid(`${key} is Ruler reserved fieldName which cannot be used inside $or.`);
  }
  const path = place.path === '' ? key : `${place.path}.${key}`;
  if (Array.isArray(value)) return compileLeaf(key, value, path);
  if (!isObject(value)) throw invalid(`"${key}" must be an object or an array`);
  const inner = compileObject(value, { ...place, path });
  return (node) => inner(member(node, key));
};

const RESERVED_INSIDE_OR = ['exactly', 'prefix', 'suffix', 'numeric', 'anything-but', 'exists', 'cidr', 'wildcard'];

const compileOr = (value: unknown, place: Place): Check => {
  if (!Array.isArray(value)) throw invalid('It must be an Array followed with $or.');
  if (value.length < 2) throw invalid('There must have at least 2 Objects in $or relationship.');
  const branches = value.map((branch) => {
    if (!isObject(branch)) throw invalid('Only JSON object is allowed in array of $or relationship.');
    return compileObject(branch, { ...place, insideOr: true });
  });
  return (node) => leastFailing(branches.map((branch) => branch(node)));
};

const compileLeaf = (key: string, wanted: readonly unknown[], path: string): Check => {
  if (wanted.length === 0) throw invalid('Empty arrays are not allowed');
  const operators: readonly Operator[] = wanted.map((entry) => operatorOf(entry, invalid));
  return (node) => {
    const values = leaves(member(node, key));
    if (operators.some((operator) => operator(values))) return [];
    return [`${path} is ${values.length > 0 ? JSON.stringify(values) : 'absent'}, not ${JSON.stringify(wanted)}`];
  };
};

/** Only scalars count: an object where the pattern wants a value is as good as absent. */
const leaves = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value.flatMap(leaves);
  return value === undefined || isObject(value) ? [] : [value];
};

const member = (node: unknown, key: string): unknown =>
  isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined;

const leastFailing = (failures: readonly (readonly string[])[]): readonly string[] =>
  failures.reduce((least, next) => (next.length < least.length ? next : least));

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (why: string): Error => new Error(`Event pattern is not valid. Reason: ${why}`);
