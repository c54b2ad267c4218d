import { dimensionsOf, NAMESPACE, PERIOD, periodIn } from '../../lambdas/domain/alarm-definition.ts';
import { kindOf } from '../../lambdas/domain/guards/index.ts';
import { limitOf } from '../../lambdas/domain/guards/limit.ts';
import { guardsOn } from '../../lambdas/domain/guards/on.ts';
import type { Guard, Policy } from '../../lambdas/domain/policy.ts';
import { nameOf } from '../replay/wanted.ts';
import { type Read, variantsOf, type Watch } from './watch.ts';

/** A guard that watches a metric of its own; undefined: its alarm computes what is not played here. */
export const metricWatch = (policy: Policy, guard: Guard, variant: string | undefined): Watch | undefined => {
  const threshold = limitOf(guard);
  const [figure, samples] = readOf(policy, guard, variant);
  if (threshold === undefined || figure === undefined) return undefined;
  const [figureName, samplesName] = [nameOf(figure), samples && nameOf(samples)];
  const fewest = guard.metric?.minSamples ?? 0;
  return {
    id: guard.id,
    variant,
    threshold,
    worse: guard.below === undefined ? 'above' : 'below',
    rule: {
      breachingPeriods: guard.breachingPeriods,
      outOfPeriods: guard.outOfPeriods,
      missing: guard.missing ?? 'notBreaching',
    },
    periodSeconds: periodIn(guard),
    unit: 'plain',
    of: [figureName, ...(samplesName === undefined ? [] : [samplesName])],
    guard,
    figureOf: ({ values }) => {
      const value = values.get(figureName);
      if (samplesName === undefined || value === undefined) return value;
      const count = values.get(samplesName);
      // Metric math has no value where one of its metrics has none.
      if (count === undefined) return undefined;
      return count >= fewest ? value : threshold;
    },
  };
};

/** Of all guards that watch a metric of their own. */
export const metricsRead = (policy: Policy): readonly Read[] =>
  [...variantsOf(policy), undefined].flatMap((variant) =>
    guardsOn(policy, variant).flatMap((guard) => readOf(policy, guard, variant)),
  );

/** The figure, and how many datapoints it stands for where the guard asks; nothing where it is not played. */
const readOf = ({ endpoint }: Policy, guard: Guard, variant: string | undefined): readonly Read[] => {
  if (guard.metric === undefined || whyNoFigure(guard) !== undefined) return [];
  const of = { deployment: '', endpoint, ...(variant !== undefined && { variant }) };
  const { m, n } = kindOf(guard).measured(guard, of)?.metrics ?? {};
  return [m, n]
    .filter((metric) => metric !== undefined)
    .map((metric) => ({
      variant: variant ?? '',
      namespace: metric.namespace ?? NAMESPACE,
      metric: metric.name,
      stat: metric.stat,
      dimensions: dimensionsOf(of, metric),
      called: guard.id,
      periodSeconds: periodIn(guard),
    }));
};

/** Why nothing says what its alarm would have compared with its threshold; undefined: its metric does. */
export const whyNoFigure = (guard: Guard): string | undefined => {
  if (periodIn(guard) % PERIOD !== 0) return 'it judges seconds, which CloudWatch keeps for three hours';
  if (guard.anomalyBand)
    return 'what was usual then is not known: the band that CloudWatch has of the past is the one of today';
  const fewest = guard.metric?.minSamples;
  const plain = fewest === undefined ? 'm' : `IF(n >= ${fewest}, m, ${limitOf(guard)})`;
  const computed = kindOf(guard).measured(guard, ANY)?.expression;
  return computed === plain
    ? undefined
    : `its alarm computes ${computed}, and what is played here is one metric by itself`;
};

/** What an expression is does not depend on whose metrics it is about. */
const ANY = { deployment: '', endpoint: '', variant: '' };
