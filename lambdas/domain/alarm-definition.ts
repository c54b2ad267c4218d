import { kindOf } from './guards/index.ts';
import type { MeasuredVariant, MetricRead } from './guards/kind.ts';
import { limitOf } from './guards/limit.ts';
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

/** What a guard's alarm watches, each metric with all that names it. */
export const metricsOf = (of: MeasuredVariant, guard: Guard): readonly Metric[] =>
  Object.entries(kindOf(guard).measured(guard, of)?.metrics ?? {}).map(([id, one]) => ({
    id,
    namespace: one.namespace ?? NAMESPACE,
    name: one.name,
    stat: one.stat,
    period: periodIn(guard),
    dimensions: dimensionsOf(of, one),
  }));

/** The definition that a guard's alarm was deployed with; undefined: it is not ours. */
export const promisedDefinition = (of: MeasuredVariant, guard: Guard): AlarmDefinition | undefined => {
  const measured = kindOf(guard).measured(guard, of);
  return (
    measured && {
      threshold: `${guard.below === undefined ? 'GreaterThanThreshold' : 'LessThanThreshold'} ${limitOf(guard)}`,
      periods: `${guard.breachingPeriods} of ${guard.outOfPeriods}`,
      'missing data': guard.missing ?? 'notBreaching',
      computes: measured.expression,
      metrics: metricWords(metricsOf(of, guard)),
    }
  );
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
