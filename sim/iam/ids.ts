import { createHash } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The unique id of a role (`AROA`) or a user (`AIDA`): the same for the same name. */
export const uniqueId = (prefix: 'AROA' | 'AIDA', name: string): string => {
  const digest = createHash('sha256').update(name).digest();
  const letters = Array.from(digest.subarray(0, 17), (byte) => ALPHABET.charAt(byte % ALPHABET.length));
  return prefix + letters.join('');
};
