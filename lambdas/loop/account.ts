import type { Verdict } from '../domain/verdict.ts';

/**
 * What became of a trigger. Each that reaches `reconcile` ends as one of these, or in the dead letters: `acted`, something
 * was recorded, told or asked for; `ignored`, nothing of it, for this reason; `rejected`, it says nothing that can be
 * looked at.
 */
export type Account =
  | { readonly outcome: 'acted'; readonly what: string }
  | { readonly outcome: 'ignored' | 'rejected'; readonly because: string };

export type Taken = { readonly verdict: Verdict['kind'] | 'left'; readonly account: Account };

export const acted = (what: string): Account => ({ outcome: 'acted', what });

export const ignored = (because: string): Account => ({ outcome: 'ignored', because });

export const rejected = (because: string): Account => ({ outcome: 'rejected', because });

/** Another look wrote first, and acts. */
export const OUTPACED = ignored('outpaced');

/** Nobody looked: SageMaker may not be asked so often. */
export const LEFT: Taken = { verdict: 'left', account: ignored('left to the next sweep') };

/** Of a sweep: all its looks together. */
export const sumOf = (accounts: readonly Account[]): Account => {
  const count = accounts.filter(({ outcome }) => outcome === 'acted').length;
  return count > 0 ? acted(`${count} of ${accounts.length} looks`) : ignored('no incident moved on');
};
