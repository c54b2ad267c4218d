import type { Guard, Policy } from '../policy.ts';

/**
 * The guards of one variant, or those of the endpoint that name none: what is compared with stable cannot be asked of
 * stable itself.
 */
export const guardsOn = (
  { stable, guards }: Pick<Policy, 'stable' | 'guards'>,
  variant: string | undefined,
): readonly Guard[] =>
  variant === undefined
    ? guards.filter(namesNoVariant)
    : guards.filter((guard) => isOn(guard, variant) && (variant !== stable || !isOfCanaries(guard)));

/** It compares with stable. */
const isOfCanaries = ({ compares, timesOf }: Guard): boolean => compares !== undefined || timesOf !== undefined;

/** Of what it says nobody knows which variant is meant. */
export const namesNoVariant = ({ metric, existing, sums }: Guard): boolean =>
  sums !== undefined ||
  (metric !== undefined && metric.variantDimension === undefined) ||
  (existing !== undefined && existing.variant === undefined);

const isOn = (guard: Guard, variant: string): boolean =>
  !namesNoVariant(guard) && (guard.existing === undefined || guard.existing.variant === variant);

/** Names of the alarms that are not ours, of all these policies. */
export const existingAlarms = (policies: readonly Pick<Policy, 'guards'>[]): readonly string[] =>
  policies.flatMap(({ guards }) => guards.flatMap(({ existing }) => existing?.name ?? []));
