import { saturation } from './saturation.ts';
import type { CpuGuard, MetricGuard } from './shape.ts';

/** Requests queue where no core is free, and latency follows. */
export const cpu = ({ above, cores }: CpuGuard, endpoint: string): MetricGuard =>
  saturation(
    { id: 'cpu', metric: 'CPUUtilization', above, because: 'Its instances are out of CPU, and answers get slow next' },
    endpoint,
    cores,
  );
