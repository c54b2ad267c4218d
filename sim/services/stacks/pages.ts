import { Refusal } from '../../types.ts';

/** Entries on one page of any list of CloudFormation. */
export const PAGE = 100;

type Asked = { readonly NextToken?: string | undefined };

export const pageOf = <T>(all: readonly T[], { NextToken: token = '0' }: Asked) => {
  const from = Number(token);
  if (!Number.isInteger(from) || from < 0) throw new Refusal('ValidationError', `Invalid NextToken: ${token}`);
  const next = from + PAGE;
  return { items: all.slice(from, next), rest: next < all.length ? { NextToken: String(next) } : {} };
};
