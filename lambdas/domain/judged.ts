import type { Policy } from './policy.ts';

/**
 * Whether the variant's guards trigger, or those that name none. Stable's veto, unless it is the only variant: then it is
 * the one to judge.
 */
export const isJudged = ({ stable, canaries }: Pick<Policy, 'stable' | 'canaries'>, variant?: string): boolean =>
  canaries.length === 0 || variant !== stable;
