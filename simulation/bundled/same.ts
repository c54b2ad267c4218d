/**
 * A container's clock shows whole milliseconds, the memory's any part of one; and a retry of the SDK's takes one that
 * the memory does not know.
 */
const SAME_TIME_MS = 20;

export const isSameTime = (one: number, other: number): boolean => Math.abs(one - other) <= SAME_TIME_MS;

/** Where two values differ first, or nothing. */
export const differenceIn = (expected: unknown, got: unknown, place = ''): string | undefined => {
  if (isEqual(expected, got)) return undefined;
  if (!isObject(expected) || !isObject(got) || Array.isArray(expected) !== Array.isArray(got))
    return `${place || 'it'}: expected ${shown(expected)}, got ${shown(got)}`;
  const names = new Set([...Object.keys(expected), ...Object.keys(got)].filter((name) => !FREE_TEXT.has(name)));
  for (const name of names) {
    const different = differenceIn(expected[name], got[name], place === '' ? name : `${place}.${name}`);
    if (different !== undefined) return different;
  }
  return undefined;
};

/** What AWS says of an error is no matter of the loop's. */
const FREE_TEXT = new Set(['message', 'error']);

/** Greater numbers are times. */
const SOME_TIME = 1e12;

const isEqual = (one: unknown, other: unknown): boolean => {
  if (typeof one !== 'number' || typeof other !== 'number') return one === other;
  return one > SOME_TIME ? isSameTime(one, other) : Math.abs(one - other) <= Math.abs(one) * 1e-6;
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const LONGEST = 300;

const shown = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, LONGEST);
