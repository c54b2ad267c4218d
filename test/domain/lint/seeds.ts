import type { Code } from '../../../lambdas/domain/lint/codes.ts';
import type { Watch } from '../../../lambdas/domain/lint/watch.ts';
import { metric, ratio, raw, slow, utilisation, watch } from './watches.ts';

const LATENCY = { name: 'ModelLatency', stat: 'p99' };
const CPU = { namespace: '/aws/sagemaker/Endpoints', name: 'CPUUtilization' };
const SHOP = { namespace: 'Shop', name: 'Complaints' };

/** The error alarm of AWS's page on the deployment guardrails' automatic rollback: Average > 1 of what is 0 or 1. */
export const AWS_EXAMPLE: Watch = watch(
  { name: 'EndToEndDeploymentHighErrorRateAlarm', threshold: 1, outOf: 2 },
  { name: 'Invocation4XXErrors', period: 600 },
);

/** What somebody did wrong in an alarm, and the one code that finds it. */
export const MISTAKES: readonly (readonly [string, Code, Watch])[] = [
  ["AWS's own example: an average of 0s and 1s above 1", 'cannot-reach', AWS_EXAMPLE],
  ['the maximum of 0s and 1s above 1', 'cannot-reach', watch({ threshold: 1 }, { stat: 'Maximum' })],
  [
    'a percentile of 0s and 1s above 1',
    'cannot-reach',
    watch({ threshold: 1, ignoresFewSamples: true }, { stat: 'p99' }),
  ],
  ['an average of at least 5 per cent, as 5', 'cannot-reach', watch({ threshold: 5, comparison: 'at or above' })],
  ['a share of requests above 2', 'cannot-reach', ratio(2)],
  ['per cent of requests above 100', 'cannot-reach', ratio(100, { expression: '100 * e / n' })],
  [
    'an average of Invocations, which are 1 each, above 50',
    'cannot-reach',
    watch({ threshold: 50 }, { name: 'Invocations' }),
  ],
  ['memory above 150 %', 'cannot-reach', utilisation('MemoryUtilization', 150)],
  ['a share below nothing', 'cannot-reach', ratio(0, { comparison: 'below' })],
  ['500 seconds, meant as microseconds', 'cannot-reach', slow(500_000)],
  ['a p99 above 500 s', 'cannot-reach', raw(500_000_000)],
  ['a share of at least nothing', 'always-beyond', ratio(0, { comparison: 'at or above' })],
  ['a share above less than nothing', 'always-beyond', ratio(-1)],
  [
    'an average of Invocations, which are 1 each, above 0.5',
    'always-beyond',
    watch({ threshold: 0.5 }, { name: 'Invocations' }),
  ],
  ['a latency above less than nothing', 'always-beyond', raw(-1)],
  ['CPU above less than nothing', 'always-beyond', utilisation('CPUUtilization', -1)],
  ['a share at or below 100 %', 'always-beyond', ratio(1, { comparison: 'at or below' })],
  ['few errors as a fault', 'upside-down', ratio(0.02, { comparison: 'below' })],
  ['a low latency as a fault', 'upside-down', slow(500, { comparison: 'at or below' })],
  ['per cent of requests above 0.02', 'unit-percent', ratio(0.02, { expression: '100 * e / n' })],
  ['CPU above 0.8', 'unit-percent', utilisation('CPUUtilization', 0.8)],
  ['CPU above 1', 'unit-percent', utilisation('CPUUtilization', 1)],
  ['500 ms of ModelLatency, which is in microseconds', 'unit-latency', raw(500)],
  ['half a second of a figure in milliseconds', 'unit-latency', slow(0.5)],
  ['100 s where a model has 60', 'latency-timeout', slow(100_000)],
  ['a period of 45 s', 'period-not-allowed', watch({}, { period: 45 })],
  ['a period of nothing', 'period-not-allowed', watch({}, { period: 0 })],
  ['10 s of what is published each minute', 'period-too-fine', watch({}, { period: 10 })],
  ['five bad periods of three', 'more-than-periods', watch({ breaching: 5 })],
  ['two days of minutes', 'window-too-long', watch({ breaching: 10, outOf: 2_880 })],
  ['a day and a minute', 'window-too-long', watch({ outOf: 1_441 })],
  [
    'a day of the shorter of two periods',
    'window-too-long',
    ratio(0.02, {
      outOf: 1_440,
      metrics: [metric({ id: 'n', name: 'Invocations', stat: 'Sum', period: 300 }), metric({ id: 'e', stat: 'Sum' })],
    }),
  ],
  ['eight days of hours', 'window-too-long', watch({ breaching: 10, outOf: 192 }, { period: 3_600 })],
  [
    'a drop of traffic that no traffic hides',
    'drop-unseen',
    watch({ comparison: 'below', threshold: 10 }, { name: 'Invocations', stat: 'Sum' }),
  ],
  [
    'the same, at or below',
    'drop-unseen',
    watch({ comparison: 'at or below', threshold: 10 }, { name: 'Invocations', stat: 'Sum' }),
  ],
  ['SampleCount for the number of errors', 'counts-all', watch({ threshold: 10 }, { stat: 'SampleCount' })],
  ['the sum of latencies', 'sum-of-levels', watch({ threshold: 500_000 }, { name: 'ModelLatency', stat: 'Sum' })],
  ['errors in the instances’ namespace', 'metric-elsewhere', watch({}, { namespace: '/aws/sagemaker/Endpoints' })],
  [
    'CPU in the namespace of requests',
    'metric-elsewhere',
    utilisation('CPUUtilization', 80, { namespace: 'AWS/SageMaker' }),
  ],
  ['a namespace in another case', 'metric-elsewhere', watch({}, { namespace: 'AWS/Sagemaker' })],
  ['a name that is misspelt', 'metric-unknown', watch({}, { name: 'Invocations5XXErrors' })],
  [
    'both names of a share, of which one is told',
    'metric-unknown',
    ratio(0.02, {
      metrics: [metric({ id: 'n', name: 'Invocation' }), metric({ id: 'e', name: 'Invocations5XXErrors' })],
    }),
  ],
  ['an endpoint without its variant', 'dimensions-missing', watch({}, { dimensions: { EndpointName: 'fraud' } })],
  ['neither endpoint nor variant', 'dimensions-missing', watch({}, { dimensions: {} })],
  [
    'latency in Milliseconds',
    'unit-filter',
    watch({ threshold: 500_000, ignoresFewSamples: true }, { name: 'ModelLatency', stat: 'p99', unit: 'Milliseconds' }),
  ],
  [
    'a variant that does not exist',
    'variant-unknown',
    watch({}, { dimensions: { EndpointName: 'fraud', VariantName: 'Canary' } }),
  ],
  ['p99 of whatever there is', 'percentile-few-samples', raw(500_000, { ignoresFewSamples: false })],
  ['p99 of ten requests', 'percentile-few-samples', slow(500, { expression: 'IF(n >= 10, p / 1000, 0)' })],
  [
    'one failed request',
    'one-request',
    watch({ threshold: 1, comparison: 'at or above', breaching: 1, outOf: 1 }, { stat: 'Sum' }),
  ],
  ['a share of any number of requests', 'one-request', ratio(0.02, { expression: 'e / n', breaching: 1, outOf: 1 })],
  [
    'a share of 49 requests, of which one is more than that',
    'one-of-few',
    ratio(0.02, { expression: 'IF(n >= 49, e / n, 0)' }),
  ],
  ['per cent of any number of requests', 'one-of-few', ratio(2, { expression: '100 * e / n' })],
  ['requests for each failure', 'one-of-few', ratio(20, { expression: 'n / e', comparison: 'below' })],
  ['p99 of 99 requests', 'percentile-few-samples', slow(500, { expression: 'IF(n >= 99, p / 1000, 0)' })],
  ['the least of 0s and 1s', 'only-if-all-fail', watch({ threshold: 0.5 }, { stat: 'Minimum' })],
  ['a canary at rest that counts as broken', 'missing-fires', watch({ missing: 'breaching' })],
  [
    "the same beside a metric of the owner's",
    'missing-fires',
    watch({ expression: 'm1 / c', missing: 'breaching' }, {}, { id: 'c', namespace: 'Shop', name: 'Carts' }),
  ],
  ['an ALARM that outlives the rollback', 'missing-sticks', watch({ missing: 'ignore' })],
  [
    'two canaries, and neither named',
    'no-variant',
    watch({ threshold: 3 }, { namespace: 'Shop', name: 'Complaints', dimensions: {} }),
  ],
];

