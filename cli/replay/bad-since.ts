import type { Episode } from './episodes.ts';
import type { Seen } from './seen.ts';

/** When the first bad minute began that led to an episode: the earliest in the window of the alarm that went off first. */
export const badSince = (guards: readonly Seen[], { from, guards: [first] }: Episode): number | undefined => {
  const seen = guards.find(({ guard }) => `${guard.variant} ${guard.id}` === first);
  if (seen === undefined) return undefined;
  // The newest minute that the alarm saw had ended by then.
  const window = (seen.guard.periods + 1) * seen.guard.periodSeconds * 1_000;
  return seen.bad.find((at) => at >= from - window && at < from);
};
