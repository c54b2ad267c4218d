import { type Instant, MINUTE, type Weights } from '../../lambdas/domain/model.ts';
import { shareOf } from '../../lambdas/domain/weights.ts';
import { KEPT, type Name, type State } from './state.ts';

/** In the order in which a key tells of them: of two canaries either may come first. */
export type Names = readonly ['stable', Name, Name];

/** Longer than anything is waited for, but what takes a day: that is not told of. */
const LONG = 11;

/** Longer than a shift counts as one of a flapping endpoint; it counts for the budget of a day as long as anybody looks. */
export const LONG_AGO = 15;

const minuteOf = (at: Instant): number => Math.floor(at / MINUTE);

/** How many of the minutes that are kept began at that time or later; fewer than none, if the next one will not either. */
export const sinceIn = ({ now }: State, at: Instant): number => Math.min(minuteOf(now) - Math.ceil(at / MINUTE), KEPT);

/** How long something is waited for by now. All waits end in the middle of a minute, or after ten of them. */
export const waitedIn = ({ now }: State, at: Instant | undefined, longest = LONG): string =>
  at === undefined ? '' : `${Math.min(minuteOf(now) - minuteOf(at), longest)}`;

/** How long it may be waited for from now on. */
export const leftIn = ({ now }: State, until: Instant | undefined): string =>
  until === undefined ? '' : `${Math.max(minuteOf(until) - minuteOf(now), -1)}`;

export const isThisMinute = ({ now }: State, at: Instant): boolean => minuteOf(now) === minuteOf(at);

export const bits = (...answers: readonly boolean[]): string => answers.map((one) => (one ? '1' : '0')).join('');

export const sharesIn = (weights: Weights, names: Names): string =>
  names.map((name) => Math.round(100 * shareOf(name, weights))).join('/');

export const placeOf = (variant: string | undefined, names: readonly (string | undefined)[]): string =>
  `${names.indexOf(variant)}`;
