import { kindOf } from './guards/index.ts';
import type { MetricRead } from './guards/kind.ts';
import type { Guard } from './policy.ts';

/** What an alarm asks of its metrics, part by part, in words that can be compared and told. */
export type AlarmDefinition = Readonly<
  Record<'threshold' | 'periods' | 'missing data' | 'computes' | 'metrics', string>
>;

/** Seconds: SageMaker publishes invocation metrics once a minute. */
export const PERIOD = 60;

export const NAMESPACE = 'AWS/SageMaker';

/** Whose metrics a guard's alarm watches. */
export type MeasuredVariant = { readonly deployment: string; readonly endpoint: string; readonly variant: string };

export const dimensionsOf = (
  { endpoint, variant }: Pick<MeasuredVariant, 'endpoint' | 'variant'>,
  { dimensions }: Pick<MetricRead, 'dimensions'>,
): Readonly<Record<string, string>> => ({ ...dimensions, EndpointName: endpoint, VariantName: variant });

/** The definition that a guard's alarm was deployed with. */
export const promisedDefinition = (of: MeasuredVariant, guard: Guard): AlarmDefinition => {
  const { expression, metrics } = kindOf(guard).measured(guard, of);
  return {
    threshold: `GreaterThanThreshold ${guard.above}`,
    periods: `${guard.breachingPeriods} of ${guard.outOfPeriods}`,
    'missing data': 'notBreaching',
    computes: expression,
    metrics: metricWords(
      Object.entries(metrics).map(([id, one]) => ({
        id,
        namespace: NAMESPACE,
        period: PERIOD,
        ...one,
        dimensions: dimensionsOf(of, one),
      })),
    ),
  };
};

export type Metric = {
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly stat: string;
  readonly period: number;
  readonly dimensions: Readonly<Record<string, string>>;
};

/** The same for the same metrics, in whatever order CloudWatch gives them back. */
export const metricWords = (metrics: readonly Metric[]): string =>
  metrics
    .map(({ id, namespace, name, stat, period, dimensions }) => {
      const of = Object.entries(dimensions).map(([key, value]) => `${key}=${value}`);
      return `${id}: ${stat} of ${namespace} ${name} (${of.toSorted().join(', ')}) each ${period} s`;
    })
    .toSorted()
    .join('; ');

/** Each part that is not as promised, in words. */
export const changesOf = (found: AlarmDefinition, promised: AlarmDefinition): readonly string[] =>
  (Object.keys(promised) as (keyof AlarmDefinition)[])
    .filter((part) => found[part] !== promised[part])
    .map((part) => `${part}: ${found[part]}, and not ${promised[part]}`);
