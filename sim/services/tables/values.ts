import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { invalid } from './expressions/placeholders.ts';

export type Item = Readonly<Record<string, AttributeValue>>;

/** `S`, `N`, `B`, `BOOL`, `NULL`, `M`, `L`, `SS`, `NS`, `BS`. */
export const typeOf = (value: AttributeValue): string =>
  Object.entries(value).find(([, inner]) => inner !== undefined)?.[0] ?? 'none';

export const sameValue = (a: AttributeValue, b: AttributeValue): boolean =>
  typeOf(a) === 'N' && typeOf(b) === 'N' ? Number(a.N) === Number(b.N) : isDeepStrictEqual(a, b);

/** Below 0, 0 or above 0 as `a` comes before, with or after `b`; undefined when they are not of one ordered type. */
export const order = (a: AttributeValue, b: AttributeValue): number | undefined => {
  if (a.N !== undefined && b.N !== undefined) return Number(a.N) - Number(b.N);
  // Strings are ordered by their bytes in UTF-8, not as JavaScript orders them.
  if (a.S !== undefined && b.S !== undefined) return Buffer.compare(Buffer.from(a.S), Buffer.from(b.S));
  if (a.B !== undefined && b.B !== undefined) return Buffer.compare(a.B, b.B);
  return undefined;
};

/** Refuses what PutItem refuses: no type or several, a number that is none, an empty set. */
export const checkValue = (value: AttributeValue): void => {
  const types = Object.values(value).filter((inner) => inner !== undefined);
  if (types.length !== 1) {
    const why = 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes';
    throw invalid(types.length === 0 ? why : 'Supplied AttributeValue has more than one datatypes set');
  }
  for (const number of value.N === undefined ? (value.NS ?? []) : [value.N]) checkNumber(number);
  for (const set of [value.SS, value.NS, value.BS]) {
    if (set?.length === 0) throw invalid('One or more parameter values were invalid: An empty set is not allowed');
  }
  for (const inner of [...Object.values(value.M ?? {}), ...(value.L ?? [])]) checkValue(inner);
};

const checkNumber = (text: string): void => {
  if (/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(text)) return;
  throw invalid(`The parameter cannot be converted to a numeric value: ${text}`);
};
