import { DAY } from '../world.ts';
import { NEVER, type Rule } from './rule.ts';

/**
 * spinnaker/kayenta at commit a69573b of 2025-04-08: NetflixACAJudge-v1.0. The minutes' error rates in percent, from the
 * start on (lookbackMins 0), every `interval` minutes; a rank test at a confidence of 98 % with a tolerance of a quarter of the
 * estimated shift, and a mean at least as high (effect size 1). With one metric the score is 0 or 100, so one "High" fails the
 * canary whatever the thresholds. Minutes without a request are removed (nanStrategy). Without `analysisIntervalMins` it judges
 * once, when the canary's lifetime is over.
 */
export const kayenta =
  (interval: number): Rule =>
  (day) => {
    const [canary, stable] = [percents(day.canaryRequests, day.canaryBad), percents(day.stableRequests, day.stableBad)];
    for (let until = interval; until <= DAY; until += interval)
      if (isHigh(upTo(canary, until), upTo(stable, until))) return until;
    return NEVER;
  };

const CONFIDENT = 2.326_347_874;
const TOLERANCE = 0.25;
/** To which the estimate is sought. */
const PRECISION = 1e-4;

/** Of the minutes with requests; where each began, to tell how many there are up to a minute. */
type Percents = { readonly values: Float64Array; readonly minutes: Int32Array };

const percents = (requests: Int32Array, bad: Int32Array): Percents => {
  const values = new Float64Array(DAY);
  const minutes = new Int32Array(DAY);
  let count = 0;
  for (let minute = 0; minute < DAY; minute++) {
    const all = requests[minute] ?? 0;
    if (all === 0) continue;
    values[count] = (100 * (bad[minute] ?? 0)) / all;
    minutes[count++] = minute;
  }
  return { values: values.subarray(0, count), minutes: minutes.subarray(0, count) };
};

const upTo = ({ values, minutes }: Percents, until: number): Float64Array => {
  let count = Math.min(values.length, until);
  while (count > 0 && (minutes[count - 1] ?? 0) >= until) count--;
  return values.subarray(0, count);
};

/** What cannot be high is seen to before it is sorted, and before the shift is sought: neither changes the answer. */
const isHigh = (canaryMinutes: Float64Array, stableMinutes: Float64Array): boolean => {
  if (canaryMinutes.length === 0 || stableMinutes.length === 0) return false;
  if (mean(canaryMinutes) / mean(stableMinutes) < 1) return false;
  const [canary, stable] = [canaryMinutes.toSorted(), stableMinutes.toSorted()];
  if (deviation(canary, stable, 0) <= CONFIDENT) return false;
  const shift = estimate(
    (by) => deviation(canary, stable, by),
    at(canary, 0) - at(stable, -1),
    at(canary, -1) - at(stable, 0),
  );
  return deviation(canary, stable, TOLERANCE * Math.abs(shift)) > CONFIDENT;
};

const at = (values: Float64Array, place: number): number => values.at(place) ?? 0;

const mean = (values: Float64Array): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
};

/** The shift at which the two samples rank alike. */
const estimate = (deviates: (by: number) => number, least: number, most: number): number => {
  let [from, to] = [least, most];
  while (to - from > PRECISION) {
    const middle = (from + to) / 2;
    if (deviates(middle) > 0) from = middle;
    else to = middle;
  }
  return to;
};

/** By how many standard deviations the canary, less `by`, ranks above stable: Wilcoxon's, with ties and for continuity. */
const deviation = (canary: Float64Array, stable: Float64Array, by: number): number => {
  const { ranks, ties } = ranked(canary, stable, by);
  const [n, m] = [canary.length, stable.length];
  const above = ranks - (n * (n + 1)) / 2 - (n * m) / 2;
  const all = n + m;
  const sigma = Math.sqrt(((n * m) / 12) * (all + 1 - ties / (all * (all - 1))));
  return sigma === 0 ? 0 : (above - Math.sign(above) * 0.5) / sigma;
};

/** Sum of the canary's ranks among all, equal values sharing theirs; and what equal values take from the variance. */
const ranked = (canary: Float64Array, stable: Float64Array, by: number) => {
  let [c, s, ranks, ties] = [0, 0, 0, 0];
  while (c < canary.length || s < stable.length) {
    const value = Math.min((canary[c] ?? Infinity) - by, stable[s] ?? Infinity);
    const [fromC, fromS] = [c, s];
    while (c < canary.length && (canary[c] ?? 0) - by === value) c++;
    while (s < stable.length && stable[s] === value) s++;
    const alike = c - fromC + s - fromS;
    ranks += (c - fromC) * (fromC + fromS + (alike + 1) / 2);
    ties += alike ** 3 - alike;
  }
  return { ranks, ties };
};
