import type { Instant } from '../../../types.ts';
import { KEPT, MINUTE, type Span } from './series.ts';

const HOUR = 60 * MINUTE;

/** Seconds that a period may be long: multiples of a minute, or what divides a minute for high resolution. */
export const isPeriod = (seconds: number): boolean =>
  [1, 5, 10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0);

/**
 * Where the periods start that a request asks for, oldest first. The first is StartTime, rounded down: to the minute, or
 * as its age has it; then they follow each other. Empty where data so old is not kept for periods so short.
 */
export const startsIn = (span: Span, periodSeconds: number, now: Instant): readonly Instant[] => {
  const age = now - span.from;
  if (age > KEPT.seconds && periodSeconds % 60 !== 0) return [];
  if (age > KEPT.minutes && periodSeconds % 300 !== 0) return [];
  if (age > KEPT.fiveMinutes && periodSeconds % 3600 !== 0) return [];

  const periodMs = periodSeconds * 1000;
  const step = stepOf(age, periodSeconds);
  const first = Math.floor(span.from / step) * step;
  // Nothing is older than this, or further ahead: a request from 1970 on need not be counted through.
  const skipped = Math.max(0, Math.floor((now - KEPT.hours - first) / periodMs));
  const from = first + skipped * periodMs;
  const length = Math.max(0, Math.ceil((Math.min(span.to, now + MOST_AHEAD) - from) / periodMs));
  return Array.from({ length }, (_, index) => from + index * periodMs);
};

/** Data points lie two hours ahead at most. */
const MOST_AHEAD = 3 * HOUR;

const stepOf = (age: number, periodSeconds: number): number => {
  if (periodSeconds < 60) return periodSeconds * 1000;
  if (age > KEPT.fiveMinutes) return HOUR;
  return age > KEPT.minutes ? 5 * MINUTE : MINUTE;
};
