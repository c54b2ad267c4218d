import * as v from 'valibot';
import type { Guard, VariantName } from '../../../lambdas/domain/policy.ts';
import type { Problem } from '../contradictions.ts';
import { aboveNone, exactly } from '../fields.ts';
import type { MetricGuard } from './shape.ts';

export const atTraining = exactly({ training: aboveNone });

export const comparedWithField = v.lazy((input) =>
  typeof input === 'string' ? v.literal('stable', "must be 'stable', or { training: … }") : atTraining,
);

type Compared = Pick<Guard, 'above' | 'below' | 'timesOf' | 'atTraining'>;

/** What the guard allows: as it was written, so many times stable's, or made of the figure at training. */
export const comparedOf = ({ above, below, comparedWith }: MetricGuard, stable: string): Compared => {
  const given = { ...(above !== undefined && { above }), ...(below !== undefined && { below }) };
  if (comparedWith === undefined) return given;
  if (comparedWith === 'stable') return { ...given, timesOf: stable as VariantName };
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
      ? [{ path: [way], saw, right: 'must be above 0: with comparedWith it is a multiple' }]
      : [];
  });
  return [...notMultiples, ...(comparedWith === 'stable' ? ofStable(metric) : [])];
};

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
