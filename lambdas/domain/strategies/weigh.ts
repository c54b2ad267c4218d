import type { Shortage } from '../capacity.ts';
import type { Breached } from '../evidence.ts';
import { kindOf } from '../guards/index.ts';
import { measure } from '../model.ts';
import type { Guard } from '../policy.ts';
import type { Situation } from '../situation.ts';
import { currentWeights, shareOf } from '../weights.ts';
import type { Case, Weighed } from './strategy.ts';

/**
 * What users lose where they are, and what they would lose on a stable that is too small. Both are estimates, and kind
 * to the canary: of several broken variants one is counted, and of slow answers only those that a percentile proves. An
 * overloaded stable is taken to fail what is more than its bound and to serve the rest.
 */
export const weigh = ({ situation, fleet, breach }: Case, { overload }: Pick<Shortage, 'overload'>): Weighed => ({
  canaryFails: breach === undefined ? 0 : shareOf(breach.variant, currentWeights(fleet)) * worseBy(situation, breach),
  overload,
});

/** Share of the variant's requests that it fails, and that stable would not. */
const worseBy = (situation: Situation, { guard, value }: Breached): number => {
  // What no request fails of costs users something, and nobody knows what.
  if (kindOf(guard).reading(guard) === undefined) return 0;
  return guard.percentile === undefined
    ? Math.max(0, (value ?? 0) - stableFails(situation, guard))
    : (100 - guard.percentile) / 100;
};

const stableFails = ({ traffic, policy }: Situation, guard: Guard): number => {
  const newest = traffic === 'unreadable' ? undefined : traffic[policy.stable]?.at(-1);
  return newest === undefined ? 0 : measure(guard, newest);
};
