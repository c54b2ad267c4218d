import type { Guard, VariantName } from '../../../lambdas/domain/policy.ts';
import type { Problem } from '../contradictions.ts';
import { exactly, rate } from '../fields.ts';
import type { LooseEndpoint } from '../loose.ts';
import type { TrafficGuard } from './shape.ts';

export const trafficField = exactly({ below: rate });

/** Nobody's request is in the newest minute while it is being published: that one alone is no drop. */
const THREE_OF_THREE = { breachingPeriods: 3, outOfPeriods: 3 } as const;

export const trafficGuard = ({ below }: TrafficGuard, variants: readonly string[]): Guard => ({
  id: 'traffic',
  signal: 'traffic',
  gross: false,
  below,
  sums: variants.map((variant) => variant as VariantName),
  missing: 'breaching',
  minRequests: 1,
  ...THREE_OF_THREE,
});

/** CloudWatch's own bound on the metrics of one alarm. */
const METRICS = 10;

export const trafficProblems = ({ guards = {}, canaries = [] }: LooseEndpoint): Problem[] => {
  const variants = canaries.length + 1;
  return guards.traffic && variants > METRICS
    ? [
        {
          path: ['guards', 'traffic'],
          saw: guards.traffic,
          right: `must be left out of an endpoint with ${variants} variants: an alarm adds up at most ${METRICS}`,
        },
      ]
    : [];
};
