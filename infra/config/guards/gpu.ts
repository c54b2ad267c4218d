import { saturation } from './saturation.ts';
import type { GpuGuard, MetricGuard } from './shape.ts';

/** Batches wait where every GPU is busy. */
export const gpu = ({ above, gpus }: GpuGuard, endpoint: string): MetricGuard =>
  saturation(
    {
      id: 'gpu',
      metric: 'GPUUtilization',
      above,
      because: 'Its GPUs are busy all the time, and answers get slow next',
    },
    endpoint,
    gpus,
  );

/** A batch that does not fit fails, and with it every request in it. */
export const gpuMemory = ({ above, gpus }: GpuGuard, endpoint: string): MetricGuard =>
  saturation(
    {
      id: 'gpu-memory',
      metric: 'GPUMemoryUtilization',
      above,
      because: 'Its GPUs run out of memory, and requests fail next',
    },
    endpoint,
    gpus,
  );
