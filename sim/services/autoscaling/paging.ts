import { Refusal } from '../../types.ts';
import { invalid } from './target.ts';

export type Asked = { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined };

/** One page, of at most `most`, which is also the default. */
export const paged = <T>(
  all: readonly T[],
  { MaxResults: size, NextToken: token }: Asked,
  most: number,
): { readonly page: readonly T[]; readonly next: { readonly NextToken?: string } } => {
  if (size !== undefined && !(size >= 1 && size <= most)) {
    throw invalid(`Maximum results must be between 1 and ${most}, not ${size}.`);
  }
  const from = offsetOf(token);
  const to = from + (size ?? most);
  return { page: all.slice(from, to), next: to < all.length ? { NextToken: tokenOf(to) } : {} };
};

const tokenOf = (offset: number): string => Buffer.from(`autoscaling:${offset}`).toString('base64');

const offsetOf = (token: string | undefined): number => {
  if (token === undefined) return 0;
  const [, offset] = /^autoscaling:(\d+)$/.exec(Buffer.from(token, 'base64').toString()) ?? [];
  if (offset === undefined) throw new Refusal('InvalidNextTokenException', 'The next token specified is invalid.');
  return Number(offset);
};
