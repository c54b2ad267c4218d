import { Refusal } from '../../../types.ts';

type Asked = { readonly Limit?: number | undefined; readonly NextToken?: string | undefined };
type Page<T> = { readonly items: readonly T[]; readonly rest: { readonly NextToken?: string } };

/** A hundred on a page, or as many as are asked for. A token tells where to go on, to us alone. */
export const pageOf = <T>(all: readonly T[], { Limit: limit = 100, NextToken: token }: Asked): Page<T> => {
  const from = token === undefined ? 0 : Number(/^(\d+)$/.exec(Buffer.from(token, 'base64').toString())?.[1] ?? -1);
  if (from < 0 || from > all.length) throw new Refusal('InvalidToken', 'The pagination token is not valid.');
  const to = from + limit;
  const rest = to < all.length ? { NextToken: Buffer.from(String(to)).toString('base64') } : {};
  return { items: all.slice(from, to), rest };
};
