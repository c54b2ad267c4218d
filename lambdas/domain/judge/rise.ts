import { type Seen, sidesSince } from './follow.ts';
import { evidenceOf, NOTHING_SEEN } from './growth.ts';
import type { Rise } from './judgement.ts';
import type { Measure, Settings } from './measure.ts';

/**
 * Stable's minutes, judged by the same test against the worst that its own past can be held to have been. Where it has
 * none, nothing is known.
 */
export const riseOf = <Of extends { readonly requests: number }>(
  measure: Measure<Of>,
  { pairs, history }: Omit<Seen<Of>, 'until'>,
  spread: number,
  { falseAlarms, smallest }: Settings,
): Rise<Of> | undefined => {
  const before = measure.total(history);
  if (before.requests === 0) return undefined;
  const worst = measure.worstOf(before, spread);
  const found = evidenceOf(
    pairs.reduce(
      (so, { start, stable }) => measure.minuteOn(so, { start, canary: stable, stable: worst }, spread),
      NOTHING_SEEN,
    ),
  );
  if (found === undefined || found.log < -Math.log(falseAlarms)) return undefined;
  const { stable: after, since } = sidesSince(measure, pairs, found.since);
  return measure.worseBy(after, before) >= smallest ? { since, before, after } : undefined;
};
