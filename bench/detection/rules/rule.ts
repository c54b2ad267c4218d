import type { Day } from '../world.ts';

/** Minutes of data until the rule alarms; infinite if it does not within the day. */
export type Rule = (day: Day) => number;

/** A rule that asks for a number above a threshold: what it is in each minute, below any threshold where it is not asked. */
export type Statistic = (day: Day) => Float64Array;

export const NEVER = Number.POSITIVE_INFINITY;

export const alarmAbove =
  (statistic: Statistic, threshold: number): Rule =>
  (day) => {
    const place = statistic(day).findIndex((value) => value > threshold);
    return place < 0 ? NEVER : place + 1;
  };

export const highest = (values: Float64Array): number => {
  let so = Number.NEGATIVE_INFINITY;
  for (const value of values) if (value > so) so = value;
  return so;
};

/** The lowest threshold that at most such a share of these days, each by its highest value, crosses. */
export const thresholdFor = (highests: readonly number[], falseAlarms: number): number => {
  const sorted = highests.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil((1 - falseAlarms) * sorted.length) - 1)] ?? Number.NaN;
};
