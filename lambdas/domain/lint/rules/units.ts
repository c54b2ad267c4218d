import type { Said } from '../codes.ts';
import { ANSWER_WITHIN_SECONDS, factsOf, MICROSECONDS } from '../metric-facts.ts';
import { beyond, type Watch } from '../watch.ts';
import { amount, asks } from '../words.ts';
import { ALL_BAD, figureIn, rankIn } from '../worlds.ts';

/** A threshold that only another unit makes sense of. */
export const units = (watch: Watch): readonly Said[] => {
  const latency = latencyIn(watch);
  if (latency !== undefined) return latencyUnit(watch, latency);
  const bound = boundIn(watch);
  const odd = bound === undefined ? [] : boundUnit(watch, bound);
  if (odd.length > 0) return odd;
  return isPercent(watch) && watch.threshold > 0 && watch.threshold <= 1
    ? [
        {
          code: 'unit-percent',
          what: `${asks(watch)}, and its figure is in per cent: that is ${amount(watch.threshold)} of a hundred`,
          mend: `Give the threshold in per cent: ${amount(watch.threshold * 100)}.`,
        },
      ]
    : [];
};

/** Microseconds above which it counts requests as slow; undefined: it counts none. */
const boundIn = ({ metrics }: Watch): number | undefined =>
  metrics.flatMap((metric) => (factsOf(metric)?.unit === 'Microseconds' ? (rankIn(metric.stat) ?? []) : []))[0];

const boundUnit = (watch: Watch, bound: number): readonly Said[] => {
  const counts = `it counts requests that take longer than ${amount(bound / MICROSECONDS_IN_MS)} ms`;
  if (bound < MICROSECONDS_IN_MS)
    return [
      {
        code: 'unit-latency',
        what: `${counts}: no model answers that fast`,
        mend: `ModelLatency is in microseconds: ${amount(bound)} ms is PR(${amount(bound * MICROSECONDS_IN_MS)}:), and thanMs is in milliseconds.`,
      },
    ];
  return bound > ANSWER_WITHIN_SECONDS * MICROSECONDS && beyond(watch, figureIn(watch)(ALL_BAD) ?? Number.NaN)
    ? [
        {
          code: 'latency-timeout',
          what: `${counts}, and SageMaker gives a model ${ANSWER_WITHIN_SECONDS} s to answer: without streams it never fires`,
          mend: `Choose a bound below ${ANSWER_WITHIN_SECONDS} s, unless the model answers with streams.`,
        },
      ]
    : [];
};

/** A figure of failures, or of slow requests, that goes to 100, or a utilisation. */
const isPercent = (watch: Watch): boolean => {
  const facts = watch.metrics.map(factsOf);
  if (facts.some((one) => one?.nature === 'failure') || boundIn(watch) !== undefined)
    return figureIn(watch)(ALL_BAD) === 100;
  return facts.length === 1 && facts[0]?.unit === 'Percent' && watch.expression === watch.metrics[0]?.id;
};

/** `scale`: what one microsecond is in the figure: 1, or 0.001 of a figure in milliseconds. */
type Latency = { readonly scale: number; readonly worst: number };

/** Undefined: its figure is no latency. */
const latencyIn = (watch: Watch): Latency | undefined => {
  const [latency, ...others] = watch.metrics.flatMap((metric) => {
    const facts = factsOf(metric);
    return facts?.unit === 'Microseconds' ? [{ ...facts, stat: metric.stat }] : [];
  });
  if (latency === undefined || others.length > 0 || /^S|^PR/.test(latency.stat)) return undefined;
  const worst = figureIn(watch)(ALL_BAD);
  return worst === undefined || worst === 0 ? undefined : { scale: worst / latency.most, worst };
};

const MICROSECONDS_IN_MS = 1_000;

const latencyUnit = (watch: Watch, { scale, worst }: Latency): readonly Said[] => {
  const microseconds = watch.threshold / scale;
  if (microseconds > 0 && microseconds < MICROSECONDS_IN_MS)
    return [
      {
        code: 'unit-latency',
        what: `${asks(watch)}, which is ${amount(microseconds / MICROSECONDS_IN_MS)} ms: no model answers that fast`,
        mend:
          scale === 1
            ? `ModelLatency is in microseconds: ${amount(watch.threshold)} ms is ${amount(watch.threshold * MICROSECONDS_IN_MS)}.`
            : `Its figure is in milliseconds: ${amount(watch.threshold)} s is ${amount(watch.threshold * MICROSECONDS_IN_MS)}.`,
      },
    ];
  const seconds = microseconds / MICROSECONDS;
  return seconds > ANSWER_WITHIN_SECONDS && beyond(watch, worst)
    ? [
        {
          code: 'latency-timeout',
          what: `${asks(watch)}, which is ${amount(seconds)} s, and SageMaker gives a model ${ANSWER_WITHIN_SECONDS} s to answer: without streams it never fires`,
          mend: `Choose a threshold below ${ANSWER_WITHIN_SECONDS} s, unless the model answers with streams.`,
        },
      ]
    : [];
};
