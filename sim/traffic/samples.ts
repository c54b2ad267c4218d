import type { MetricSample } from '../types.ts';
import type { Tick, Weighted } from './tick.ts';

/** What SageMaker tells CloudWatch of a variant's answers. Nothing at all where there was no request. */
export const samplesOf = (tick: Tick): readonly MetricSample[] => {
  const { requests, instances, configName } = tick;
  if (requests === 0) return [];
  const samples = [
    sample(tick, 'Invocations', 'None', [[1, requests]]),
    sample(tick, 'InvocationsPerInstance', 'None', perInstance(instances, requests)),
    sample(tick, 'Invocation5XXErrors', 'None', ofAll(requests, tick.errors5xx)),
    sample(tick, 'Invocation4XXErrors', 'None', ofAll(requests, tick.errors4xx)),
    sample(tick, 'InvocationModelErrors', 'None', ofAll(requests, tick.modelErrors)),
    sample(tick, 'ModelLatency', 'Microseconds', microseconds(tick.modelLatencyMs)),
    sample(tick, 'OverheadLatency', 'Microseconds', microseconds(tick.overheadMs)),
  ].filter(({ values }) => values.length > 0);
  if (configName === undefined) return samples;
  // Both fleets have the variant's name; so that an alarm can watch the new one alone, it is counted by its config too.
  const ofFleet = { EndpointConfigName: configName };
  return samples.flatMap((one) => [one, { ...one, dimensions: { ...one.dimensions, ...ofFleet } }]);
};

const sample = (tick: Tick, name: string, unit: string, values: Weighted): MetricSample => ({
  namespace: 'AWS/SageMaker',
  name,
  dimensions: { EndpointName: tick.endpoint, VariantName: tick.variant },
  ...publishedAt(tick),
  unit,
  values,
});

const SECOND = 1_000;

/** High resolution comes once its stretch is over: with that one's last second, none of it can be seen before. */
const publishedAt = ({ from, publishedEverySeconds: every }: Tick): Pick<MetricSample, 'at' | 'resolutionSeconds'> => {
  if (every === undefined) return { at: from };
  const stretch = every * SECOND;
  return { at: Math.floor(from / stretch) * stretch + stretch - SECOND, resolutionSeconds: 1 };
};

const perInstance = (instances: number, requests: number): Weighted =>
  instances > 0 && Number.isFinite(instances) ? [[1 / instances, requests]] : [];

/** 1 for each answer that counts, 0 for each that does not. */
const ofAll = (requests: number, counting: number): Weighted =>
  (
    [
      [1, counting],
      [0, requests - counting],
    ] as const
  ).filter(([, times]) => times > 0);

const microseconds = (values: Weighted): Weighted => values.map(([ms, times]) => [Math.round(ms * 1000), times]);
