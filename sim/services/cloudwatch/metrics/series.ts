import type { Instant, MetricSample } from '../../../types.ts';
import { addSample, emptySlot, type Slot } from './tally.ts';
import { together } from './together.ts';

export const SECOND = 1_000;
export const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long data points are kept, by the length of their slot in ms: as documented. */
export const KEPT = { seconds: 3 * HOUR, minutes: 15 * DAY, fiveMinutes: 63 * DAY, hours: 455 * DAY } as const;

type Tier = { readonly lengthMs: number; readonly kept: number; readonly slots: Map<Instant, Slot> };

/** The data of one metric in one unit. */
export type Series = {
  readonly unit: string;
  /** Minutes, five minutes, hours: what is too old for one tier is in the next. */
  readonly tiers: readonly Tier[];
  /** The same data by the second, once some of it came at high resolution. */
  seconds: Tier | undefined;
};

/** From `from`, up to but not including `to`. */
export type Span = { readonly from: Instant; readonly to: Instant };

export const makeSeries = (unit: string): Series => ({
  unit,
  tiers: [tier(MINUTE, KEPT.minutes), tier(5 * MINUTE, KEPT.fiveMinutes), tier(HOUR, KEPT.hours)],
  seconds: undefined,
});

/** A sample of standard resolution belongs to its minute as a whole, and so to the minute's first second. */
export const put = (series: Series, sample: MetricSample, now: Instant): void => {
  const isFine = sample.resolutionSeconds === 1;
  if (isFine) series.seconds ??= tier(SECOND, KEPT.seconds);
  addSample(slotAt(series.tiers[0], sample.at), sample);
  if (series.seconds !== undefined) {
    addSample(slotAt(series.seconds, isFine ? sample.at : floor(sample.at, MINUTE)), sample);
    evict(series.seconds, undefined, now);
  }
  for (const [index, one] of series.tiers.entries()) evict(one, series.tiers[index + 1], now);
};

/** The data of a span whose slots ended at `until` at the latest. */
export const read = (series: Series, span: Span, until: Instant): Slot | undefined => {
  const [minutes] = series.tiers;
  if (minutes === undefined) return undefined;
  const { from, to } = span;
  if (to - from === MINUTE && from % MINUTE === 0) return to <= until ? minutes.slots.get(from) : undefined;
  if (from % MINUTE === 0 && to % MINUTE === 0) return together(coarse(series, span, until));
  return together(slotsIn(series.seconds ?? minutes, span, until));
};

/** A longer slot is seen by those periods only that it fits into. */
const coarse = (series: Series, span: Span, until: Instant): readonly Slot[] =>
  series.tiers.flatMap((one) => {
    const fits = span.from % one.lengthMs === 0 && span.to % one.lengthMs === 0;
    return fits && one.slots.size > 0 ? slotsIn(one, span, until) : [];
  });

const slotsIn = ({ lengthMs, slots }: Tier, { from, to }: Span, until: Instant): readonly Slot[] => {
  const found: Slot[] = [];
  const last = Math.min(to - 1, until - lengthMs);
  for (let at = Math.ceil(from / lengthMs) * lengthMs; at <= last; at += lengthMs) {
    const slot = slots.get(at);
    if (slot !== undefined) found.push(slot);
  }
  return found;
};

const tier = (lengthMs: number, kept: number): Tier => ({ lengthMs, kept, slots: new Map() });

const floor = (time: Instant, step: number): Instant => Math.floor(time / step) * step;

const slotAt = (one: Tier | undefined, time: Instant): Slot => {
  if (one === undefined) throw new Error('a series has minutes');
  const start = floor(time, one.lengthMs);
  const known = one.slots.get(start);
  if (known !== undefined) return known;
  const slot = emptySlot();
  one.slots.set(start, slot);
  return slot;
};

/** Slots stand in the order in which they came, the oldest first as a rule: only those in front are looked at. */
const evict = ({ slots, kept }: Tier, next: Tier | undefined, now: Instant): void => {
  for (const [start, slot] of slots) {
    if (start >= now - kept) return;
    slots.delete(start);
    if (next === undefined) continue;
    const longer = floor(start, next.lengthMs);
    const merged = together([next.slots.get(longer), slot].filter((one) => one !== undefined));
    if (merged !== undefined) next.slots.set(longer, merged);
  }
};
