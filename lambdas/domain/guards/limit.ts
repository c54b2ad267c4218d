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

/** Strictly: what is promised may just be kept. */
export const isBeyond = ({ above, below }: Limit, figure: number): boolean =>
  (above !== undefined && figure > above) || (below !== undefined && figure < below);
