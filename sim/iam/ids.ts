import { createHash } from 'node:crypto';
import type { Account, Random } from '../types.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The unique id of a role (`AROA`), a user (`AIDA`) or a managed policy (`ANPA`): the same for the same name. */
export const uniqueId = (prefix: 'AROA' | 'AIDA' | 'ANPA', name: string): string => {
  const digest = createHash('sha256').update(name).digest();
  const letters = Array.from(digest.subarray(0, 17), (byte) => ALPHABET.charAt(byte % ALPHABET.length));
  return prefix + letters.join('');
};

/** `path` begins and ends with a slash. */
export const arnOf = (
  { partition, id }: Account,
  kind: 'user' | 'role' | 'policy',
  { name, path = '/' }: { readonly name: string; readonly path?: string | undefined },
): string => `arn:${partition}:iam::${id}:${kind}${path}${name}`;

export type Credentials = { readonly accessKeyId: string; readonly secret: string };

/** A key of a user (`AKIA`), or of a session (`ASIA`). */
export const drawKey = (prefix: 'AKIA' | 'ASIA', draw: Random): Credentials => ({
  accessKeyId: prefix + letters(16, draw),
  secret: letters(40, draw),
});

export const letters = (count: number, draw: Random): string =>
  Array.from({ length: count }, () => ALPHABET.charAt(Math.floor(draw() * ALPHABET.length))).join('');
