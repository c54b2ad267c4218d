import type { Instant } from '../../../types.ts';
import type { Expected } from '../math/value.ts';
import { deviationOf, type Spread, together } from './spread.ts';

const HOUR = 3_600_000;

/** CloudWatch trains on as much as two weeks, and has no band before three hours of datapoints. */
export const TRAINED_ON = 14 * 24 * HOUR;
const FEWEST_HOURS = 3;
const FEWEST_POINTS = 3;
/** An hour of the day is a pattern once it was seen on so many days. */
const FEWEST_DAYS = 3;

/** What is expected at each hour of the day, and whenever nothing is known of that hour. */
export type Model = { readonly ofHour: ReadonlyMap<number, Expected>; readonly otherwise: Expected };

/** Undefined while there is too little to learn from. */
export const modelOf = (hours: ReadonlyMap<Instant, Spread>, periodSeconds: number): Model | undefined => {
  const all = together([...hours.values()]);
  if (all.count < FEWEST_POINTS || all.count * periodSeconds * 1000 < FEWEST_HOURS * HOUR) return undefined;
  const neverNegative = all.least >= 0;
  const ofHour = new Map<number, Expected>();
  for (const [hour, days] of Map.groupBy(hours, ([start]) => hourOfDay(start))) {
    const seen = days.map(([, spread]) => spread).filter(({ count }) => count > 0);
    if (seen.length >= FEWEST_DAYS) ofHour.set(hour, expected(together(seen), neverNegative));
  }
  return { ofHour, otherwise: expected(all, neverNegative) };
};

export const expectedAt = ({ ofHour, otherwise }: Model, time: Instant): Expected =>
  ofHour.get(hourOfDay(time)) ?? otherwise;

const hourOfDay = (time: Instant): number => new Date(time).getUTCHours();

const expected = (spread: Spread, neverNegative: boolean): Expected => ({
  mean: spread.mean,
  deviation: deviationOf(spread),
  neverNegative,
});
