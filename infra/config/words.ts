import { inspect } from 'node:util';

/** The value seen, as it stands in the config. A URL is never repeated: a Slack webhook's URL is a secret. */
export const show = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  const text = inspect(value, { depth: 4, compact: true, breakLength: Number.POSITIVE_INFINITY });
  const safe = text
    .replace(/[a-z]+:\/\/[^\s"'`]*/gi, '(a URL, not repeated here)')
    .replace(WEBHOOK_PATH, '(not repeated here)');
  const plain = safe.replaceAll(UNSEEN, (unseen) => `\\u{${unseen.codePointAt(0)?.toString(16)}}`);
  return plain.length > 80 ? `${plain.slice(0, 79)}…` : plain;
};

/** What a terminal obeys or does not show. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The path of a Slack webhook's URL, which is the secret part of it. */
const WEBHOOK_PATH = /(hooks\.slack\.com)?\/?services\/T[^\s"'`]*/gi;

/** `endpoints[1].canaries[0]`; the config itself is `config`. */
export const place = (path: readonly (string | number)[]): string =>
  path.reduce<string>(
    (text, key) => text + (typeof key === 'number' ? `[${key}]` : `${text && '.'}${named(key)}`),
    '',
  ) || 'config';

const named = (key: string): string => (/^[\w$-]{1,60}$/.test(key) ? key : show(key));

export const oneOf = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(' or ');

/** The known word that was probably meant. */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  const distances = known.map((candidate) => ({
    candidate,
    edits: edits(word.toLowerCase(), candidate.toLowerCase()),
  }));
  const best = distances.sort((a, b) => a.edits - b.edits)[0];
  return best && best.edits <= Math.max(2, word.length / 3) ? best.candidate : undefined;
};

/** Levenshtein's distance, one row at a time. */
const edits = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (const [i, a] of from.split('').entries()) {
    const next = [i + 1];
    for (const [j, b] of to.split('').entries())
      next.push(Math.min((row[j] ?? 0) + (a === b ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    row = next;
  }
  return row[to.length] ?? 0;
};
