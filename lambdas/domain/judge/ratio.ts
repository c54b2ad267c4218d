import { dispersionOf } from './dispersion.ts';
import { type Growth, grow } from './growth.ts';
import type { Measure, Settings } from './measure.ts';
import { minutesUntil } from './minutes-until.ts';
import { type Pair, type Side, sum } from './pair.ts';

/** So many times as many errors as stable. */
export const ALTERNATIVES = [
  { times: 1.1, weight: 0.02 },
  { times: 1.25, weight: 0.04 },
  { times: 1.5, weight: 0.06 },
  { times: 2, weight: 0.14 },
  { times: 3, weight: 0.24 },
  { times: 4, weight: 0.24 },
  { times: 6, weight: 0.13 },
  { times: 10, weight: 0.08 },
  { times: 20, weight: 0.05 },
] as const;

type Sides = Omit<Pair, 'start'>;

/**
 * A sequential two-sample test. Were canary and stable alike, each error would be the canary's with a probability of the
 * canary's share of that minute's requests; the likelihood ratio against that, mixed over how much worse the canary may be
 * and since when, is an e-value at every minute. It needs no baseline, holds for unequal weights, and is blind to what both
 * variants share. It assumes requests that fail independently of each other: with frequent errors it is strict (errors drawn
 * without replacement scatter less: Hoeffding 1963, theorem 4). For errors in clusters the likelihood is taken to its root,
 * by as much as stable's own errors cluster; that they cluster in the canary alike is assumed.
 */
export const ratio = (settings: Settings): Measure<Side> => ({
  spreadOf: dispersionOf,
  minuteOn: (so, pair, dispersion) => minuteOn(so, pair, dispersion, settings),
  total: totalOf,
  worseBy: (canary, stable) => shareOf(canary) - shareOf(stable),
  worstOf,
  needs: (canary, stable, minutes, dispersion) => {
    const minute = { canary: perMinute(canary, minutes), stable: perMinute(atLeastHalfBad(stable), minutes) };
    return minute.canary.requests * minutesOf(worseBy(minute, settings.smallest), settings, dispersion);
  },
});

const minuteOn = (so: Growth, pair: Pair, dispersion: number, { falseAlarms }: Settings): Growth => {
  const most = mostAMinute(falseAlarms);
  return grow(so, ALTERNATIVES, pair.start, ({ times }) => Math.min(most, speaksFor(pair, times) / dispersion));
};

/** To the logarithm. As much as it takes, and the prior takes from that: so it takes two minutes at least. */
const mostAMinute = (falseAlarms: number): number => -Math.log(falseAlarms);

/** Logarithm of the likelihood of these errors if the canary had so many times as many, over that if both were alike. */
export const speaksFor = ({ canary, stable }: Sides, times: number): number => {
  const alike = canary.requests / (canary.requests + stable.requests);
  return canary.bad * Math.log(times) - (canary.bad + stable.bad) * Math.log1p((times - 1) * alike);
};

export const totalOf = (minutes: readonly Side[]): Side => ({
  requests: sum(minutes, ({ requests }) => requests),
  bad: sum(minutes, ({ bad }) => bad),
});

export const shareOf = ({ requests, bad }: Side): number => (requests === 0 ? 0 : bad / requests);

/** Two standard errors worse, and as if of so many requests that nothing about it is uncertain. */
const worstOf = (past: Side, dispersion: number): Side => {
  const share = (past.bad + 1) / (past.requests + 1);
  const worst = share + 2 * Math.sqrt((dispersion * share) / past.requests);
  return { requests: KNOWN, bad: KNOWN * worst };
};
const KNOWN = 1e9;

/** It may just not have had one so far. */
const atLeastHalfBad = ({ requests, bad }: Side): Side => ({ requests, bad: Math.max(bad, 0.5) });

const perMinute = ({ requests, bad }: Side, minutes: number): Side => ({
  requests: requests / minutes,
  bad: bad / minutes,
});

/** The same minute, with a canary whose share is worse by so much. */
const worseBy = ({ canary, stable }: Sides, difference: number): Sides => ({
  canary: { requests: canary.requests, bad: canary.requests * (shareOf(stable) + difference) },
  stable,
});

/** After so many minutes like this one the test is expected to speak. */
export const minutesOf = (minute: Sides, { falseAlarms }: Settings, dispersion: number): number =>
  minutesUntil(
    -Math.log(falseAlarms),
    ALTERNATIVES.map(({ times, weight }) => ({
      weight,
      aMinute: Math.min(mostAMinute(falseAlarms), speaksFor(minute, times) / dispersion),
    })),
  );
