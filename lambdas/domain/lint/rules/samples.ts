import type { Said } from '../codes.ts';
import { factsOf } from '../metric-facts.ts';
import type { Watch } from '../watch.ts';
import { amount } from '../words.ts';
import { judgesFrom, percentileIn } from '../worlds.ts';

/** Whether the statistic says what it seems to say. */
export const samples = (watch: Watch): readonly Said[] => [
  ...fewSamples(watch),
  ...watch.metrics.flatMap(({ id, name, stat, namespace }): readonly Said[] => {
    const facts = factsOf({ name, namespace });
    if (facts === undefined || watch.expression !== id) return [];
    if (facts.nature === 'failure' && stat === 'SampleCount') return [countsAll(name)];
    return facts.nature === 'level' && stat === 'Sum' ? [sumOfLevels(name)] : [];
  }),
];

/** With less than one request beyond the percentile, it is the slowest of all. */
const ENOUGH_OF_ONE = 1;
const ROUNDING = 1e-9;

const fewSamples = (watch: Watch): readonly Said[] => {
  if (watch.ignoresFewSamples === true) return [];
  const from = judgesFrom(watch) ?? Number.POSITIVE_INFINITY;
  const few = watch.metrics.find(({ stat }) => beyondPercentile(stat) * from < ENOUGH_OF_ONE - ROUNDING);
  return few === undefined
    ? []
    : [
        {
          code: 'percentile-few-samples',
          what: `it judges from ${from} ${from === 1 ? 'request' : 'requests'} on, of which ${few.stat} is the slowest one`,
          mend: `Ask for at least ${amount(Math.ceil(1 / beyondPercentile(few.stat) - ROUNDING))} requests, or for a lower percentile; CloudWatch can also leave few samples alone (EvaluateLowSampleCountPercentile: ignore).`,
        },
      ];
};

/** Share (0..1) of requests beyond it; of what is no percentile, all. */
const beyondPercentile = (stat: string): number => {
  const percentile = percentileIn(stat);
  return percentile === undefined ? Number.POSITIVE_INFINITY : 1 - percentile / 100;
};

const countsAll = (name: string): Said => ({
  code: 'counts-all',
  what: `SampleCount of ${name} counts every response: SageMaker publishes a 0 for each that did not fail`,
  mend: 'Use Sum for the number of failures, or Average for their share.',
});

const sumOfLevels = (name: string): Said => ({
  code: 'sum-of-levels',
  what: `the Sum of ${name} grows with the number of requests or instances: a busy hour looks like a fault`,
  mend: 'Use a percentile, Average or Maximum.',
});
