import type { ErrorSignal, Guard } from '../policy.ts';
import { type OfMinutes, REQUESTS } from './kind.ts';

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
    expression: `IF(${conditionOf(guard)}, e / n, 0)`,
    metrics: { n: REQUESTS, e: { name: METRICS[signal], stat: 'Sum' } },
  }),
  reading: () => ({ key: signal, name: METRICS[signal], stat: 'Sum', per: 1 }),
  figure: (failed, { requests }) => failed / requests,
  countsFailures: () => true,
  neededShare: ({ above = 0, minRequests, plus = 0 }) => Math.min(1, above + plus / minRequests),
});

/** In parentheses: that comparisons bind before AND, CloudWatch's user guide shows by an example only. */
const conditionOf = ({ above = 0, minRequests, plus = 0 }: Guard): string =>
  plus === 0 ? `n >= ${minRequests}` : `(n >= ${minRequests}) AND ((e - ${plus}) / n > ${above})`;
