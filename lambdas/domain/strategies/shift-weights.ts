import { whyNotStable } from '../stable.ts';
import { allTo, desiredWeights } from '../weights.ts';
import type { Case, Next } from './strategy.ts';

/** All traffic to stable, at once, if stable is fit for it. */
export const shiftWeights = ({ situation, fleet, incident }: Case): Next => {
  const reason = whyNotStable(situation, fleet, incident);
  return reason ? { kind: 'hold', reason } : toStable({ situation, fleet });
};

export const toStable = ({
  situation: { policy },
  fleet,
}: Pick<Case, 'situation' | 'fleet'>): Extract<Next, { kind: 'shift' }> => ({
  kind: 'shift',
  to: allTo(policy.stable, desiredWeights(fleet)),
});
