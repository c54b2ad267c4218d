import * as v from 'valibot';
import type { Guard } from '../../../lambdas/domain/policy.ts';
import { orFalse } from '../fields.ts';
import { type AlarmGuard, alarmField, alarmGuards } from './alarms.ts';
import { type CpuGuard, cpu } from './cpu.ts';
import { type DiskGuard, disk } from './disk.ts';
import { type DriftGuard, drift, driftField } from './drift.ts';
import { type GpuGuard, gpu, gpuMemory } from './gpu.ts';
import { type MemoryGuard, memory } from './memory.ts';
import { type MetricGuard, metricField, metricGuard } from './metric.ts';
import { type QualityGuard, quality, qualityField } from './quality.ts';
import { perCore, perGpu, saturationField } from './saturation.ts';

/** Guards that no minute of requests tells of: any metric, and any alarm. */
export type ReadingGuards = {
  /** Share of all cores in use, in three minutes in a row. */
  readonly cpu?: CpuGuard | false;
  readonly memory?: MemoryGuard | false;
  readonly gpu?: GpuGuard | false;
  readonly gpuMemory?: GpuGuard | false;
  readonly disk?: DiskGuard | false;
  /** Of Model Monitor: data quality, and model quality. They name no variant. */
  readonly drift?: readonly DriftGuard[];
  readonly quality?: readonly QualityGuard[];
  /** Any other metric: a business figure, users' feedback. */
  readonly metrics?: readonly MetricGuard[];
  /** Alarms that there are already. */
  readonly alarms?: readonly AlarmGuard[];
};

const list = <S extends v.GenericSchema>(item: S) => v.optional(v.array(item, 'must be a list'));
const part = <S extends v.GenericSchema>(schema: S) => v.optional(orFalse(schema));

export const readingFields = {
  cpu: part(perCore),
  memory: part(saturationField),
  gpu: part(perGpu),
  gpuMemory: part(perGpu),
  disk: part(saturationField),
  drift: list(driftField),
  quality: list(qualityField),
  metrics: list(metricField),
  alarms: list(alarmField),
};

type Made = readonly MetricGuard[];
type Makers = {
  readonly [Key in keyof Omit<ReadingGuards, 'alarms'>]-?: (config: ReadingGuards, endpoint: string) => Made;
};

/** Leaving one out is a compile error. */
const MAKERS: Makers = {
  cpu: ({ cpu: of }, endpoint) => (of ? [cpu(of, endpoint)] : []),
  memory: ({ memory: of }, endpoint) => (of ? [memory(of, endpoint)] : []),
  gpu: ({ gpu: of }, endpoint) => (of ? [gpu(of, endpoint)] : []),
  gpuMemory: ({ gpuMemory: of }, endpoint) => (of ? [gpuMemory(of, endpoint)] : []),
  disk: ({ disk: of }, endpoint) => (of ? [disk(of, endpoint)] : []),
  drift: ({ drift: each = [] }, endpoint) => each.map((of) => drift(of, endpoint)),
  quality: ({ quality: each = [] }, endpoint) => each.map((of) => quality(of, endpoint)),
  metrics: ({ metrics = [] }) => metrics,
};

export const readingGuards = (config: ReadingGuards, endpoint: string): readonly Guard[] => [
  ...Object.values(MAKERS).flatMap((make) => make(config, endpoint).map(metricGuard)),
  ...alarmGuards(config.alarms ?? []),
];
