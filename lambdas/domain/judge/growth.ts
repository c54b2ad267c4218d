import type { Instant } from '../model.ts';

/**
 * What a bet on one alternative has grown to: `all` beginnings together, and `best` of the one that speaks the loudest, which
 * counts each minute alike: how likely a beginning was held to be bounds false alarms, and says nothing about when the fault
 * came.
 */
type Grown = { readonly all: number; readonly best: number; readonly since: Instant };

/** Logarithms of what was won so far, by alternative. */
export type Growth = readonly Grown[];

export const NOTHING_SEEN: Growth = [];

/** How likely it is held to be before anything is seen. Those of one test add up to 1. */
export type Alternative = { readonly weight: number };

/** How strongly the minutes so far speak for a canary that is worse. */
export type Evidence = {
  /**
   * Natural logarithm of an e-value: of canaries no worse than their stable at most 1 in `exp(log)` ever gets so far,
   * however often one looks (Ville's inequality).
   */
  readonly log: number;
  /** Where the stretch begins that speaks the loudest. */
  readonly since: Instant;
};

/** Most faults come with the version. The rest of the weight is spread over a day's minutes, for those that come later. */
export const FROM_THE_START = 0.8;
const A_DAY = 1_440;
const LATER = (1 - FROM_THE_START) / A_DAY;

/**
 * One minute on. Each minute begins a bet of its own beside those that run (a sum of e-processes that begin one after the
 * other: an e-detector, arXiv:2203.03532, here with weights that add up to 1, so that what bounds false alarms is not how
 * often they come but whether one ever comes within a day).
 */
export const grow = <Of extends Alternative>(
  so: Growth,
  alternatives: readonly Of[],
  start: Instant,
  added: (alternative: Of) => number,
): Growth => {
  const fresh = Math.log(so.length === 0 ? FROM_THE_START : LATER);
  return alternatives.map((alternative, place) => {
    const prior = fresh + Math.log(alternative.weight);
    const more = added(alternative);
    const { all, best, since } = so[place] ?? NOT_BEGUN;
    // What was lost before now would only speak against it (Page 1954).
    const loudest = best >= 0 ? { best: best + more, since } : { best: more, since: start };
    return { all: logSum(all, prior) + more, ...loudest };
  });
};

const NOT_BEGUN: Grown = { all: Number.NEGATIVE_INFINITY, best: Number.NEGATIVE_INFINITY, since: 0 };

/** Undefined: no minute was seen. */
export const evidenceOf = (so: Growth): Evidence | undefined => {
  const [first, ...others] = so;
  if (first === undefined) return undefined;
  const loudest = others.reduce((one, other) => (other.best > one.best ? other : one), first);
  return { log: others.reduce((sum, { all }) => logSum(sum, all), first.all), since: loudest.since };
};

export const logSum = (one: number, other: number): number =>
  one > other ? one + Math.log1p(Math.exp(other - one)) : other + Math.log1p(Math.exp(one - other));
