import type { Side } from './pair.ts';

/** Latency as a ratio: the share of requests slower than so much. */
export type SlowerThan = {
  /** CloudWatch's percentile rank, which answers in percent. ModelLatency and OverheadLatency are in microseconds. */
  readonly statistic: string;
  /** One minute: its requests, and what the statistic says. */
  readonly sideOf: (requests: number, percent: number) => Side;
};

/**
 * Chosen before the canary is seen: what is usual for stable, say the p95 of its last day. A bound that the canary's own
 * minutes had a say in would find what it was chosen to find.
 */
export const slowerThan = (milliseconds: number): SlowerThan => ({
  statistic: `PR(${Math.round(milliseconds * 1_000)}:)`,
  sideOf: (requests, percent) => ({ requests, bad: (requests * percent) / 100 }),
});
