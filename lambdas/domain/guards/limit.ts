import type { Guard } from '../policy.ts';

/** One of the two, or none. */
type Limit = { readonly [Way in 'above' | 'below']?: Guard[Way] | undefined };

/** Undefined: its alarm is somebody else's, and so is what it allows. */
export const limitOf = ({ above, below }: Limit): number | undefined => above ?? below;

/** As an incident records it. */
export const thresholdOf = (limit: Limit): { readonly threshold?: number } => {
  const threshold = limitOf(limit);
  return threshold === undefined ? {} : { threshold };
};

/** Strictly: what is promised may just be kept. `limit`: in the place of its own. */
export const isBeyond = (promise: Limit, figure: number, limit = limitOf(promise)): boolean =>
  limit !== undefined && (promise.below === undefined ? figure > limit : figure < limit);
