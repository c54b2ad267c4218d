import type { Watch, WatchedMetric } from '../../../lambdas/domain/lint/watch.ts';

export const metric = (over: Partial<WatchedMetric> = {}): WatchedMetric => ({
  id: 'm1',
  namespace: 'AWS/SageMaker',
  name: 'Invocation5XXErrors',
  stat: 'Average',
  period: 60,
  dimensions: { EndpointName: 'fraud', VariantName: 'canary' },
  ...over,
});

/** More than 5 % of a canary's requests failed, in two minutes of three. */
export const watch = (over: Partial<Watch> = {}, ...metrics: readonly Partial<WatchedMetric>[]): Watch => ({
  name: 'own',
  comparison: 'above',
  threshold: 0.05,
  breaching: 2,
  outOf: 3,
  missing: 'notBreaching',
  expression: 'm1',
  metrics: (metrics.length === 0 ? [{}] : metrics).map(metric),
  ...over,
});

const N: Partial<WatchedMetric> = { id: 'n', name: 'Invocations', stat: 'Sum' };
const E: Partial<WatchedMetric> = { id: 'e', stat: 'Sum' };
const P: Partial<WatchedMetric> = { id: 'p', name: 'ModelLatency', stat: 'p99' };

/** Share of at least so many requests. */
export const ratio = (threshold: number, over: Partial<Watch> = {}): Watch =>
  watch({ expression: 'IF(n >= 50, e / n, 0)', threshold, ...over }, N, E);

/** A percentile in milliseconds, of at least so many requests. */
export const slow = (threshold: number, over: Partial<Watch> = {}): Watch =>
  watch({ expression: 'IF(n >= 100, p / 1000, 0)', threshold, ...over }, N, P);

/** The percentile as SageMaker publishes it. */
export const raw = (threshold: number, over: Partial<Watch> = {}): Watch =>
  watch({ threshold, ignoresFewSamples: true, ...over }, { name: 'ModelLatency', stat: 'p99' });

export const utilisation = (name: string, threshold: number, over: Partial<WatchedMetric> = {}): Watch =>
  watch({ threshold }, { namespace: '/aws/sagemaker/Endpoints', name, ...over });
