import { nearest } from '../../../infra/config/words.ts';
import type { Deployment, Policy } from '../../../lambdas/domain/policy.ts';
import { type Watched, watched } from '../../../lambdas/domain/watch-list.ts';
import { Trouble } from '../../trouble.ts';

type Wished = { readonly variant: string | undefined; readonly guard: string | undefined };

/** What is not ours is never set; what names no variant would not be acted upon. */
const isDrillable =
  ({ stable }: Policy) =>
  ({ variant, guard }: Watched): boolean =>
    variant !== undefined && variant !== stable && guard.existing === undefined;

/** The alarm that the drill sets: a canary's, since stable's never act. */
export const targetOf = (deployment: Deployment, policy: Policy, { variant, guard }: Wished): Watched => {
  const canaries = watched(deployment, policy).filter(isDrillable(policy));
  const variants = [...new Set(canaries.flatMap((one) => one.variant ?? []))];
  const guards = [...new Set(canaries.map((one) => one.guard.id))];
  const ofVariant = canaries.filter((one) => one.variant === (variant ?? variants[0]));
  if (ofVariant.length === 0)
    throw new Trouble(
      'no-such-variant',
      `${policy.endpoint} has no guarded canary ${variant}${meant(variant, variants)}`,
      `Its canaries are ${variants.join(', ')}. The alarms of ${policy.stable}, the stable variant, start nothing.`,
    );
  const found = ofVariant.find((one) => one.guard.id === (guard ?? guards[0]));
  if (found !== undefined) return found;
  throw new Trouble(
    'usage',
    `${policy.endpoint} has no guard ${guard}${meant(guard, guards)}`,
    `Its guards are ${guards.join(', ')}.`,
  );
};

const meant = (said = '', among: readonly string[]): string => {
  const near = nearest(said, among);
  return near === undefined ? '.' : `; did you mean ${near}?`;
};
