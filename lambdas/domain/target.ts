import type { Shift } from './incident.ts';
import type { Weights } from './model.ts';
import type { Policy } from './policy.ts';

/** Only a person's order sends traffic to any other variant than stable. */
export const sendsTo = (variant: string, shift: Shift | undefined): boolean => (shift?.wanted[variant] ?? 0) > 0;

/**
 * The policy as it reads while a shift is judged: the variant that gets all traffic is the one that must be well, and
 * each other one must fall silent. The load bound is stable's own. Undefined: no guard watches where the traffic goes.
 */
export const towards = (policy: Policy, wanted: Weights): Policy | undefined => {
  const variants = [policy.stable, ...policy.canaries];
  const to = variants.find((variant) => (wanted[variant] ?? 0) > 0);
  if (to === undefined || policy.guards.length === 0) return undefined;
  if (to === policy.stable) return policy;
  const { stableMaxRequestsPerInstance: _of, ...rest } = policy;
  return { ...rest, stable: to, canaries: variants.filter((variant) => variant !== to) };
};
