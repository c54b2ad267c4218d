import type { Guard, MetricWatched } from '../policy.ts';
import type { Kind, MeasuredVariant, MetricRead } from './kind.ts';
import { limitOf } from './limit.ts';

/** The metric as it stands in CloudWatch; undefined: the guard watches none of its own. */
export const metricOf = ({ metric: watched }: Guard, variant: string | undefined): MetricRead | undefined =>
  watched && {
    name: watched.name,
    stat: watched.stat,
    namespace: watched.namespace,
    dimensions: dimensionsIn(watched, variant),
    isWhole: true,
  };

const dimensionsIn = (
  { dimensions, variantDimension }: MetricWatched,
  variant: string | undefined,
): Readonly<Record<string, string>> =>
  variantDimension === undefined || variant === undefined ? dimensions : { ...dimensions, [variantDimension]: variant };

/** How many datapoints a figure stands for. */
export const SAMPLES = 'SampleCount';

/**
 * Any metric against a threshold. A period with too few samples to judge by reads as the threshold itself, which is not
 * beyond it.
 */
const measured = (guard: Guard, { variant }: MeasuredVariant): ReturnType<Kind['measured']> => {
  const m = metricOf(guard, variant);
  const fewest = guard.metric?.minSamples;
  if (m === undefined) return undefined;
  return fewest === undefined
    ? { expression: 'm', metrics: { m } }
    : { expression: `IF(n >= ${fewest}, m, ${limitOf(guard)})`, metrics: { n: { ...m, stat: SAMPLES }, m } };
};

export const metric: Kind = {
  provedBy: 'readings',
  measured,
  reading: () => undefined,
  figure: (read) => read,
  countsFailures: () => false,
  neededShare: () => 1,
};
