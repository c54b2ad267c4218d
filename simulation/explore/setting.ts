import type { EndpointName, Guard, Limits, Policy, VariantName } from '../../lambdas/domain/policy.ts';

export const GUARD: Guard = {
  id: 'errors-5xx',
  signal: '5xx',
  gross: false,
  above: 0.02,
  minRequests: 10,
  breachingPeriods: 2,
  outOfPeriods: 3,
};

/** What the owners of an endpoint decided, of itself and of all. */
export type Setting = { readonly policy: Policy; readonly limits?: Limits };

const policy: Policy = {
  endpoint: 'fraud' as EndpointName,
  stable: 'stable' as VariantName,
  canaries: ['canary', 'second'] as unknown as readonly VariantName[],
  mode: 'auto',
  guards: [GUARD],
  stableMinShare: 0.5,
  stableMaxRequestsPerInstance: 600,
  contacts: { emails: [] },
};

export const AUTO: Setting = { policy };

/**
 * Waits that end in the middle of a minute: events come in the first seconds of one, so that states of the same minute
 * are never on two sides of such an end.
 */
export const HALF = 0.5;

export const APPROVE: Setting = { policy: { ...policy, mode: 'approve', approveWithinMinutes: 1 + HALF } };

export const LIMITED: Setting = {
  policy,
  limits: {
    cooldownMinutes: 6 + HALF,
    flaps: { shifts: 2, withinMinutes: 13 + HALF },
    shiftsPerDay: 3,
    storm: { endpoints: 10, share: 1, withinMinutes: 10 },
    callsPerSecond: 10,
  },
};

/** One instance is a little too small for all traffic: for less than what a canary with most of it fails. */
export const SCALING: Setting = {
  policy: {
    ...policy,
    stableMaxRequestsPerInstance: 960,
    strategy: { kind: 'scale-then-shift', maxInstances: 2, withinMinutes: 2 + HALF },
  },
};

export const FALLING_BACK: Setting = { policy: { ...policy, fallback: 'second' as VariantName } };
