import { type Instant, MINUTE } from '../../../lambdas/domain/model.ts';

/** One minute's value: a share, or milliseconds. */
export type Point = { readonly start: Instant; readonly value: number; readonly requests: number };

/** UTC. */
export const dayOf = (at: Instant): string => new Date(at).toISOString().slice(0, 10);

/**
 * The highest level that two of any three minutes reached: a guard that asks for two bad minutes of three, with its
 * threshold there, would not have gone off. A minute that is not there was not bad.
 */
export const reachedTwice = (points: readonly Point[]): number => {
  const inOrder = points.toSorted((one, other) => one.start - other.start);
  return inOrder.reduce((highest, last, place) => {
    const window = inOrder
      .slice(Math.max(0, place - 2), place + 1)
      .filter(({ start }) => start > last.start - 3 * MINUTE);
    const [, second = 0] = window.map(({ value }) => value).toSorted((one, other) => other - one);
    return Math.max(highest, second);
  }, 0);
};

export type Day = { readonly day: string; readonly reachedTwice: number; readonly points: readonly Point[] };

export const daysOf = (points: readonly Point[]): readonly Day[] =>
  [...Map.groupBy(points, ({ start }) => dayOf(start))].map(([day, own]) => ({
    day,
    reachedTwice: reachedTwice(own),
    points: own,
  }));

/** The value that so large a part (0..1) of them does not exceed. 0 of nothing. */
export const quantile = (values: readonly number[], part: number): number => {
  const inOrder = values.toSorted((one, other) => one - other);
  return inOrder[Math.max(0, Math.ceil(part * inOrder.length) - 1)] ?? 0;
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export const highest = <Thing>(things: readonly Thing[], of: (thing: Thing) => number): Thing | undefined =>
  things.reduce<Thing | undefined>((best, one) => (best === undefined || of(one) > of(best) ? one : best), undefined);

/** No figure is known better than this. */
export const rounded = (value: number): number => Number(value.toPrecision(4));
