import { judge } from '../domain/guards/judge.ts';
import { REQUESTS } from '../domain/guards/kind.ts';
import { SERVED_FOR } from '../domain/judge/began.ts';
import type { JudgedSeries, Series, Span } from '../domain/judge/judged.ts';
import { HISTORY } from '../domain/judge/window.ts';
import { type Instant, MINUTE } from '../domain/model.ts';
import type { Guard, Policy, VariantName } from '../domain/policy.ts';
import type { Asked } from '../ports.ts';

/** The minute under way is not over, and tells half of what it will. */
export const spanUntil = (now: Instant): Span => {
  const until = Math.floor(now / MINUTE) * MINUTE;
  return { from: until - SERVED_FOR - HISTORY, until };
};

/** Four of each comparison, in this order: the canary's requests and bad ones, and stable's. */
export const whatIsAsked = (
  { endpoint, stable }: Pick<Policy, 'endpoint' | 'stable'>,
  canary: VariantName,
  guard: Guard,
): readonly Asked[] => {
  const { reading } = judge;
  const { key: _key, ...read } = reading(guard);
  return [canary, stable].flatMap((variant) => [
    { endpoint, variant, ...REQUESTS, per: 1 },
    { endpoint, variant, ...read },
  ]);
};

const EACH = 4;

/** Of the comparison at that place among those that were asked. */
export const seriesOf = (answers: readonly Series[], place: number): JudgedSeries => {
  const [requests = NONE, read = NONE, stableRequests = NONE, stableRead = NONE] = answers.slice(
    place * EACH,
    (place + 1) * EACH,
  );
  return { canary: { requests, read }, stable: { requests: stableRequests, read: stableRead } };
};

export const NONE: Series = new Map();
