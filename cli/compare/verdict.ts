import type { Outcome, Told } from '../../sim/play/outcome.ts';
import type { Pair } from './pair.ts';

export const SIDES = ['naive', 'ours'] as const;
export type Side = (typeof SIDES)[number];
export type Better = Side | 'same';

/** Who did better, by what was counted. */
export type Verdict = {
  /** Fewer requests were hurt. */
  readonly users: Better;
  /** People were told more. */
  readonly told: Better;
  /** Who moved traffic that was to be left alone. */
  readonly moved: readonly Side[];
};

export const verdictOn = (pair: Pair): Verdict => ({
  users: better(pair, ({ users }) => -users.hurt),
  told: better(pair, ({ told }) => TELLS[told]),
  moved: SIDES.filter((side) => pair[side].shiftedThough !== null),
});

/** Less than one in a hundred is chance: where two plays begin to differ, their users' answers are drawn anew. */
export const isSame = (one: number, other: number): boolean =>
  Math.abs(one - other) <= 0.01 * Math.max(Math.abs(one), Math.abs(other));

/** A letter that came once the weights were in force can tell more than one that came before. */
const TELLS: Readonly<Record<Told, number>> = { nothing: 0, 'no-move': 1, move: 1, end: 2 };

const better = ({ naive, ours }: Pair, worth: (outcome: Outcome) => number): Better => {
  const [one, other] = [worth(naive), worth(ours)];
  if (isSame(one, other)) return 'same';
  return one > other ? 'naive' : 'ours';
};
