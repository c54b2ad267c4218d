import type { MetricGuard } from './metric.ts';
import { saturation } from './saturation.ts';

/** `above`: share (0..1) of an instance's disk. */
export type DiskGuard = { readonly above: number };

/** Logs, caches and captured data fill it; a full one fails in ways that nobody expects. */
export const disk = ({ above }: DiskGuard, endpoint: string): MetricGuard =>
  saturation(
    { id: 'disk', metric: 'DiskUtilization', above, because: 'The disks of its instances are nearly full' },
    endpoint,
  );
