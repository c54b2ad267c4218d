import type { ErrorSignal, Guard } from './policy.ts';

/** What an alarm asks of its metrics, part by part, in words that can be compared and told. */
export type AlarmDefinition = Readonly<
  Record<'threshold' | 'periods' | 'missing data' | 'computes' | 'metrics', string>
>;

/** What a guard's alarm computes, by the names that its expression gives to the metrics. */
export type Measured = {
  readonly expression: string;
  readonly metrics: Readonly<Record<string, { readonly name: string; readonly stat: string }>>;
};

const ERROR_METRICS: Readonly<Record<ErrorSignal, string>> = {
  '5xx': 'Invocation5XXErrors',
  '4xx': 'Invocation4XXErrors',
  model: 'InvocationModelErrors',
};

/**
 * A share (0..1) or milliseconds, and 0 in a minute with too few requests to judge by. SageMaker emits an error metric as
 * 0 or 1 per response, so that its sum is there whenever `Invocations` is; ModelLatency is in microseconds.
 */
export const measuredBy = (guard: Guard): Measured => {
  const n = { name: 'Invocations', stat: 'Sum' };
  if (guard.signal !== 'latency')
    return {
      expression: `IF(n >= ${guard.minRequests}, e / n, 0)`,
      metrics: { n, e: { name: ERROR_METRICS[guard.signal], stat: 'Sum' } },
    };
  return {
    expression: `IF(n >= ${guard.minRequests}, p / 1000, 0)`,
    metrics: { n, p: { name: 'ModelLatency', stat: `p${guard.percentile}` } },
  };
};

/** Seconds: SageMaker publishes invocation metrics once a minute. */
export const PERIOD = 60;

export const NAMESPACE = 'AWS/SageMaker';

/** The definition that a guard's alarm was deployed with. */
export const promisedDefinition = (endpoint: string, variant: string, guard: Guard): AlarmDefinition => {
  const { expression, metrics } = measuredBy(guard);
  const dimensions = { EndpointName: endpoint, VariantName: variant };
  return {
    threshold: `GreaterThanThreshold ${guard.above}`,
    periods: `${guard.breachingPeriods} of ${guard.outOfPeriods}`,
    'missing data': 'notBreaching',
    computes: expression,
    metrics: metricWords(
      Object.entries(metrics).map(([id, one]) => ({ id, namespace: NAMESPACE, period: PERIOD, dimensions, ...one })),
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
