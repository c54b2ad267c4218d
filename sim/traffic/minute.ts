import { count, type Tick, type Weighted } from './tick.ts';

/** One variant's past minute, as the journal tells it. Latencies are null where nobody answered. */
export const minuteLine = (ticks: readonly Tick[]) => {
  const last = ticks.at(-1);
  if (last === undefined) throw new Error('a minute without ticks');
  const latencies = ticks.flatMap(({ modelLatencyMs }) => modelLatencyMs).sort(([a], [b]) => a - b);
  return {
    endpoint: last.endpoint,
    variant: last.variant,
    ...(last.configName !== undefined && { config: last.configName }),
    share: Math.round(last.share * 1e4) / 1e4,
    requests: total(ticks, 'requests'),
    errors5xx: total(ticks, 'errors5xx'),
    errors4xx: total(ticks, 'errors4xx'),
    modelErrors: total(ticks, 'modelErrors'),
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  };
};

const total = (ticks: readonly Tick[], key: 'requests' | 'errors5xx' | 'errors4xx' | 'modelErrors'): number =>
  ticks.reduce((sum, tick) => sum + tick[key], 0);

/** Of values in ascending order. */
const percentile = (values: Weighted, share: number): number | null => {
  const rank = Math.max(1, Math.ceil(count(values) * share));
  let seen = 0;
  for (const [value, times] of values) {
    seen += times;
    if (seen >= rank) return Math.round(value * 10) / 10;
  }
  return null;
};
