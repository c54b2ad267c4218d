import { DAY, type Day } from '../world.ts';
import type { Statistic } from './rule.ts';

const UNASKED = Number.NEGATIVE_INFINITY;

/** Sums over the last so many minutes. */
const rolling = (values: Int32Array, minutes: number): Float64Array => {
  const sums = new Float64Array(DAY);
  let sum = 0;
  for (let minute = 0; minute < DAY; minute++) {
    sum += (values[minute] ?? 0) - (values[minute - minutes] ?? 0);
    sums[minute] = sum;
  }
  return sums;
};

type Sums = { readonly n: number; readonly x: number; readonly m: number; readonly y: number };

/** Of canary (n requests, x bad) and stable (m, y), summed over whole windows in which both have requests. */
const inWindows =
  (minutes: number, of: (sums: Sums) => number): Statistic =>
  (day: Day) => {
    const [n, x] = [rolling(day.canaryRequests, minutes), rolling(day.canaryBad, minutes)];
    const [m, y] = [rolling(day.stableRequests, minutes), rolling(day.stableBad, minutes)];
    return Float64Array.from(n, (requests, minute) => {
      const others = m[minute] ?? 0;
      if (minute < minutes - 1 || requests === 0 || others === 0) return UNASKED;
      return of({ n: requests, x: x[minute] ?? 0, m: others, y: y[minute] ?? 0 });
    });
  };

export const staticShare = (minutes: number): Statistic => inWindows(minutes, ({ n, x }) => x / n);

export const difference = (minutes: number): Statistic => inWindows(minutes, ({ n, x, m, y }) => x / n - y / m);

/** Canary's errors against those that stable's share would give it, in standard deviations. */
export const scoreTest = (minutes: number): Statistic =>
  inWindows(minutes, ({ n, x, m, y }) => {
    const share = Math.max(y / m, 1e-4);
    return (x - n * share) / Math.sqrt(n * share * (1 - share) + 1);
  });

/** M of N minutes: the M-th highest share of the last N. */
export const staticOf =
  (most: number, of: number): Statistic =>
  ({ canaryRequests, canaryBad }) => {
    const shares = Float64Array.from(canaryRequests, (n, minute) => (n === 0 ? -1 : (canaryBad[minute] ?? 0) / n));
    const recent = new Float64Array(of);
    return shares.map((_, minute) => {
      if (minute < of - 1) return UNASKED;
      recent.set(shares.subarray(minute - of + 1, minute + 1));
      return recent.sort()[of - most] ?? UNASKED;
    });
  };
