import type { Minute } from '../model.ts';
import type { Guard } from '../policy.ts';

/** One of the two lines of CloudWatch's anomaly detection band, which is so many standard deviations wide on either side. */
export type BandLine = { readonly side: 'upper' | 'lower'; readonly deviations: number };

/** A metric of one variant, and the statistic that is asked of it. */
export type MetricRead = {
  readonly name: string;
  readonly stat: string;
  /** Absent: SageMaker's. */
  readonly namespace?: string;
  /** Those beside the endpoint's and the variant's. */
  readonly dimensions?: Readonly<Record<string, string>>;
  /** `dimensions` are all that it has. */
  readonly isWhole?: true;
  /** What is read is not the metric, but this line of its band. */
  readonly line?: BandLine;
};

/** What a guard's alarm computes, by the names that its expression gives to the metrics. */
export type Measured = {
  readonly expression: string;
  readonly metrics: Readonly<Record<string, MetricRead>>;
};

/** What a look reads of one variant beside its requests. */
export type Reading = MetricRead & {
  /** What it is kept under in a `Minute`: two guards may ask the same. */
  readonly key: string;
  /** What CloudWatch's figure is divided by to get ours. */
  readonly per: number;
};

/** Whose metrics a guard's alarm watches; without a variant, the endpoint's own. */
export type MeasuredVariant = { readonly deployment: string; readonly endpoint: string; readonly variant?: string };

/** What its alarm's word is confirmed by: minutes of requests, the judge's comparison, readings of its own metric, or nothing. */
export type ProofBy = 'minutes' | 'comparison' | 'readings' | 'state';

/** All that is particular to one signal. */
export type Kind = {
  readonly provedBy: ProofBy;
  /** Undefined: its alarm is not ours. */
  readonly measured: (guard: Guard, of: MeasuredVariant) => Measured | undefined;
  /** Undefined: no minute of requests tells of it. */
  readonly reading: (guard: Guard) => Reading | undefined;
  /**
   * The guard's figure of one minute, from what was read: the same that its alarm computes. `allowed`: without so many bad
   * requests.
   */
  readonly figure: (read: number, minute: Pick<Minute, 'requests'>, guard: Guard, allowed?: number) => number;
  /** What is read counts requests that failed. */
  readonly countsFailures: (guard: Guard) => boolean;
  /** Share (0..1) of the fewest requests it judges by that must be hit to break the guard, where a hit is as bad as can be. */
  readonly neededShare: (guard: Guard) => number;
};

/** Of a signal that minutes of requests tell. */
export type OfMinutes = Omit<Kind, 'measured' | 'reading'> & {
  readonly measured: (guard: Guard, of: MeasuredVariant) => Measured;
  readonly reading: (guard: Guard) => Reading;
};

/** What every variant serves, and how many of it a minute must hold. */
export const REQUESTS: MetricRead = { name: 'Invocations', stat: 'Sum' };

/**
 * Of a share of requests: when a minute is judged, `beside` being the share without those that are allowed. In parentheses:
 * that comparisons bind before AND, CloudWatch's user guide shows by an example only.
 */
export const enoughOf = ({ above = 0, minRequests, plus = 0 }: Guard, beside: (plus: number) => string): string =>
  plus === 0 ? `n >= ${minRequests}` : `(n >= ${minRequests}) AND (${beside(plus)} > ${above})`;

export const neededOf = ({ above = 0, minRequests, plus = 0 }: Guard): number =>
  Math.min(1, above + plus / minRequests);

/** No minute of requests tells of it: its figure is its own. */
export const UNTOLD = {
  reading: () => undefined,
  figure: (read: number) => read,
  countsFailures: () => false,
  neededShare: () => 1,
} as const;

/** It asks of requests by the second, for which its endpoint has to publish them so often. */
export const isFine = ({ metric, periodSeconds }: Guard): boolean =>
  metric === undefined && periodSeconds !== undefined && periodSeconds < 60;
