import { type OfMinutes, REQUESTS } from './kind.ts';

const MICROSECONDS_PER_MS = 1_000;

/** What SageMaker measures of each request, in microseconds: the model's own time, and its own beside that. */
const METRICS = { latency: 'ModelLatency', overhead: 'OverheadLatency' } as const;

/** A percentile of one of them in milliseconds, and 0 in a minute with too few requests to judge by. */
export const timeOf = (signal: keyof typeof METRICS): OfMinutes => ({
  provedBy: 'minutes',
  measured: ({ minRequests, percentile }) => ({
    expression: `IF(n >= ${minRequests}, p / ${MICROSECONDS_PER_MS}, 0)`,
    metrics: { n: REQUESTS, p: { name: METRICS[signal], stat: `p${percentile}` } },
  }),
  reading: ({ percentile }) => ({
    key: `${signal}-p${percentile}`,
    name: METRICS[signal],
    stat: `p${percentile}`,
    per: MICROSECONDS_PER_MS,
  }),
  figure: (milliseconds) => milliseconds,
  countsFailures: () => false,
  neededShare: ({ percentile = 100 }) => 1 - percentile / 100,
});
