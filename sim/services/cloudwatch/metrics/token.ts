import { createHash } from 'node:crypto';

/** Marks where the next page of a request starts. What a token says is a service's own affair. */
export const tokenFor = (request: unknown, offset: number): string =>
  Buffer.from(`${offset} ${digest(request)}`).toString('base64url');

/** Undefined: no token of ours. */
export const readToken = (
  token: string,
  request: unknown,
): { readonly offset: number; readonly sameRequest: boolean } | undefined => {
  const [, offset, seen] = /^(\d{1,9}) ([\w-]{16})$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  return offset === undefined ? undefined : { offset: Number(offset), sameRequest: seen === digest(request) };
};

const digest = (request: unknown): string =>
  createHash('sha256').update(JSON.stringify(request)).digest('base64url').slice(0, 16);
