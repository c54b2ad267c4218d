import type { Problem } from '../contradictions.ts';
import type { LooseEndpoint, LooseGuards } from '../loose.ts';
import { alarmProblems } from './alarms.ts';
import { metricProblems } from './metric.ts';
import { idPart } from './monitor.ts';
import { trafficProblems } from './traffic.ts';

type Around = { readonly deployment: string; readonly earlier: readonly (LooseEndpoint | undefined)[] };

/** What of guards with a metric or an alarm of their own is right alone, and wrong together. */
export const readingProblems = (endpoint: LooseEndpoint, { deployment, earlier }: Around): Problem[] => {
  const { guards = {}, stable, canaries = [] } = endpoint;
  return [
    ...metricProblems(guards.metrics ?? [], ['guards', 'metrics']),
    ...metricProblems(guards.quality ?? [], ['guards', 'quality']),
    ...alarmProblems(guards.alarms ?? [], {
      at: ['guards', 'alarms'],
      variants: [stable, ...canaries],
      ours: `${deployment}/`,
      taken: earlier.flatMap((other) => (other?.guards?.alarms ?? []).map((alarm) => alarm?.name)),
    }),
    ...trafficProblems(endpoint),
    ...withoutCanary(endpoint),
    ...sameId(guards),
  ];
};

const withoutCanary = ({ guards = {}, strategy, canaries }: LooseEndpoint): Problem[] =>
  strategy?.restore !== undefined || canaries?.length === 0
    ? (guards.metrics ?? []).flatMap((metric, index) =>
        metric?.comparedWith === 'stable'
          ? [
              {
                path: ['guards', 'metrics', index, 'comparedWith'],
                saw: 'stable',
                right: 'must be left out where there is no canary: it compares one with stable',
              },
            ]
          : [],
      )
    : [];

/** Names of guards that are made from the rest of the config. */
const RESERVED =
  /^(errors|slow|latency|overhead|judge|alarm|drift|quality)-|^(traffic|cpu|memory|gpu|gpu-memory|disk)$/;

const sameId = ({ metrics = [], drift = [], quality = [] }: LooseGuards): Problem[] => [
  ...metrics.flatMap((metric, index): Problem[] =>
    metric?.id !== undefined && RESERVED.test(metric.id)
      ? [
          {
            path: ['guards', 'metrics', index, 'id'],
            saw: metric.id,
            right: 'must be another one: guards that are made for you are called so',
          },
        ]
      : [],
  ),
  ...twice(
    metrics.map((metric) => metric?.id),
    ['guards', 'metrics'],
    'id',
  ),
  ...twice(
    drift.map((one) => one?.feature && idPart(one.feature)),
    ['guards', 'drift'],
    'feature',
  ),
  ...twice(
    quality.map((one) => one?.metric && idPart(one.metric)),
    ['guards', 'quality'],
    'metric',
  ),
];

const twice = (ids: readonly (string | undefined)[], at: readonly string[], key: string): Problem[] =>
  ids.flatMap((id, index): Problem[] =>
    id !== undefined && ids.indexOf(id) < index
      ? [{ path: [...at, index, key], saw: id, right: 'must be named once: two guards cannot have one name' }]
      : [],
  );

/** How many alarms they make, or read, for so many variants. */
export const alarmsOf = (guards: LooseGuards, variants: number): number => {
  const { cpu, memory, gpu, gpuMemory, disk, traffic, drift = [], quality = [], metrics = [], alarms = [] } = guards;
  const used = [cpu, memory, gpu, gpuMemory, disk].filter((one) => one !== undefined && one !== false).length;
  const named = metrics.filter((metric) => metric?.variantDimension !== undefined).length;
  const compared = metrics.filter((metric) => metric?.comparedWith === 'stable').length;
  const ofAll = [...drift, ...quality, ...alarms, ...(traffic ? [traffic] : [])].length + (metrics.length - named);
  return (used + named) * variants - compared + ofAll;
};
