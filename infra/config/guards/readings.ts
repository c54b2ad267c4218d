import * as v from 'valibot';
import type { Guard } from '../../../lambdas/domain/policy.ts';
import { orFalse } from '../fields.ts';
import { alarmField, alarmGuards } from './alarms.ts';
import { cpu } from './cpu.ts';
import { disk } from './disk.ts';
import { drift, driftField } from './drift.ts';
import { gpu, gpuMemory } from './gpu.ts';
import { memory } from './memory.ts';
import { metricField, metricGuard } from './metric.ts';
import { quality, qualityField } from './quality.ts';
import { perCore, perGpu, saturationField } from './saturation.ts';
import type { MetricGuard, ReadingGuards } from './shape.ts';
import { trafficField, trafficGuard } from './traffic.ts';

const list = <S extends v.GenericSchema>(item: S) => v.optional(v.array(item, 'must be a list'));
const part = <S extends v.GenericSchema>(schema: S) => v.optional(orFalse(schema));

export const readingFields = {
  cpu: part(perCore),
  memory: part(saturationField),
  gpu: part(perGpu),
  gpuMemory: part(perGpu),
  disk: part(saturationField),
  traffic: part(trafficField),
  drift: list(driftField),
  quality: list(qualityField),
  metrics: list(metricField),
  alarms: list(alarmField),
};

type Made = readonly MetricGuard[];
type Makers = {
  readonly [Key in keyof Omit<ReadingGuards, 'traffic' | 'alarms'>]-?: (
    config: ReadingGuards,
    endpoint: string,
  ) => Made;
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

/** What a guard has to know of its endpoint. */
export type GuardedEndpoint = {
  readonly endpoint: string;
  readonly stable: string;
  readonly canaries: readonly string[];
};

export const readingGuards = (
  config: ReadingGuards,
  { endpoint, stable, canaries }: GuardedEndpoint,
): readonly Guard[] => [
  ...(config.traffic ? [trafficGuard(config.traffic, [stable, ...canaries])] : []),
  ...Object.values(MAKERS).flatMap((make) => make(config, endpoint).map((made) => metricGuard(made, stable))),
  ...alarmGuards(config.alarms ?? []),
];
