import type { MetricGuard } from './metric.ts';
import { saturation } from './saturation.ts';

export type CpuGuard = {
  /** Share (0..1) of all cores of an instance. */
  readonly above: number;
  /** Cores (vCPUs) of the variant's instance type: CloudWatch counts 100 % for each. */
  readonly cores: number;
};

/** Requests queue where no core is free, and latency follows. */
export const cpu = ({ above, cores }: CpuGuard, endpoint: string): MetricGuard =>
  saturation(
    { id: 'cpu', metric: 'CPUUtilization', above, because: 'Its instances are out of CPU, and answers get slow next' },
    endpoint,
    cores,
  );
