import type { MetricGuard } from './metric.ts';
import { saturation } from './saturation.ts';

export type GpuGuard = {
  /** Share (0..1) of all GPUs of an instance. */
  readonly above: number;
  /** GPUs of the variant's instance type: CloudWatch counts 100 % for each. */
  readonly gpus: number;
};

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
