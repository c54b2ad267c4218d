import * as v from 'valibot';
import type { Policy, ScaleThenShift } from '../../lambdas/domain/policy.ts';
import type { Problem } from './contradictions.ts';
import { bakeMinutes, exactly, minutes, wholeFromOne, word } from './fields.ts';
import type { LooseEndpoint } from './loose.ts';
import { restoreProblems } from './restore.ts';
import type { EndpointConfig } from './shape.ts';

/** Instances have to start: after that long, most have. */
const RAISED_WITHIN_MINUTES = 10;

/** What goes wrong with a new model mostly shows within an hour of real traffic. */
const BAKE_MINUTES = 60;

const scaleThenShift = exactly({ maxInstances: wholeFromOne, withinMinutes: v.optional(minutes) });
const restore = exactly({ bakeMinutes: v.optional(bakeMinutes) });

/** By what was given, so that a problem speaks of that and not of every alternative. */
export const strategySchema = v.lazy((given) =>
  typeof given !== 'object'
    ? word(['shift'], ' or { scaleThenShift: … }, or, for an endpoint with one variant, { restore: {} }')
    : given !== null && 'restore' in given
      ? exactly({ restore })
      : exactly({ scaleThenShift }),
);

type Compiled = Pick<Policy, 'strategy' | 'fallback' | 'restore'>;

export const compileStrategy = ({ strategy, fallback }: EndpointConfig): Compiled => ({
  ...(typeof strategy === 'object' && 'scaleThenShift' in strategy && { strategy: scaling(strategy.scaleThenShift) }),
  ...(typeof strategy === 'object' &&
    'restore' in strategy && { restore: { bakeMinutes: strategy.restore.bakeMinutes ?? BAKE_MINUTES } }),
  ...(fallback !== undefined && { fallback: fallback as NonNullable<Policy['fallback']> }),
});

const scaling = ({
  maxInstances,
  withinMinutes = RAISED_WITHIN_MINUTES,
}: Pick<ScaleThenShift, 'maxInstances'> & Partial<ScaleThenShift>): ScaleThenShift => ({
  kind: 'scale-then-shift',
  maxInstances,
  withinMinutes,
});

export const strategyProblems = (endpoint: LooseEndpoint): Problem[] => [
  ...withoutBound(endpoint),
  ...unguardedFallback(endpoint),
  ...restoreProblems(endpoint),
];

const withoutBound = ({ strategy, stableMaxRequestsPerInstance }: LooseEndpoint): Problem[] =>
  strategy?.scaleThenShift === undefined || stableMaxRequestsPerInstance !== undefined
    ? []
    : [
        {
          path: ['stableMaxRequestsPerInstance'],
          saw: stableMaxRequestsPerInstance,
          right: 'must be stated with scaleThenShift: without it nobody can tell that stable is too small',
        },
      ];

const unguardedFallback = ({ fallback, canaries = [] }: LooseEndpoint): Problem[] =>
  fallback === undefined || canaries.includes(fallback)
    ? []
    : [
        {
          path: ['fallback'],
          saw: fallback,
          right: 'must be one of the canaries: only of a guarded variant anybody knows whether it is well',
        },
      ];
