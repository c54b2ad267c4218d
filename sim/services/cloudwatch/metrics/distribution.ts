import { countAt, type Samples } from './tally.ts';

/** Above `from` (percent: without the lowest so many), up to and including `to`; undefined is no bound. */
export type Range = {
  readonly by: 'percent' | 'value';
  readonly from: number | undefined;
  readonly to: number | undefined;
};

/** The smallest value that at least `percent` of the samples do not exceed. */
export const valueAt = ({ values, upTo }: Samples, percent: number): number | undefined =>
  values[firstAtLeast(upTo, Math.max(1, rankUpTo(upTo, percent)))];

export type Trimmed = { readonly count: number; readonly sum: number };

/** The samples inside the range: by percent whole samples, as many above as the percentile of the same number drops. */
export const trimmed = (samples: Samples, range: Range): Trimmed => {
  const [after, last] = range.by === 'percent' ? ranksIn(samples, range) : ranksBetween(samples, range);
  let [count, sum] = [0, 0];
  for (const [index, value] of samples.values.entries()) {
    const reached = samples.upTo[index] ?? 0;
    const inside = Math.min(reached, last) - Math.max(reached - countAt(samples, index), after);
    if (inside <= 0) continue;
    count += inside;
    sum += value * inside;
  }
  return { count, sum };
};

/** The mean, with what is outside of the range counted as the value at its edge. */
export const winsorizedMean = (samples: Samples, { by, from, to }: Range): number => {
  const edge = (bound: number | undefined) => (bound === undefined || by === 'value' ? bound : valueAt(samples, bound));
  const [low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY] = [edge(from), edge(to)];
  let sum = 0;
  for (const [index, value] of samples.values.entries()) {
    sum += Math.min(Math.max(value, low), high) * countAt(samples, index);
  }
  return sum / sizeOf(samples);
};

/** The percentage of samples above `from`, up to and including `to`. */
export const percentileRank = (samples: Samples, range: Range): number => {
  const [after, last] = ranksBetween(samples, range);
  return (100 * Math.max(0, last - after)) / sizeOf(samples);
};

const sizeOf = ({ upTo }: Samples): number => upTo.at(-1) ?? 0;

/** 99.9 % of 1,000 samples are 999 of them, whatever floating point makes of it. */
const SLACK = 1e-9;

const rankUpTo = (upTo: Float64Array, percent: number): number =>
  Math.ceil((percent / 100) * (upTo.at(-1) ?? 0) - SLACK);

const ranksIn = ({ upTo }: Samples, { from = 0, to = 100 }: Range): readonly [number, number] => [
  Math.floor((from / 100) * (upTo.at(-1) ?? 0) + SLACK),
  rankUpTo(upTo, to),
];

const ranksBetween = (samples: Samples, { from, to }: Range): readonly [number, number] => [
  from === undefined ? 0 : rankOf(samples, from),
  to === undefined ? sizeOf(samples) : rankOf(samples, to),
];

/** How many samples do not exceed a value. */
const rankOf = ({ values, upTo }: Samples, value: number): number => {
  const after = firstAbove(values, value);
  return upTo[after - 1] ?? 0;
};

const firstAtLeast = (sorted: Float64Array, wanted: number): number =>
  bisect(sorted.length, (index) => (sorted[index] ?? 0) >= wanted);
const firstAbove = (sorted: Float64Array, wanted: number): number =>
  bisect(sorted.length, (index) => (sorted[index] ?? 0) > wanted);

/** The first place where a test holds that holds for all places after it. */
const bisect = (length: number, holds: (index: number) => boolean): number => {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
};
