import type { Comparison } from './alarm-schema.ts';

/** What an alarm holds each value against: one threshold, or the band's bounds in the value's own period. */
export type Bar =
  | { readonly kind: 'threshold'; readonly comparison: ThresholdComparison; readonly threshold: number }
  /** `id`: of the expression that yields the band. */
  | { readonly kind: 'band'; readonly id: string; readonly sides: readonly Side[] };

export type Side = 'lower' | 'upper';
export type Bounds = Readonly<Record<Side, number>>;

type BandComparison = keyof typeof SIDES;
export type ThresholdComparison = Exclude<Comparison, BandComparison>;

const SIDES = {
  LessThanLowerOrGreaterThanUpperThreshold: ['lower', 'upper'],
  LessThanLowerThreshold: ['lower'],
  GreaterThanUpperThreshold: ['upper'],
} as const satisfies Partial<Record<Comparison, readonly Side[]>>;

export const isOfBand = (comparison: Comparison): comparison is BandComparison => Object.hasOwn(SIDES, comparison);

type Given = {
  readonly ComparisonOperator: Comparison;
  readonly Threshold?: number | undefined;
  readonly ThresholdMetricId?: string | undefined;
};

export const barOf = ({ ComparisonOperator: comparison, Threshold, ThresholdMetricId = '' }: Given): Bar =>
  isOfBand(comparison)
    ? { kind: 'band', id: ThresholdMetricId, sides: SIDES[comparison] }
    : { kind: 'threshold', comparison, threshold: Threshold ?? Number.NaN };

/** Undefined: there is no band in that period, so that nobody can tell. */
export const crosses = (bar: Bar, value: number, bounds: Bounds | undefined): boolean | undefined => {
  if (bar.kind === 'threshold') return COMPARE[bar.comparison](value, bar.threshold);
  return bounds && bar.sides.some((side) => (side === 'lower' ? value < bounds.lower : value > bounds.upper));
};

/** The bound of a band that a value is beyond, or else closest to. */
export const closestBound = (bar: Bar, value: number | undefined, bounds: Bounds | undefined): number | undefined => {
  if (bar.kind === 'threshold' || bounds === undefined || value === undefined) return undefined;
  const distance = (side: Side): number => Math.abs(value - bounds[side]);
  const [closest] = bar.sides.toSorted((one, other) => distance(one) - distance(other));
  return closest && bounds[closest];
};

const COMPARE: Readonly<Record<ThresholdComparison, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};
