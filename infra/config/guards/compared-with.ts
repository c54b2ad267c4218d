import * as v from 'valibot';
import type { Guard, VariantName } from '../../../lambdas/domain/policy.ts';
import type { Problem } from '../contradictions.ts';
import { aboveNone, exactly } from '../fields.ts';
import type { MetricGuard } from './shape.ts';

export const atTraining = exactly({ training: aboveNone });

export const comparedWithField = v.lazy((input) =>
  typeof input === 'string'
    ? v.picklist(['stable', 'usual'], "must be 'stable', 'usual' or { training: … }")
    : atTraining,
);

type Compared = Pick<Guard, 'above' | 'below' | 'timesOf' | 'atTraining' | 'anomalyBand'>;

/** What the guard allows: as it was written, so many times stable's, what is usual, or made of the figure at training. */
export const comparedOf = ({ above, below, comparedWith }: MetricGuard, stable: string): Compared => {
  const given = { ...(above !== undefined && { above }), ...(below !== undefined && { below }) };
  if (comparedWith === undefined) return given;
  if (comparedWith === 'stable') return { ...given, timesOf: stable as VariantName };
  if (comparedWith === 'usual') return { ...given, anomalyBand: true };
  const { training } = comparedWith;
  const times = (multiple: number): number => Number((multiple * training).toPrecision(6));
  return {
    ...(above !== undefined && { above: times(above) }),
    ...(below !== undefined && { below: times(below) }),
    atTraining: training,
  };
};

type Loose = { readonly [Key in keyof MetricGuard]?: MetricGuard[Key] | undefined };

export const comparedProblems = (metric: Loose): Problem[] => {
  const { above, below, comparedWith } = metric;
  if (comparedWith === undefined) return [];
  const limits = { above, below };
  const notMultiples = (['above', 'below'] as const).flatMap((way): Problem[] => {
    const saw = limits[way];
    return saw !== undefined && saw <= 0
      ? [{ path: [way], saw, right: `must be above 0: with comparedWith it is ${counts(comparedWith)}` }]
      : [];
  });
  if (comparedWith === 'usual') return [...notMultiples, ...ofUsual(metric)];
  return [...notMultiples, ...(comparedWith === 'stable' ? ofStable(metric) : [])];
};

const counts = (comparedWith: MetricGuard['comparedWith']): string =>
  comparedWith === 'usual' ? 'so many standard deviations' : 'a multiple';

/** CloudWatch learns what is usual from up to two weeks of a metric, hour by hour, day by day, and by the day of the week. */
const ofUsual = ({ variantDimension, minSamples, periodSeconds }: Loose): Problem[] => [
  ...(variantDimension === undefined
    ? []
    : [
        {
          path: ['variantDimension'],
          saw: variantDimension,
          right:
            "must be left out with comparedWith 'usual': a canary that is minutes old has no usual figure. Compare it with 'stable'",
        },
      ]),
  ...(minSamples === undefined
    ? []
    : [
        {
          path: ['minSamples'],
          saw: minSamples,
          right: "must be left out with comparedWith 'usual': CloudWatch holds every period against its band",
        },
      ]),
  ...(periodSeconds === undefined || periodSeconds % MINUTE === 0
    ? []
    : [
        {
          path: ['periodSeconds'],
          saw: periodSeconds,
          right:
            "must be a multiple of 60 with comparedWith 'usual': finer figures are kept for hours, and not for weeks",
        },
      ]),
];

const MINUTE = 60;

/** What is alike is once as much. */
const ofStable = ({ above, below, variantDimension, missing }: Loose): Problem[] => [
  ...(variantDimension === undefined
    ? [
        {
          path: ['comparedWith'],
          saw: 'stable',
          right: 'must have a variantDimension beside it: whose figure is whose?',
        },
      ]
    : []),
  ...(above !== undefined && above > 0 && above <= 1
    ? [{ path: ['above'], saw: above, right: `must be above 1: a canary that is like stable has once as much` }]
    : []),
  ...(below !== undefined && below >= 1
    ? [{ path: ['below'], saw: below, right: `must be below 1: a canary that is like stable has once as much` }]
    : []),
  ...(missing === 'breaching'
    ? [
        {
          path: ['missing'],
          saw: missing,
          right: "must not be 'breaching' with comparedWith 'stable': it would be stable's silence, too",
        },
      ]
    : []),
];
