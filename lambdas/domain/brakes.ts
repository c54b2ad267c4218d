import type { HoldReason } from './reasons.ts';
import type { Situation } from './situation.ts';

/** What people set up against shifts that are no good in themselves: undefined, nothing of it holds this one. */
export const whyBraked = (situation: Situation): HoldReason | undefined => whyFrozen(situation);

const whyFrozen = ({ freeze }: Situation): HoldReason | undefined => {
  if (freeze === 'off') return undefined;
  if (freeze === 'unreadable') return { kind: 'freeze-unreadable' };
  const { endpoint: _which, ...facts } = freeze;
  return { kind: 'frozen', ...facts };
};
