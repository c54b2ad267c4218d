import type { MetricSample } from '../../../types.ts';

/**
 * What is known of the samples of one stretch of time. Slots of the store are tallies that still grow; who reads one
 * sees it as it is now.
 */
export type Tally = {
  readonly count: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
  /** Statistics that somebody else computed, by their name: then they are all that is known. */
  readonly recorded: Recorded | undefined;
};
export type Recorded = Readonly<Record<string, number>>;

/** Values in ascending order; `upTo[i]` samples do not exceed `values[i]`. */
export type Samples = { readonly values: Float64Array; readonly upTo: Float64Array };

/** A tally that grows. */
export type Slot = {
  count: number;
  sum: number;
  minimum: number;
  maximum: number;
  recorded: Recorded | undefined;
  /** How often each value occurred; undefined while `samples` stands for it. */
  counts: Map<number, number> | undefined;
  samples: Samples | undefined;
  /** Samples of which only a summary is known: no percentile can be told. */
  summarised: boolean;
  /** What this one is made of, where nobody has asked for its samples yet. */
  parts: readonly Slot[] | undefined;
};

export const emptySlot = (): Slot => ({
  count: 0,
  sum: 0,
  minimum: Number.POSITIVE_INFINITY,
  maximum: Number.NEGATIVE_INFINITY,
  recorded: undefined,
  counts: undefined,
  samples: undefined,
  summarised: false,
  parts: undefined,
});

/** A tally of values with how often each occurred. */
export const tallyOf = (values: Iterable<readonly [value: number, count: number]>): Tally => {
  const slot = emptySlot();
  for (const [value, count] of values) addValue(slot, value, count);
  return slot;
};

/** Throws on what is no sample: a value that is not finite, or a count that is not positive. */
export const addSample = (slot: Slot, { values, set, recorded }: MetricSample): void => {
  if (recorded !== undefined) slot.recorded = withRecorded(slot, recorded);
  if ((values.length > 0 || set !== undefined) && slot.recorded !== undefined) throw new Error(MIXED);
  for (const [value, count] of values) addValue(slot, value, count);
  if (set !== undefined) addSet(slot, set);
};

/** The samples in order; undefined where only their summary is known. */
export const samplesIn = (tally: Tally): Samples | undefined => {
  const slot = tally as Slot;
  if (slot.recorded !== undefined || slot.summarised) return undefined;
  if (slot.samples === undefined) {
    slot.samples = sorted(slot.counts ?? countsOf(slot.parts ?? []));
    // What nobody reads stays a map; what is read again and again takes less room in order.
    slot.counts = undefined;
    slot.parts = undefined;
  }
  return slot.samples;
};

export const countAt = ({ upTo }: Samples, index: number): number => (upTo[index] ?? 0) - (upTo[index - 1] ?? 0);

export const MIXED = 'the small AWS cannot add measured samples to recorded statistics';

const withRecorded = (slot: Slot, recorded: Recorded): Recorded => {
  if (slot.count > 0) throw new Error(MIXED);
  const twice = Object.keys(recorded).find((name) => slot.recorded?.[name] !== undefined);
  if (twice !== undefined) throw new Error(`${twice} of the same time was recorded twice`);
  const wrong = Object.entries(recorded).find(([, value]) => !Number.isFinite(value));
  if (wrong !== undefined) throw new Error(`a recorded ${wrong[0]} of ${wrong[1]} is no statistic`);
  return slot.recorded === undefined ? recorded : { ...slot.recorded, ...recorded };
};

const addValue = (slot: Slot, value: number, count: number): void => {
  if (!Number.isFinite(value) || !(count > 0)) throw new Error(`${count} times the value ${value} is no sample`);
  slot.count += count;
  slot.sum += value * count;
  if (value < slot.minimum) slot.minimum = value;
  if (value > slot.maximum) slot.maximum = value;
  if (slot.summarised) return;
  const counts = opened(slot);
  counts.set(value, (counts.get(value) ?? 0) + count);
};

type Summary = NonNullable<MetricSample['set']>;

/** A summary whose samples are known after all: all of them are equal. */
const addSet = (slot: Slot, set: Summary): void => {
  const { sampleCount, sum, minimum, maximum } = set;
  if (minimum === maximum && Math.abs(sum - minimum * sampleCount) <= 1e-9 * Math.abs(sum)) {
    addValue(slot, minimum, sampleCount);
  } else {
    summarise(slot, set);
  }
};

const summarise = (slot: Slot, { sampleCount, sum, minimum, maximum }: Summary): void => {
  slot.count += sampleCount;
  slot.sum += sum;
  slot.minimum = Math.min(slot.minimum, minimum);
  slot.maximum = Math.max(slot.maximum, maximum);
  slot.summarised = true;
  slot.counts = undefined;
  slot.samples = undefined;
};

const countsOf = (parts: readonly Slot[]): Map<number, number> => {
  const counts = new Map<number, number>();
  for (const samples of parts.flatMap((part) => samplesIn(part) ?? [])) {
    for (const [index, value] of samples.values.entries()) {
      counts.set(value, (counts.get(value) ?? 0) + countAt(samples, index));
    }
  }
  return counts;
};

const opened = (slot: Slot): Map<number, number> => {
  const { samples } = slot;
  slot.counts ??= new Map(
    samples === undefined ? [] : [...samples.values].map((value, index) => [value, countAt(samples, index)]),
  );
  slot.samples = undefined;
  return slot.counts;
};

const sorted = (counts: ReadonlyMap<number, number>): Samples => {
  const values = Float64Array.from(counts.keys()).sort();
  const upTo = new Float64Array(values.length);
  let total = 0;
  for (const [index, value] of values.entries()) {
    total += counts.get(value) ?? 0;
    upTo[index] = total;
  }
  return { values, upTo };
};
