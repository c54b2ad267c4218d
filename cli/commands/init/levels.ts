import { DEFAULTS } from '../../../infra/config/guards.ts';
import type { Instant } from '../../../lambdas/domain/model.ts';
import type { ErrorSignal } from '../../../lambdas/domain/policy.ts';
import { daysOf, highest, median, type Point, quantile, rounded } from './days.ts';

export const PERCENTILES = [99, 90] as const;
export type Percentile = (typeof PERCENTILES)[number];
export const ERROR_SIGNALS: readonly ErrorSignal[] = ['5xx', '4xx', 'model'];

/** What CloudWatch has of one variant's minute that had requests. */
export type Minute = {
  readonly start: Instant;
  readonly requests: number;
  /** Counts. */
  readonly errors: Readonly<Record<ErrorSignal, number>>;
  readonly latencyMs: Readonly<Partial<Record<Percentile, number>>>;
};

export type Level = {
  readonly usual: number;
  /** Of a minute with enough requests to judge by; null: there was none. */
  readonly worst: { readonly value: number; readonly at: string } | null;
};

/** How a variant has been. Shares are 0..1, latencies in milliseconds. */
export type Levels = {
  readonly days: number;
  readonly minutesWithRequests: number;
  /** Of minutes that had any: nine of ten had at least `quiet`. */
  readonly requestsPerMinute: { readonly quiet: number; readonly usual: number; readonly busiest: number };
  /** `usual` is the share of all requests. */
  readonly errors: Readonly<Record<ErrorSignal, Level>>;
  /** `usual` is the median minute. */
  readonly latencyMs: Readonly<Record<`p${Percentile}`, Level>>;
};

/** Undefined: not one request. */
export const levelsOf = (minutes: readonly Minute[]): Levels | undefined => {
  if (minutes.length === 0) return undefined;
  const requests = minutes.map((minute) => minute.requests);
  const errors = (signal: ErrorSignal): Level => ({
    usual: rounded(errorRatio(minutes, signal)),
    worst: worstOf(errorPoints(minutes, signal, { atLeast: DEFAULTS.minRequests })),
  });
  const latency = (percentile: Percentile): Level => {
    const points = latencyPoints(minutes, percentile, DEFAULTS.minRequests);
    return { usual: rounded(median(points.map(({ value }) => value))), worst: worstOf(points) };
  };
  return {
    days: daysOf(errorPoints(minutes, '5xx', { atLeast: 0 })).length,
    minutesWithRequests: minutes.length,
    requestsPerMinute: { quiet: quantile(requests, 0.1), usual: median(requests), busiest: quantile(requests, 1) },
    errors: { '5xx': errors('5xx'), '4xx': errors('4xx'), model: errors('model') },
    latencyMs: { p99: latency(99), p90: latency(90) },
  };
};

/** The share of all requests that failed. */
export const errorRatio = (minutes: readonly Minute[], signal: ErrorSignal): number => {
  const sum = (of: (minute: Minute) => number) => minutes.reduce((total, minute) => total + of(minute), 0);
  return sum(({ errors }) => errors[signal]) / (sum(({ requests }) => requests) || 1);
};

/** `plus`: errors of each minute that do not count. */
export const errorPoints = (
  minutes: readonly Minute[],
  signal: ErrorSignal,
  { atLeast, plus = 0 }: { readonly atLeast: number; readonly plus?: number },
): readonly Point[] =>
  minutes
    .filter(({ requests }) => requests >= atLeast)
    .map(({ start, requests, errors }) => ({
      start,
      requests,
      value: Math.max(0, errors[signal] - plus) / requests,
    }));

export const latencyPoints = (minutes: readonly Minute[], percentile: Percentile, atLeast: number): readonly Point[] =>
  minutes.flatMap(({ start, requests, latencyMs: { [percentile]: value } }) =>
    requests < atLeast || value === undefined ? [] : [{ start, requests, value }],
  );

const worstOf = (points: readonly Point[]): Level['worst'] => {
  const worst = highest(points, ({ value }) => value);
  return worst === undefined ? null : { value: rounded(worst.value), at: new Date(worst.start).toISOString() };
};
