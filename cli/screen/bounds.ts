/** What the guards allow: share of requests 0..1, and milliseconds. Absent: no alarm has said it yet. */
export type Bounds = { readonly errors?: number; readonly p99Ms?: number };

/** What a figure is held against: the guard's bound, or else what stable did in the first minute that was seen. */
export type Measure = { readonly bound: number | undefined; readonly usual: number | undefined };

export type Health = 'good' | 'warn' | 'bad' | 'plain';

/** A canary's few requests make its figures jump; by less than this it means nothing. */
const TIMES_USUAL = 4;

/** `bad` only where a guard says so: strictly above its bound. From half of it on, a reader should look twice. */
export const healthOf = (value: number | undefined, { bound, usual }: Measure): Health => {
  if (value === undefined) return 'plain';
  if (bound === undefined) return usual !== undefined && usual > 0 && value > usual * TIMES_USUAL ? 'warn' : 'plain';
  if (value > bound) return 'bad';
  return value > bound / 2 ? 'warn' : 'good';
};

const BY_GRAVITY: readonly Health[] = ['bad', 'warn', 'good'];

export const worst = (healths: readonly Health[]): Health =>
  BY_GRAVITY.find((health) => healths.includes(health)) ?? 'plain';
