import { kindOf } from './guards/index.ts';
import { MINUTE, SECOND } from './model.ts';
import type { Guard } from './policy.ts';

/** `gross`: every request of the variant is hit. `marginal`: each whole minute is just above the guard's threshold. */
export type Fault = 'gross' | 'marginal';

/** Milliseconds. */
export type Span = { readonly least: number; readonly typical: number; readonly most: number };

/** SageMaker publishes invocation metrics "at a 1-minute frequency" (its developer guide), and most guards ask by the minute. */
const periodOf = ({ periodSeconds }: Guard): number => (periodSeconds === undefined ? MINUTE : periodSeconds * SECOND);

/** From the end of a minute until an alarm sees it. Assumed, not measured: AWS states no figure. */
const METRIC_DELAY: Span = { least: 0, typical: 30 * SECOND, most: MINUTE };

/**
 * CloudWatch evaluates an alarm once a minute, and one on periods of less than that every ten seconds (its user guide), at a
 * second that nobody chooses.
 */
const evaluationOf = (period: number): Span => {
  const every = period < MINUTE ? 10 * SECOND : MINUTE;
  return { least: 0, typical: every / 2, most: every };
};

/**
 * From the first bad request until the guard's alarm is in ALARM, for a fault that lasts:
 *
 *     first bad minute over + (M - 1) minutes + metric delay + wait for the alarm's next evaluation
 *
 * The minute in which the fault begins counts if enough of it is left to carry it over the threshold. With `needed`, the
 * share (0..1) of a minute for which the fault must last, and a fault that begins at any second alike, the first bad minute
 * is over after `needed` to `needed + 1` minutes. Each such minute must hold the requests that the guard needs.
 */
export const timeToDetect = (guard: Guard, fault: Fault): Span => {
  const needed = fault === 'marginal' ? 1 : kindOf(guard).neededShare(guard);
  const period = periodOf(guard);
  const evaluation = evaluationOf(period);
  const others = (guard.breachingPeriods - 1) * period;
  return {
    least: needed * period + others + METRIC_DELAY.least + evaluation.least,
    typical: (needed + 0.5) * period + others + METRIC_DELAY.typical + evaluation.typical,
    most: (needed + 1) * period + others + METRIC_DELAY.most + evaluation.most,
  };
};
