import { DEFAULTS, enoughFor, grossErrors } from '../../../infra/config/guards.ts';
import type { GuardsConfig } from '../../../infra/config/shape.ts';
import { highest, median } from './days.ts';
import { errorPoints, errorRatio, latencyPoints, levelsOf, type Minute, type Percentile } from './levels.ts';
import { type Basis, roundedUp, type Steps, thresholdOf } from './threshold.ts';

export type Measured = { readonly variant: string; readonly minutes: readonly Minute[] };
export type Measurements = { readonly stable: Measured; readonly canaries: readonly Measured[] };

export type RequestsBasis =
  | { readonly kind: 'measured'; readonly variant: string; readonly quiet: number; readonly usual: number }
  | { readonly kind: 'default' };

export type Suggestion = {
  readonly minRequests: { readonly value: number; readonly basis: RequestsBasis };
  readonly errors: { readonly above: number; readonly basis: Basis };
  /** Absent: nothing is known of what is usual. */
  readonly latency?: { readonly percentile: Percentile; readonly aboveMs: number; readonly basis: Basis };
  /** Canaries whose usual minutes are too few requests to judge by. */
  readonly tooQuiet: readonly string[];
  /** Canaries that are worse than stable already: what they did is no measure of what is normal. */
  readonly worse: readonly { readonly variant: string; readonly in: 'errors' | 'latency' }[];
};

/** What a median day reached is normal; a guard leaves it this much room. */
const ERROR_ROOM = 2;
const LATENCY_ROOM = 1.5;

/** With more, quiet hours would be judged by nobody. */
const MOST_MIN_REQUESTS = 100;

/** The p99 of fewer requests is the slowest one. */
const REQUESTS_FOR_P99 = 100;

/** Whoever is used to more than this has no threshold that means anything. */
const MOST_ERRORS = 0.5;

/** So many times stable's level is no longer the same model with other luck. */
const WORSE = 2;

const ERROR_STEPS: Steps = [
  { upTo: 0.05, by: 0.005 },
  { upTo: 1, by: 0.01 },
];
const LATENCY_STEPS: Steps = [
  { upTo: 200, by: 10 },
  { upTo: 1_000, by: 50 },
  { upTo: 5_000, by: 100 },
  { upTo: Number.POSITIVE_INFINITY, by: 500 },
];

/** Thresholds from facts, by the rule that docs/cli/init.md states. */
export const suggest = ({ stable, canaries }: Measurements): Suggestion => {
  const busy = canaries.filter((canary) => !isTooQuiet(canary));
  // One that cannot be judged anyway makes no guard milder for the others.
  const judged = busy.length > 0 ? busy : canaries;
  const minRequests = suggestMinRequests(judged);
  const failing = canaries.filter((canary) => failsMore(canary, stable));
  const slow = canaries.filter((canary) => isSlower(canary, stable));
  const besides = (worse: readonly Measured[]): Measurements => ({
    stable,
    canaries: canaries.filter((one) => !worse.includes(one)),
  });
  const latency = suggestLatency(besides(slow), percentileFor(judged), minRequests.value);
  return {
    minRequests,
    errors: suggestErrors(besides(failing), minRequests.value),
    ...(latency && { latency }),
    tooQuiet: canaries.filter(isTooQuiet).map(({ variant }) => variant),
    worse: [
      ...failing.map(({ variant }) => ({ variant, in: 'errors' }) as const),
      ...slow.map(({ variant }) => ({ variant, in: 'latency' }) as const),
    ],
  };
};

export const guardsOf = ({ minRequests, errors, latency }: Suggestion): GuardsConfig => ({
  minRequests: minRequests.value,
  errors: { above: errors.above },
  ...(latency && { latency: { percentile: latency.percentile, aboveMs: latency.aboveMs } }),
});

/** Half of what the quietest canary has in a quiet minute, so that nearly all of its minutes count. */
const suggestMinRequests = (canaries: readonly Measured[]): Suggestion['minRequests'] => {
  const known = canaries.flatMap(({ variant, minutes }) => {
    const levels = levelsOf(minutes);
    return levels === undefined ? [] : [{ variant, ...levels.requestsPerMinute }];
  });
  const least = highest(known, ({ quiet }) => -quiet);
  if (least === undefined) return { value: DEFAULTS.minRequests, basis: { kind: 'default' } };
  const { variant, quiet, usual } = least;
  const half = Math.floor(quiet / 20) * 10;
  return {
    value: Math.min(MOST_MIN_REQUESTS, Math.max(DEFAULTS.minRequests, half)),
    basis: { kind: 'measured', variant, quiet, usual },
  };
};

const suggestErrors = ({ stable, canaries }: Measurements, minRequests: number): Suggestion['errors'] => {
  const counting = { atLeast: minRequests, plus: DEFAULTS.errorsPlus };
  const points = ({ variant, minutes }: Measured) => ({ variant, points: errorPoints(minutes, '5xx', counting) });
  const found = thresholdOf(points(stable), canaries.map(points), {
    above: (medianDay) =>
      Math.min(MOST_ERRORS, Math.max(DEFAULTS.errorsAbove, roundedUp(ERROR_ROOM * medianDay, ERROR_STEPS))),
    grossOf: (above) => {
      const gross = grossErrors(above);
      return ({ value, requests }) => gross !== false && value - DEFAULTS.grossErrorsMore / requests > gross.above;
    },
  });
  return found ?? { above: DEFAULTS.errorsAbove, basis: { kind: 'default' } };
};

const suggestLatency = (
  { stable, canaries }: Measurements,
  percentile: Percentile,
  minRequests: number,
): Suggestion['latency'] => {
  const enough = Math.max(minRequests, enoughFor(percentile));
  const points = ({ variant, minutes }: Measured) => ({
    variant,
    points: latencyPoints(minutes, percentile, enough),
  });
  const found = thresholdOf(points(stable), canaries.map(points), {
    above: (medianDay) => roundedUp(LATENCY_ROOM * medianDay, LATENCY_STEPS),
    grossOf:
      (above) =>
      ({ value, requests }) =>
        value > above * DEFAULTS.grossLatencyTimes && requests >= Math.max(enough, DEFAULTS.grossLatencyMinRequests),
  });
  // Where minutes with requests never follow each other, nothing was ever reached twice.
  return found && found.above > 0 ? { percentile, aboveMs: found.above, basis: found.basis } : undefined;
};

const percentileFor = (canaries: readonly Measured[]): Percentile => {
  const usual = canaries.flatMap(({ minutes }) => levelsOf(minutes)?.requestsPerMinute.usual ?? []);
  return usual.some((requests) => requests < REQUESTS_FOR_P99) ? 90 : 99;
};

const failsMore = (canary: Measured, stable: Measured): boolean =>
  errorRatio(canary.minutes, '5xx') > Math.max(DEFAULTS.errorsAbove, WORSE * errorRatio(stable.minutes, '5xx'));

const isSlower = (canary: Measured, stable: Measured): boolean =>
  usualP90(stable) > 0 && usualP90(canary) > WORSE * usualP90(stable);

const usualP90 = ({ minutes }: Measured): number =>
  median(latencyPoints(minutes, 90, DEFAULTS.minRequests).map(({ value }) => value));

const isTooQuiet = ({ minutes }: Measured): boolean =>
  (levelsOf(minutes)?.requestsPerMinute.usual ?? 0) < DEFAULTS.minRequests;
