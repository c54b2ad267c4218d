import type { ErrorSignal } from '../policy.ts';
import { enoughOf, neededOf, type OfMinutes, REQUESTS } from './kind.ts';

const METRICS: Readonly<Record<ErrorSignal, string>> = {
  '5xx': 'Invocation5XXErrors',
  '4xx': 'Invocation4XXErrors',
  model: 'InvocationModelErrors',
};

/**
 * Share (0..1) of requests that failed, and 0 in a minute with too few to judge by, or in which no more failed than is
 * allowed: so the alarm names the share that people are told. SageMaker emits an error metric as 0 or 1 per response,
 * so that its sum is there whenever `Invocations` is.
 */
export const errorsOf = (signal: ErrorSignal): OfMinutes => ({
  provedBy: 'minutes',
  measured: (guard) => ({
    expression: `IF(${enoughOf(guard, (plus) => `(e - ${plus}) / n`)}, e / n, 0)`,
    metrics: { n: REQUESTS, e: { name: METRICS[signal], stat: 'Sum' } },
  }),
  reading: () => ({ key: signal, name: METRICS[signal], stat: 'Sum', per: 1 }),
  figure: (failed, { requests }, _guard, allowed = 0) => (failed - allowed) / requests,
  countsFailures: () => true,
  neededShare: neededOf,
});
