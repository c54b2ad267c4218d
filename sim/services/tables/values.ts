import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { invalid } from './expressions/placeholders.ts';
import { compareNumbers, normalNumber, sizeOfNumber } from './numbers.ts';

export type Item = Readonly<Record<string, AttributeValue>>;

/** `S`, `N`, `B`, `BOOL`, `NULL`, `M`, `L`, `SS`, `NS`, `BS`. */
export const typeOf = (value: AttributeValue): string =>
  Object.entries(value).find(([, inner]) => inner !== undefined)?.[0] ?? 'none';

/** Numbers are compared as numbers, and sets without regard to order. */
export const sameValue = (a: AttributeValue, b: AttributeValue): boolean => canonical(a) === canonical(b);

export const canonical = (value: AttributeValue): string => {
  const type = typeOf(value);
  if (value.N !== undefined) return `N ${normalNumber(value.N)}`;
  if (value.B !== undefined) return `B ${bytes(value.B)}`;
  if (value.L !== undefined) return `L ${JSON.stringify(value.L.map(canonical))}`;
  if (value.M !== undefined) {
    const entries = Object.entries(value.M).map(([name, inner]) => [name, canonical(inner)] as const);
    return `M ${JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)))}`;
  }
  const members = membersOf(value);
  return members === undefined
    ? `${type} ${JSON.stringify(value)}`
    : `${type} ${JSON.stringify(members.map(canonical).sort())}`;
};

/** What a set holds, as values of their own; undefined for what is no set. */
export const membersOf = (value: AttributeValue): readonly AttributeValue[] | undefined =>
  value.SS?.map((S) => ({ S })) ?? value.NS?.map((N) => ({ N })) ?? value.BS?.map((B) => ({ B }));

/** Below 0, 0 or above 0 as `a` comes before, with or after `b`; undefined when they are not of one ordered type. */
export const order = (a: AttributeValue, b: AttributeValue): number | undefined => {
  if (a.N !== undefined && b.N !== undefined) return compareNumbers(a.N, b.N);
  // Strings are ordered by their bytes in UTF-8, not as JavaScript orders them.
  if (a.S !== undefined && b.S !== undefined) return Buffer.compare(Buffer.from(a.S), Buffer.from(b.S));
  if (a.B !== undefined && b.B !== undefined) return Buffer.compare(a.B, b.B);
  return undefined;
};

/** Levels of lists and maps within each other. */
const DEEPEST = 32;

/** The value as it is stored: a copy, with normal numbers. Refuses what PutItem refuses. */
export const toStored = (value: AttributeValue, depth = 0): AttributeValue => {
  const types = Object.values(value).filter((inner) => inner !== undefined);
  if (types.length === 0)
    throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
  if (types.length > 1)
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  if (depth > DEEPEST) throw invalid('Nesting Levels have exceeded supported limits');
  if (value.N !== undefined) return { N: normalNumber(value.N) };
  if (value.L !== undefined) return { L: value.L.map((inner) => toStored(inner, depth + 1)) };
  if (value.M !== undefined) return { M: toStoredItem(value.M, depth + 1) };
  if (value.NULL === false)
    throw invalid('One or more parameter values were invalid: Null attribute value types must have the value of true');
  return membersOf(value) === undefined ? structuredClone(value) : toStoredSet(value);
};

export const toStoredItem = (item: Item, depth = 0): Item =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, toStored(value, depth)]));

const toStoredSet = (value: AttributeValue): AttributeValue => {
  const stored = value.NS === undefined ? structuredClone(value) : { NS: value.NS.map(normalNumber) };
  const members = (membersOf(stored) ?? []).map(canonical);
  if (members.length === 0) throw invalid(`One or more parameter values were invalid: ${EMPTY[typeOf(value)]}`);
  if (new Set(members).size < members.length) {
    const listed = (value.SS ?? value.NS ?? value.BS?.map(bytes) ?? []).join(', ');
    throw invalid(`One or more parameter values were invalid: Input collection [${listed}] contains duplicates.`);
  }
  return stored;
};

const EMPTY: Readonly<Record<string, string>> = {
  SS: 'An string set  may not be empty',
  NS: 'An number set  may not be empty',
  BS: 'Binary sets should not be empty',
};

/** Bytes that an item may have, with the names of its attributes. */
const LARGEST_ITEM = 400 * 1_024;

export const isTooLarge = (item: Item): boolean => sizeOf(item) > LARGEST_ITEM;

export const sizeOf = (item: Item): number =>
  Object.entries(item).reduce((total, [name, value]) => total + Buffer.byteLength(name) + sizeOfValue(value), 0);

const sizeOfValue = (value: AttributeValue): number => {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return sizeOfNumber(value.N);
  if (value.B !== undefined) return value.B.length;
  if (value.L !== undefined) return value.L.reduce((total, inner) => total + 1 + sizeOfValue(inner), 3);
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + sizeOf(value.M);
  return membersOf(value)?.reduce((total, member) => total + sizeOfValue(member), 0) ?? 1;
};

const bytes = (value: Uint8Array): string => Buffer.from(value).toString('base64');
