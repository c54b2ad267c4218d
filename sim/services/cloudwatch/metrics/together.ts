import { emptySlot, MIXED, type Recorded, type Slot } from './tally.ts';

/** What several slots make together; undefined when there are none. */
export const together = (slots: readonly Slot[]): Slot | undefined => {
  const [first, second] = slots;
  return first === undefined || second === undefined ? first : sumOfSlots(slots);
};

const sumOfSlots = (slots: readonly Slot[]): Slot => {
  const all = emptySlot();
  const recorded = slots.map((slot) => slot.recorded).filter((one) => one !== undefined);
  if (recorded.length === slots.length) all.recorded = recordedTogether(recorded);
  else if (recorded.length > 0) throw new Error(MIXED);
  for (const { count, sum, minimum, maximum, summarised } of slots) {
    all.count += count;
    all.sum += sum;
    all.minimum = Math.min(all.minimum, minimum);
    all.maximum = Math.max(all.maximum, maximum);
    all.summarised ||= summarised;
  }
  all.parts = slots;
  return all;
};

/**
 * Of statistics that were recorded period by period, only those can be told of a longer period that follow from each
 * other: no percentile, and no average unless it is known of how many samples each was.
 */
const recordedTogether = (parts: readonly Recorded[]): Recorded => {
  const all = (name: string, of: (part: Recorded) => number | undefined = (part) => part[name]) => {
    const values = parts.flatMap((part) => of(part) ?? []);
    return values.length === parts.length ? values : undefined;
  };
  const count = total(all('SampleCount'));
  const sum = total(all('Sum', sumOf));
  const [minima, maxima] = [all('Minimum'), all('Maximum')];
  return {
    ...(count !== undefined && { SampleCount: count }),
    ...(sum !== undefined && { Sum: sum }),
    ...(count !== undefined && sum !== undefined && count > 0 && { Average: sum / count }),
    ...(minima && { Minimum: Math.min(...minima) }),
    ...(maxima && { Maximum: Math.max(...maxima) }),
  };
};

const sumOf = ({ Sum, Average, SampleCount }: Recorded): number | undefined =>
  Sum ?? (Average === undefined || SampleCount === undefined ? undefined : Average * SampleCount);

const total = (values: readonly number[] | undefined): number | undefined =>
  values?.reduce((sum, value) => sum + value, 0);
