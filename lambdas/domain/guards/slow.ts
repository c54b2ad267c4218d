import { enoughOf, neededOf, type OfMinutes, REQUESTS, type Reading } from './kind.ts';

const MICROSECONDS_PER_MS = 1_000;
const PERCENT = 100;

/** CloudWatch's percentile rank: the percentage of requests that took the model longer. */
export const slowerThan = (milliseconds: number): Reading => ({
  key: `slower-${milliseconds}`,
  name: 'ModelLatency',
  stat: `PR(${Math.round(milliseconds * MICROSECONDS_PER_MS)}:)`,
  per: PERCENT,
});

/**
 * Share (0..1) of requests that took longer than a bound, and 0 in a minute with too few to judge by, or in which no more
 * of them did than is allowed: as of those that fail.
 */
export const slow: OfMinutes = {
  provedBy: 'minutes',
  measured: (guard) => {
    const { name, stat } = slowerThan(guard.slowerThanMs ?? 0);
    return {
      expression: `IF(${enoughOf(guard, (plus) => `s / ${PERCENT} - ${plus} / n`)}, s / ${PERCENT}, 0)`,
      metrics: { n: REQUESTS, s: { name, stat } },
    };
  },
  reading: ({ slowerThanMs = 0 }) => slowerThan(slowerThanMs),
  figure: (share, { requests }, _guard, allowed = 0) => share - allowed / requests,
  countsFailures: () => false,
  neededShare: neededOf,
};
