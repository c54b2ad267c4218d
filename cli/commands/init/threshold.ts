import { type Day, daysOf, highest, median, type Point, rounded } from './days.ts';

/** What a threshold rests on. */
export type Basis =
  | {
      readonly kind: 'measured';
      /** The variant that was worst in this. */
      readonly variant: string;
      /** The level that two of three minutes reached on the median day. */
      readonly medianDay: number;
      readonly worstDay: { readonly day: string; readonly value: number };
      readonly days: number;
      /** On how many of them the guard would have gone off, on any variant, or its gross one. */
      readonly daysAbove: number;
    }
  | { readonly kind: 'default' };

export type VariantPoints = { readonly variant: string; readonly points: readonly Point[] };

export type Rule = {
  /** The threshold for what a median day reached. */
  readonly above: (medianDay: number) => number;
  /** What the gross guard beside that threshold goes off on, after one minute. */
  readonly grossOf: (above: number) => (minute: Point) => boolean;
};

/** An hour's worth of minutes: of fewer, nobody knows what is usual. */
const ENOUGH_MINUTES = 60;

/** Undefined: too little is known of stable, and so of what is normal. */
export const thresholdOf = (
  stable: VariantPoints,
  canaries: readonly VariantPoints[],
  { above, grossOf }: Rule,
): { readonly above: number; readonly basis: Basis } | undefined => {
  if (stable.points.length < ENOUGH_MINUTES) return undefined;
  const variants = [stable, ...canaries].filter(({ points }) => points.length >= ENOUGH_MINUTES).map(variantDays);
  const worst = highest(variants, ({ medianDay }) => medianDay);
  const worstDay = highest(worst?.days ?? [], (day) => day.reachedTwice);
  if (worst === undefined || worstDay === undefined) return undefined;
  const threshold = above(worst.medianDay);
  const isGross = grossOf(threshold);
  const goesOff = (day: Day): boolean => day.reachedTwice > threshold || day.points.some(isGross);
  const days = Map.groupBy(
    variants.flatMap((one) => one.days),
    ({ day }) => day,
  );
  return {
    above: threshold,
    basis: {
      kind: 'measured',
      variant: worst.variant,
      medianDay: rounded(worst.medianDay),
      worstDay: { day: worstDay.day, value: rounded(worstDay.reachedTwice) },
      days: days.size,
      daysAbove: [...days.values()].filter((variantsOfDay) => variantsOfDay.some(goesOff)).length,
    },
  };
};

const variantDays = ({ variant, points }: VariantPoints) => {
  const days = daysOf(points);
  return { variant, days, medianDay: median(days.map((day) => day.reachedTwice)) };
};

export type Steps = readonly { readonly upTo: number; readonly by: number }[];

/** To the next number that a person would have written; what is above it by the dust of a division is there already. */
export const roundedUp = (value: number, steps: Steps): number => {
  const { by = 1 } = steps.find(({ upTo }) => value <= upTo) ?? steps.at(-1) ?? {};
  return Number((Math.ceil(value / by - 1e-9) * by).toFixed(3));
};
