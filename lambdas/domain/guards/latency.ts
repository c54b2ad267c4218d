import { type OfMinutes, REQUESTS } from './kind.ts';

const MICROSECONDS_PER_MS = 1_000;

/** A percentile of the model's own time in milliseconds, and 0 in a minute with too few requests to judge by. */
export const latency: OfMinutes = {
  provedBy: 'minutes',
  measured: ({ minRequests, percentile }) => ({
    expression: `IF(n >= ${minRequests}, p / ${MICROSECONDS_PER_MS}, 0)`,
    metrics: { n: REQUESTS, p: { name: 'ModelLatency', stat: `p${percentile}` } },
  }),
  reading: ({ percentile }) => ({
    key: `latency-p${percentile}`,
    name: 'ModelLatency',
    stat: `p${percentile}`,
    per: MICROSECONDS_PER_MS,
  }),
  figure: (milliseconds) => milliseconds,
  countsFailures: () => false,
  neededShare: ({ percentile = 100 }) => 1 - percentile / 100,
};
