import { type Growth, grow } from './growth.ts';
import type { Measure, Settings } from './measure.ts';
import { minutesUntil } from './minutes-until.ts';
import { type Pair, type Scored, sum } from './pair.ts';
import { LEAST, successive } from './variation.ts';

/** Shares of what was won so far that are bet on the next minute. */
const BETS = [
  { stake: 0.05, weight: 0.2 },
  { stake: 0.1, weight: 0.2 },
  { stake: 0.2, weight: 0.2 },
  { stake: 0.4, weight: 0.2 },
  { stake: 0.8, weight: 0.2 },
] as const;

/** A minute that differs by more standard deviations than this counts as one that differs by so many. */
const CLIP = 4;

export type Direction = 'higher' | 'lower';

/**
 * A betting martingale on minute means: each minute is bet on canary minus stable, less `smallest`, in units of four
 * standard deviations. As long as the canary is not expected to be worse by more than `smallest`, whatever was seen before,
 * no stakes win in the long run (Waudby-Smith and Ramdas, arXiv:2010.09686); the mixture over stakes and beginnings is an
 * e-value at every minute.
 *
 * It assumes: minutes are no worse or better in expectation for what went before; the number of scores tells nothing about
 * them; and what lies beyond four standard deviations weighs no more on the good side than on the bad one, since there it is
 * cut. The standard deviation comes from stable's earlier minutes: taken wrong it costs time, and only by that cut truth.
 */
export const mean = (settings: Settings, worse: Direction): Measure<Scored> => {
  const sign = worse === 'higher' ? 1 : -1;
  const worseBy = (canary: Scored, stable: Scored): number => sign * (canary.mean - stable.mean);
  return {
    spreadOf: varianceOf,
    minuteOn: (so, pair, variance) => minuteOn(so, pair, worseBy(pair.canary, pair.stable), variance, settings),
    total: totalOf,
    worseBy,
    worstOf: (past, variance) => ({
      requests: past.requests,
      mean: past.mean + sign * 2 * Math.sqrt(variance / past.requests),
    }),
    needs: (canary, stable, minutes, variance) => requestsNeeded(canary, stable, minutes, variance, settings),
  };
};

const minuteOn = (so: Growth, pair: Pair<Scored>, worseBy: number, variance: number, settings: Settings): Growth => {
  const won = (worseBy - settings.smallest) / unitOf(pair, variance, settings);
  const cut = Math.max(-1, Math.min(1, won));
  return grow(so, BETS, pair.start, ({ stake }) => Math.log1p(stake * cut));
};

/** What is won or lost at the most. Not below `smallest`, for scores that never differed so far. */
const unitOf = ({ canary, stable }: Omit<Pair<Scored>, 'start'>, variance: number, { smallest }: Settings): number =>
  Math.max(CLIP * Math.sqrt(variance * (1 / canary.requests + 1 / stable.requests)), smallest);

/** Of one score, from how successive minutes differ: a slow rise or a daily cycle is no difference between them. */
export const varianceOf = (minutes: readonly Scored[]): number | undefined => {
  const scored = minutes.filter(({ requests }) => requests > 0);
  if (scored.length <= LEAST) return undefined;
  const squares = successive(scored).map(
    ([before, after]) => (after.mean - before.mean) ** 2 / (1 / after.requests + 1 / before.requests),
  );
  return sum(squares, (square) => square) / squares.length;
};

const totalOf = (minutes: readonly Scored[]): Scored => {
  const requests = sum(minutes, (one) => one.requests);
  return { requests, mean: requests === 0 ? 0 : sum(minutes, (one) => one.requests * one.mean) / requests };
};

/** For a canary that is worse by twice the smallest difference: at once that much, nobody would ever be sure of it. */
const requestsNeeded = (
  canary: Scored,
  stable: Scored,
  minutes: number,
  variance: number,
  settings: Settings,
): number => {
  const minute = { canary: perMinute(canary, minutes), stable: perMinute(stable, minutes) };
  const unit = unitOf(minute, variance, settings);
  const won = settings.smallest / unit;
  const square = won ** 2 + (variance * (1 / minute.canary.requests + 1 / minute.stable.requests)) / unit ** 2;
  const rates = BETS.map(({ stake, weight }) => ({ weight, aMinute: stake * won - (stake ** 2 * square) / 2 }));
  return minute.canary.requests * minutesUntil(-Math.log(settings.falseAlarms), rates);
};

const perMinute = ({ requests, mean: score }: Scored, minutes: number): Scored => ({
  requests: requests / minutes,
  mean: score,
});
