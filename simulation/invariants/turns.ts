import type { Fact } from '../facts.ts';
import type { Invocation } from '../function/invocation.ts';

/** Looks for which a deployment with limits had no turn: by its own budget of calls, or because SageMaker throttles. */
export type Turns = { readonly on: (fact: Fact) => void; readonly hadNone: (by: Invocation) => boolean };

export const LEFT = 'left to the next sweep';

export const makeTurns = (isLimited: boolean): Turns => {
  const without = new Set<number>();
  return {
    on: (fact) => {
      if (fact.kind === 'logged' && fact.message === LEFT) without.add(fact.by.id);
      const isThrottled = fact.kind === 'fault' && fact.fault === 'throttle' && fact.site === 'describe-endpoint';
      if (isLimited && isThrottled) without.add(fact.by.id);
    },
    hadNone: ({ id }) => without.has(id),
  };
};
