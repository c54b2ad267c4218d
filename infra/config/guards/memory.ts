import { saturation } from './saturation.ts';
import type { MemoryGuard, MetricGuard } from './shape.ts';

/** A model that leaks is killed once nothing is left, and fails everything until it is back. */
export const memory = ({ above }: MemoryGuard, endpoint: string): MetricGuard =>
  saturation(
    { id: 'memory', metric: 'MemoryUtilization', above, because: 'Its instances run out of memory, and fail next' },
    endpoint,
  );
