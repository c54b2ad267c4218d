import type { Instant } from '../model.ts';
import type { Guard } from '../policy.ts';
import type { Reading } from '../situation.ts';
import type { MetricRead } from './kind.ts';
import { limitOf } from './limit.ts';
import { partsOf } from './metric.ts';

/** All that a look asks for to judge a period: what the alarm computes with, and the line of its band. */
export const readsOf = (guard: Guard, variant: string | undefined): Readonly<Record<string, MetricRead>> => {
  const parts = partsOf(guard, variant);
  const [{ m }, deviations] = [parts, limitOf(guard)];
  if (!guard.anomalyBand || m === undefined || deviations === undefined) return parts;
  return { ...parts, b: { ...m, line: { side: guard.below === undefined ? 'upper' : 'lower', deviations } } };
};

/**
 * One period as its alarm computes it, from what was read of each part; nothing where there is nothing to compare. A period
 * for which CloudWatch has no band yet is there all the same: it is not silent.
 */
export const pointOf = (
  { timesOf, anomalyBand, metric: watched }: Guard,
  start: Instant,
  read: (part: string) => number | undefined,
): readonly Reading[] => {
  const [value, beside, line] = [read('m'), read('s'), read('b')];
  const samples = watched?.minSamples === undefined ? undefined : (part: string) => read(part) ?? 0;
  if (value === undefined) return [];
  if (anomalyBand) return [{ start, value, ...(line !== undefined && { beside: line }) }];
  if (timesOf === undefined) return [{ start, value, ...(samples && { samples: samples('n') }) }];
  if (beside === undefined || beside <= 0) return [];
  return [{ start, value: value / beside, beside, ...(samples && { samples: Math.min(samples('n'), samples('k')) }) }];
};
