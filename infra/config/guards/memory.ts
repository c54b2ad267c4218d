import type { MetricGuard } from './metric.ts';
import { saturation } from './saturation.ts';

/** `above`: share (0..1) of an instance's memory. */
export type MemoryGuard = { readonly above: number };

/** A model that leaks is killed once nothing is left, and fails everything until it is back. */
export const memory = ({ above }: MemoryGuard, endpoint: string): MetricGuard =>
  saturation(
    { id: 'memory', metric: 'MemoryUtilization', above, because: 'Its instances run out of memory, and fail next' },
    endpoint,
  );
