import { saturation } from './saturation.ts';
import type { DiskGuard, MetricGuard } from './shape.ts';

/** Logs, caches and captured data fill it; a full one fails in ways that nobody expects. */
export const disk = ({ above }: DiskGuard, endpoint: string): MetricGuard =>
  saturation(
    { id: 'disk', metric: 'DiskUtilization', above, because: 'The disks of its instances are nearly full' },
    endpoint,
  );
