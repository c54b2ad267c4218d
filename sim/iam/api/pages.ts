import { Refusal } from '../../types.ts';

type Paging = { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined };

const USUAL = 100;

/** One page of a list, and where the next begins: so does IAM answer everything that it lists. */
export const pageOf = <T>(all: readonly T[], { Marker: marker, MaxItems: most = USUAL }: Paging) => {
  const from = marker === undefined ? 0 : Number(marker);
  if (!Number.isInteger(from) || from < 0 || from > all.length)
    throw new Refusal('ValidationError', `Invalid Marker: ${marker}`);
  const end = Math.min(from + most, all.length);
  const isTruncated = end < all.length;
  return {
    page: all.slice(from, end),
    more: { IsTruncated: isTruncated, ...(isTruncated ? { Marker: String(end) } : {}) },
  };
};

/** By name, as IAM lists things. */
export const byName = <T extends { readonly name: string }>(all: Iterable<T>): readonly T[] =>
  [...all].sort(({ name: a }, { name: b }) => (a < b ? -1 : 1));
