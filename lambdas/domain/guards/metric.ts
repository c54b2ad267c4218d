import type { Guard, MetricWatched } from '../policy.ts';
import { type Kind, type MeasuredVariant, type MetricRead, UNTOLD } from './kind.ts';
import { limitOf } from './limit.ts';

/** The metric as it stands in CloudWatch; undefined: the guard watches none of its own. */
const metricOf = ({ metric: watched }: Guard, variant: string | undefined): MetricRead | undefined =>
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
 * What is asked of it, by the names that its alarm's expression gives to them: its figure, that of the variant that it is
 * compared with, and how many samples each of them stands for.
 */
export const partsOf = (guard: Guard, variant: string | undefined): Readonly<Record<string, MetricRead>> => {
  const m = metricOf(guard, variant);
  const s = guard.timesOf && metricOf(guard, guard.timesOf);
  const isCounted = guard.metric?.minSamples !== undefined;
  return {
    ...(m && { m, ...(isCounted && { n: { ...m, stat: SAMPLES } }) }),
    ...(s && { s, ...(isCounted && { k: { ...s, stat: SAMPLES } }) }),
  };
};

/**
 * Any metric against a threshold, against so many times another variant's, or against its own band. A period with too few
 * samples to judge by, or in which the other has nothing to compare with, reads as the threshold itself, which is not beyond
 * it.
 */
const measured = (guard: Guard, { variant }: MeasuredVariant): ReturnType<Kind['measured']> => {
  const { m, ...others } = partsOf(guard, variant);
  const fewest = guard.metric?.minSamples;
  if (m === undefined) return undefined;
  if (guard.anomalyBand) return { expression: `ANOMALY_DETECTION_BAND(m, ${limitOf(guard)})`, metrics: { m } };
  const [figure, compared] = guard.timesOf === undefined ? ['m', []] : ['m / s', ['s']];
  const conditions = [
    ...(fewest === undefined ? [] : ['n', ...compared.map(() => 'k')].map((count) => `${count} >= ${fewest}`)),
    ...compared.map((of) => `${of} > 0`),
  ];
  // In parentheses: that comparisons bind before AND, CloudWatch's user guide shows by an example only.
  const condition = conditions.length > 1 ? conditions.map((one) => `(${one})`).join(' AND ') : conditions[0];
  return {
    expression: condition === undefined ? figure : `IF(${condition}, ${figure}, ${limitOf(guard)})`,
    metrics: { ...others, m },
  };
};

export const metric: Kind = {
  ...UNTOLD,
  provedBy: 'readings',
  measured,
};
