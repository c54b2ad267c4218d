import type { Invariant } from './invariant.ts';

/**
 * No call names an instance count: autoscaling owns those. Nothing excuses one. (What a second function may do for a
 * strategy is none of this loop's ports.)
 */
export const i6: Invariant = {
  code: 'I6',
  promise: 'no call names an instance count',
  watch: () => (fact) =>
    fact.kind === 'asked' && fact.counts ? `${fact.endpoint}: the call named instance counts` : undefined,
};
