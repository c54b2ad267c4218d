import type { Deployment, Guard, Policy, VariantName } from '../policy.ts';

/** What is compared of one canary. */
export type CanaryGuard = { readonly policy: Policy; readonly variant: VariantName; readonly guard: Guard };

/** All that a deployment has to be judged. */
export const comparisonsIn = ({ policies }: Deployment): readonly CanaryGuard[] =>
  policies.flatMap((policy) =>
    policy.guards
      .filter(({ compares }) => compares !== undefined)
      .flatMap((guard) => policy.canaries.map((variant) => ({ policy, variant, guard }))),
  );
