import * as v from 'valibot';
import type { Guard } from '../../../lambdas/domain/policy.ts';
import type { Problem } from '../contradictions.ts';
import { exactly, finite, lagMinutes, text, wholeFromOne, word } from '../fields.ts';
import { comparedOf, comparedProblems, comparedWithField } from './compared-with.ts';
import type { MetricGuard } from './shape.ts';

/** Two of three: the newest period may be incomplete, and one noisy one is no breach. */
const FINE = { breachingPeriods: 2, outOfPeriods: 3 } as const;
/** Nobody waits three hours; a job that runs so seldom has looked at an hour of data. */
const COARSE = { breachingPeriods: 1, outOfPeriods: 1 } as const;
const HOUR = 3_600;
const MINUTE = 60;

const STATISTIC = /^(Average|Sum|Minimum|Maximum|SampleCount|p(\d{1,2}(\.\d{1,10})?|100))$/;

const anyText = (most: number, right: string) => text(new RegExp(`^[\\x20-\\x7e]{1,${most}}$`), right);

export const guardId = text(
  /^(?=.{1,40}$)[a-z0-9](-*[a-zA-Z0-9])*$/,
  'must be letters, digits and inner hyphens, at most 40',
);
export const becauseField = text(
  /^[^\p{Cc}\p{Zl}\p{Zp}]{1,200}$/u,
  'must be a sentence for people, at most 200 characters',
);

export const metricField = exactly({
  id: guardId,
  namespace: anyText(255, "must be the metric's namespace"),
  metric: anyText(255, "must be the metric's name"),
  statistic: text(
    STATISTIC,
    "must be 'Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount' or a percentile such as 'p99'",
  ),
  dimensions: v.optional(
    v.record(v.string(), anyText(1_024, "must be a dimension's value"), 'must be an object of names and values'),
  ),
  variantDimension: v.optional(anyText(255, "must be a dimension's name, such as 'VariantName'")),
  above: v.optional(finite),
  below: v.optional(finite),
  comparedWith: v.optional(comparedWithField),
  unit: v.optional(text(/^[^\p{C}]{1,20}$/u, 'must be a unit as people write it, at most 20 characters')),
  periodSeconds: v.optional(wholeFromOne),
  breachingPeriods: v.optional(wholeFromOne),
  outOfPeriods: v.optional(wholeFromOne),
  minSamples: v.optional(wholeFromOne),
  missing: v.optional(word(['notBreaching', 'breaching', 'ignore'])),
  lagMinutes: v.optional(lagMinutes),
  because: becauseField,
});

export const metricGuard = (config: MetricGuard, stable: string): Guard => {
  const { periodSeconds = MINUTE, missing = 'notBreaching' } = config;
  const usual = periodSeconds >= HOUR ? COARSE : FINE;
  return {
    id: config.id,
    signal: 'metric',
    gross: false,
    ...comparedOf(config, stable),
    metric: watchedBy(config),
    because: config.because,
    minRequests: 1,
    breachingPeriods:
      config.breachingPeriods ?? Math.min(usual.breachingPeriods, config.outOfPeriods ?? usual.outOfPeriods),
    outOfPeriods: config.outOfPeriods ?? Math.max(usual.outOfPeriods, config.breachingPeriods ?? 1),
    ...(periodSeconds !== MINUTE && { periodSeconds }),
    ...(missing !== 'notBreaching' && { missing }),
  };
};

const watchedBy = (config: MetricGuard): NonNullable<Guard['metric']> => ({
  namespace: config.namespace,
  name: config.metric,
  stat: config.statistic,
  dimensions: config.dimensions ?? {},
  ...(config.variantDimension !== undefined && { variantDimension: config.variantDimension }),
  ...(config.unit !== undefined && { unit: config.unit }),
  ...(config.minSamples !== undefined && { minSamples: config.minSamples }),
  ...(config.lagMinutes !== undefined && { lagSeconds: config.lagMinutes * MINUTE }),
});

type LooseMetric = { readonly [Key in keyof MetricGuard]?: MetricGuard[Key] | undefined };

export const metricProblems = (
  metrics: readonly (LooseMetric | undefined)[],
  at: readonly (string | number)[],
): Problem[] =>
  metrics.flatMap((metric, index) =>
    metric === undefined
      ? []
      : ownProblems(metric).map(({ path, ...rest }) => ({ ...rest, path: [...at, index, ...path] })),
  );

const ownProblems = (metric: LooseMetric): Problem[] => [...contraryIn(metric), ...comparedProblems(metric)];

const contraryIn = ({ above, below, dimensions = {}, variantDimension, ...periods }: LooseMetric): Problem[] => [
  ...((above === undefined) === (below === undefined)
    ? [{ path: [], saw: { above, below }, right: 'must have exactly one of above and below' }]
    : []),
  ...(variantDimension !== undefined && variantDimension in dimensions
    ? [
        {
          path: ['variantDimension'],
          saw: variantDimension,
          right: 'must not be among dimensions too: its value is the variant that the alarm is about',
        },
      ]
    : []),
  ...moreThanPeriods(periods),
];

const moreThanPeriods = ({
  breachingPeriods,
  outOfPeriods,
}: Pick<LooseMetric, 'breachingPeriods' | 'outOfPeriods'>): Problem[] =>
  breachingPeriods !== undefined && outOfPeriods !== undefined && breachingPeriods > outOfPeriods
    ? [{ path: ['breachingPeriods'], saw: breachingPeriods, right: `must be at most outOfPeriods, ${outOfPeriods}` }]
    : [];
