import type { ErrorSignal } from '../policy.ts';
import { type Kind, REQUESTS } from './kind.ts';

const METRICS: Readonly<Record<ErrorSignal, string>> = {
  '5xx': 'Invocation5XXErrors',
  '4xx': 'Invocation4XXErrors',
  model: 'InvocationModelErrors',
};

/**
 * Share (0..1) of requests that failed, and 0 in a minute with too few to judge by. SageMaker emits an error metric as 0
 * or 1 per response, so that its sum is there whenever `Invocations` is.
 */
export const errorsOf = (signal: ErrorSignal): Kind => ({
  measured: ({ minRequests }) => ({
    expression: `IF(n >= ${minRequests}, e / n, 0)`,
    metrics: { n: REQUESTS, e: { name: METRICS[signal], stat: 'Sum' } },
  }),
  reading: () => ({ key: signal, name: METRICS[signal], stat: 'Sum', per: 1 }),
  figure: (failed, { requests }) => failed / requests,
  countsFailures: () => true,
  neededShare: ({ above }) => above,
});
