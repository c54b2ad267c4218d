import type { Instant } from '../model.ts';
import { type Growth, NOTHING_SEEN } from './growth.ts';
import type { Measure } from './measure.ts';
import type { Pair, Side } from './pair.ts';

/** All minutes of a window. */
export type Seen<Of = Side> = {
  /** Oldest first. */
  readonly pairs: readonly Pair<Of>[];
  /** Stable's minutes before them, oldest first. */
  readonly history: readonly Of[];
  /** The window's end. */
  readonly until: Instant;
};

/** What the minutes so far amount to. */
export type Followed = { readonly growth: Growth; readonly spread: number | undefined };

export const NOT_FOLLOWED: Followed = { growth: NOTHING_SEEN, spread: undefined };

/** How minutes vary is learnt from so many of stable's newest: never from the minute that is judged by it. */
const KNOWN_BY = 480;

export const follow = <Of>(measure: Measure<Of>, seen: Omit<Seen<Of>, 'until'>): Followed =>
  seen.pairs.reduce<Followed>((so, pair, place) => followOn(measure, seen, so, pair, place), NOT_FOLLOWED);

/** One minute on; `place` is the pair's among all. A minute before it is known how minutes vary is not judged. */
export const followOn = <Of>(
  measure: Measure<Of>,
  seen: Omit<Seen<Of>, 'until'>,
  { growth, spread: before }: Followed,
  pair: Pair<Of>,
  place: number,
): Followed => {
  const spread = before === undefined || isDue(place) ? measure.spreadOf(stableBefore(seen, place)) : before;
  return { spread, growth: spread === undefined ? growth : measure.minuteOn(growth, pair, spread) };
};

/** It changes slowly. */
const isDue = (place: number): boolean => place % (place < 120 ? 5 : 30) === 0;

const stableBefore = <Of>({ pairs, history }: Omit<Seen<Of>, 'until'>, place: number): readonly Of[] => {
  const since = pairs.slice(Math.max(0, place - KNOWN_BY), place).map(({ stable }) => stable);
  return [...history.slice(Math.max(0, history.length + since.length - KNOWN_BY)), ...since];
};

/** What both served from then on. */
export const sidesSince = <Of>(
  measure: Measure<Of>,
  pairs: readonly Pair<Of>[],
  since: Instant,
): { readonly canary: Of; readonly stable: Of; readonly since: Instant } => {
  const those = pairs.filter(({ start }) => start >= since);
  return {
    canary: measure.total(those.map(({ canary }) => canary)),
    stable: measure.total(those.map(({ stable }) => stable)),
    since,
  };
};
