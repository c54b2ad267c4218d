import type { MetricRead } from './guards/kind.ts';
import type { Guard } from './policy.ts';

/** What an alarm asks of its metrics, part by part, in words that can be compared and told. */
export type AlarmDefinition = Readonly<
  Record<'threshold' | 'periods' | 'missing data' | 'computes' | 'metrics', string>
>;

/** Seconds: SageMaker publishes invocation metrics once a minute. */
export const PERIOD = 60;

export const periodIn = ({ periodSeconds = PERIOD }: Guard): number => periodSeconds;

export const NAMESPACE = 'AWS/SageMaker';

export const dimensionsOf = (
  { endpoint = '', variant }: { readonly [Of in 'endpoint' | 'variant']?: string | undefined },
  { dimensions, isWhole }: Pick<MetricRead, 'dimensions' | 'isWhole'>,
): Readonly<Record<string, string>> => ({
  ...dimensions,
  ...(!isWhole && { EndpointName: endpoint, ...(variant !== undefined && { VariantName: variant }) }),
});

/** What stands for the threshold of an alarm that has a band in its place. */
export const BAND = 'band';

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
