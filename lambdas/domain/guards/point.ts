import { breaches, type Instant, measure } from '../model.ts';
import type { Guard } from '../policy.ts';
import type { Reading } from '../situation.ts';
import { kindOf } from './index.ts';
import { isFine, type Reading as KindReading, type MetricRead, REQUESTS } from './kind.ts';
import { limitOf } from './limit.ts';
import { partsOf } from './metric.ts';

/** All that a look asks for to judge a period: what the alarm computes with, and the line of its band. */
export const readsOf = (guard: Guard, variant: string | undefined): Readonly<Record<string, MetricRead>> => {
  const reading = readingBySecond(guard);
  if (reading) return { m: reading, n: REQUESTS };
  const parts = partsOf(guard, variant);
  const [{ m }, deviations] = [parts, limitOf(guard)];
  if (!guard.anomalyBand || m === undefined || deviations === undefined) return parts;
  return { ...parts, b: { ...m, line: { side: guard.below === undefined ? 'upper' : 'lower', deviations } } };
};

/** What was read of each part. */
type Read = (part: string) => number | undefined;

/**
 * One period as its alarm computes it, from what was read of each part; nothing where there is nothing to compare. A period
 * for which CloudWatch has no band yet is there all the same: it is not silent.
 */
export const pointOf = (guard: Guard, start: Instant, read: Read): readonly Reading[] => {
  const { timesOf, anomalyBand, metric: watched } = guard;
  const [value, beside, line] = [read('m'), read('s'), read('b')];
  const samples = watched?.minSamples === undefined ? undefined : (part: string) => read(part) ?? 0;
  if (value === undefined) return [];
  const reading = readingBySecond(guard);
  if (reading) return ofRequests(guard, { start, reading, read: value, requests: read('n') ?? 0 });
  if (anomalyBand) return [{ start, value, ...(line !== undefined && { beside: line }) }];
  if (timesOf === undefined) return [{ start, value, ...(samples && { samples: samples('n') }) }];
  if (beside === undefined || beside <= 0) return [];
  return [{ start, value: value / beside, beside, ...(samples && { samples: Math.min(samples('n'), samples('k')) }) }];
};

/** Undefined: it asks for no requests, or for whole minutes of them. */
const readingBySecond = (guard: Guard) => (isFine(guard) ? kindOf(guard).reading(guard) : undefined);

type OfRequests = {
  readonly start: Instant;
  readonly reading: KindReading;
  readonly read: number;
  readonly requests: number;
};

/** A few seconds are judged as a minute is. What keeps the guard is never beyond its share, whatever is allowed beside that. */
const ofRequests = (guard: Guard, { start, reading, read, requests }: OfRequests): readonly Reading[] => {
  const seconds = { start, requests, values: { [reading.key]: read / reading.per } };
  const figure = requests > 0 ? measure(guard, seconds) : 0;
  const value = breaches(guard, seconds) ? figure : Math.min(figure, limitOf(guard) ?? 0);
  return [{ start, value, samples: requests }];
};