export const SOUND: readonly (readonly [string, Watch])[] = [
  ['a share of requests', ratio(0.02)],
  ['per cent of requests', ratio(2, { expression: 'IF(n >= 50, 100 * e / n, 0)' })],
  [
    'a share of few requests, beside two of them',
    ratio(0.02, { expression: 'IF((n >= 20) AND ((e - 2) / n > 0.02), e / n, 0)', breaching: 1, outOf: 1 }),
  ],
  ['a percentile', slow(500)],
  ['a percentile as it is published', raw(500_000)],
  ['an average of 0s and 1s', watch()],
  ['utilisation of several cores', utilisation('CPUUtilization', 350)],
  ['utilisation each ten seconds', utilisation('GPUUtilization', 90, { period: 10 })],
  [
    'a utilisation that stays low',
    watch(
      { comparison: 'at or below', threshold: 5, missing: 'missing' },
      { namespace: '/aws/sagemaker/Endpoints', name: 'GPUUtilization' },
    ),
  ],
  [
    'a drop of traffic',
    watch({ comparison: 'below', threshold: 10, missing: 'breaching' }, { name: 'Invocations', stat: 'Sum' }),
  ],
  ["a metric that is the owner's", watch({ threshold: 3 }, { namespace: 'Shop', name: 'Complaints', stat: 'Sum' })],
  [
    'a metric of SageMaker that nothing more is known of',
    watch({ threshold: 50 }, { name: 'ConcurrentRequestsPerModel', stat: 'Maximum', period: 10 }),
  ],
  ['a statistic that is not known', watch({ threshold: 5 }, { name: 'ModelLatency', stat: 'PR(:500000)' })],
  ['an expression that is not understood', ratio(5, { expression: 'RATE(e) / n' })],
  [
    'a comparison with stable',
    watch(
      { expression: 'm1 - s', threshold: 0.02 },
      {},
      { id: 's', dimensions: { EndpointName: 'fraud', VariantName: 'stable' } },
    ),
  ],
  ['a count of failures', watch({ threshold: 50 }, { stat: 'Sum' })],
  [
    'the time that SageMaker takes itself, beside that of the model',
    watch(
      { expression: '(m1 + o) / 1000', threshold: 500, ignoresFewSamples: true },
      { name: 'ModelLatency', stat: 'p99' },
      { id: 'o', name: 'OverheadLatency', stat: 'p99' },
    ),
  ],
  [
    'a latency in the unit that it is published in',
    watch({ threshold: 500_000, ignoresFewSamples: true }, { ...LATENCY, unit: 'Microseconds' }),
  ],
  ['a latency of a millisecond', raw(1_000)],
  ['a latency of all the time that a model has', raw(60_000_000)],
  ['any latency at all', raw(0)],
  ['any use of a CPU', utilisation('CPUUtilization', 0)],
  ['a percentile that one slow request may move', raw(500_000, { breaching: 1, outOf: 1 })],
  ['what is left of eight minutes', raw(10_000_000, { comparison: 'below', expression: '480000000 - m1' })],
  ['CPU as a share', watch({ expression: 'm1 / 100', threshold: 0.8 }, CPU)],
  ['CPU beside another metric', watch({ threshold: 0.8 }, CPU, { ...CPU, id: 'm2', name: 'DiskUtilization' })],
  ["a share that is the owner's", watch({ threshold: 0.5 }, SHOP)],
  [
    'two latencies together',
    watch({ expression: '(m1 + o) / 1000', threshold: 1.5, ignoresFewSamples: true }, LATENCY, {
      ...LATENCY,
      id: 'o',
      name: 'OverheadLatency',
    }),
  ],
  ['a count of requests', watch({ threshold: 1_000 }, { name: 'Invocations', stat: 'SampleCount' })],
  ['a count of latencies', watch({ threshold: 1_000 }, { name: 'ModelLatency', stat: 'SampleCount' })],
  [
    'a share of the responses that SampleCount counts',
    watch(
      { expression: 'IF(c >= 50, e / c, 0)', threshold: 0.02 },
      { id: 'e', stat: 'Sum' },
      { id: 'c', stat: 'SampleCount' },
    ),
  ],
  ['a fault of some requests, and not of all', ratio(0.005, { expression: 'e / n * (1 - e / n)' })],
  [
    'memory while requests succeed: which way is harm, nobody can say',
    watch({ expression: 'm1 * (1 - e)', threshold: 20 }, { ...CPU, name: 'MemoryUtilization' }, { id: 'e' }),
  ],
  [
    "what a metric of the owner's adds",
    watch({ expression: 'm1 + FILL(c, 0)', threshold: 2 }, {}, { ...SHOP, id: 'c' }),
  ],
  [
    'a statistic that is not known, and what stands for it',
    watch({ expression: 'FILL(m1, 0)', threshold: 5 }, { name: 'ModelLatency', stat: 'TM(10%:90%)' }),
  ],
  ['no data as a fault of what does not come from SageMaker', watch({ threshold: 3, missing: 'breaching' }, SHOP)],
  ["a drop of what is the owner's", watch({ threshold: 3, comparison: 'below' }, SHOP)],
  ['a day of minutes', watch({ outOf: 1_440 })],
  ['a week of hours', watch({ outOf: 168 }, { period: 3_600 })],
];
