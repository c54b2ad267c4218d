import { getNodeValue } from 'jsonc-parser';
import { isTooComplex } from './complexity.ts';
import type { Matcher } from './matcher.ts';
import { matcherOf } from './operators.ts';
import { endOf, itemsOf, membersOf, type Node, type Reading, seen } from './reading.ts';

/** What a field must hold: one of these. */
export type Field = {
  readonly matchers: readonly Matcher[];
  readonly wanted: unknown;
  /** 1 at the top. */
  readonly depth: number;
};

/** Fields by their path, all of which must be met. `$or` makes several branches; an event meets one of them. */
export type Branch = ReadonlyMap<string, Field>;

export const branchesOf = (tree: Node, reading: Reading): readonly Branch[] => {
  if (tree.type !== 'object') throw reading.invalid('Filter is not an object', seen(tree));
  const branches = objectInto([new Map()], tree, { reading, path: '', depth: 1, insideOr: false });
  const wildcards = wildcardsByPath(branches);
  if ([...wildcards.values()].some(isTooComplex)) throw tooComplex(reading);
  return branches;
};

type Place = { readonly reading: Reading; readonly path: string; readonly depth: number; readonly insideOr: boolean };
type Branches = readonly Branch[];

const objectInto = (branches: Branches, node: Node, place: Place): Branches => {
  const members = membersOf(node);
  if (members.length === 0) throw place.reading.invalid('Empty objects are not allowed', endOf(node));
  return members.reduce((grown, [name, value]) => memberInto(grown, { name, value }, place), branches);
};

type Member = { readonly name: string; readonly value: Node };

/** A path that is named again replaces what stood there, also what stood there outside of `$or`. */
const memberInto = (branches: Branches, { name, value }: Member, place: Place): Branches => {
  const { invalid } = place.reading;
  if (name === '$or') return orInto(branches, value, place);
  if (place.insideOr && RESERVED_INSIDE_OR.includes(name)) {
    throw invalid(`${name} is Ruler reserved fieldName which cannot be used inside $or.`, seen(value));
  }
  const path = place.path === '' ? name : `${place.path}.${name}`;
  if (value.type === 'object') return objectInto(branches, value, { ...place, path, depth: place.depth + 1 });
  if (value.type !== 'array') throw invalid(`"${name}" must be an object or an array`, seen(value));
  const matchers = itemsOf(value).map((item) => matcherOf(item, place.reading));
  if (matchers.length === 0) throw invalid('Empty arrays are not allowed', endOf(value));
  const field: Field = { matchers, wanted: getNodeValue(value), depth: place.depth };
  return branches.map((branch) => new Map([...branch, [path, field]]));
};

/** Far beyond what fits into a pattern that anybody writes: each `$or` multiplies the branches. */
const MOST_BRANCHES = 1_000;

const orInto = (branches: Branches, node: Node, place: Place): Branches => {
  const { invalid } = place.reading;
  if (node.type !== 'array') throw invalid('It must be an Array followed with $or.', seen(node));
  const alternatives = itemsOf(node).map((item) => {
    if (item.type !== 'object') {
      throw invalid('Only JSON object is allowed in array of $or relationship.', seen(item));
    }
    return objectInto(branches, item, { ...place, insideOr: true });
  });
  if (alternatives.length < 2) {
    throw invalid('There must have at least 2 Objects in $or relationship.', endOf(node));
  }
  const all = alternatives.flat();
  if (all.length > MOST_BRANCHES) throw tooComplex(place.reading);
  return all;
};

/** Operators, those that are to come, and comparisons. */
const RESERVED_INSIDE_OR =
  'exactly equals-ignore-case prefix suffix anything-but exists wildcard numeric cidr = < <= > >= regex not-wildcard not-equals-ignore-case date-after date-on-or-after date-before date-on-or-before in-date-range ip-address-in-range ip-address-not-in-range'.split(
    ' ',
  );

const tooComplex = ({ invalid }: Reading): Error =>
  invalid(
    'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
  );

/** A field's wildcards, those of all branches together: one text is held against all of them. */
const wildcardsByPath = (branches: Branches): ReadonlyMap<string, readonly (readonly string[])[]> => {
  const byPath = new Map<string, Map<string, readonly string[]>>();
  for (const [path, { matchers }] of branches.flatMap((branch) => [...branch])) {
    const known = byPath.get(path) ?? new Map<string, readonly string[]>();
    for (const tokens of matchers.flatMap(({ wildcards = [] }) => wildcards)) known.set(JSON.stringify(tokens), tokens);
    byPath.set(path, known);
  }
  return new Map([...byPath].map(([path, wildcards]) => [path, [...wildcards.values()]]));
};
