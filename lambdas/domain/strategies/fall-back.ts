import { unitsOf } from '../capacity.ts';
import { findBreaches } from '../evidence.ts';
import type { Fleet, Variant } from '../model.ts';
import type { Policy, VariantName } from '../policy.ts';
import type { FallbackDoubt, HoldReason } from '../reasons.ts';
import { allDoubts } from '../stable.ts';
import { towards } from '../target.ts';
import { allTo, currentWeights, desiredWeights } from '../weights.ts';
import type { Case, Strategy } from './strategy.ts';

/** With these, stable is no place for anybody. What time or a person mends (too small, stale) does not count. */
const UNWELL = new Set<HoldReason['kind']>([
  'stable-unwell',
  'stable-worsening',
  'stable-missing',
  'stable-without-instances',
]);

/** Where stable is unwell too, the variant that the owner named; in mode auto only, since people are asked of stable. */
export const orFallBack =
  (strategy: Strategy): Strategy =>
  (one) => {
    const next = strategy(one);
    const { fallback, mode } = one.situation.policy;
    if (next.kind !== 'hold' || !UNWELL.has(next.reason.kind) || fallback === undefined || mode !== 'auto') return next;
    const doubt = whyUnfit(one, fallback);
    return doubt
      ? { kind: 'hold', reason: { kind: 'no-fallback', fallback, doubt, stable: next.reason } }
      : { kind: 'shift', to: allTo(fallback, desiredWeights(one.fleet)), insteadOf: next.reason };
  };

const whyUnfit = ({ situation, fleet }: Case, fallback: VariantName): FallbackDoubt | undefined => {
  if (findBreaches(situation, fleet).some(({ variant }) => variant === fallback)) return 'suspect';
  const policy = judging(situation.policy, fallback);
  const [first] = allDoubts({ ...situation, policy }, fleet, { weightsAtOpen: currentWeights(fleet) });
  if (first) return DOUBTS[first.kind] ?? 'unwell';
  return situation.policy.stableMaxRequestsPerInstance === undefined && isSmaller(fleet, fallback)
    ? 'too-small'
    : undefined;
};

const DOUBTS: Partial<Record<HoldReason['kind'], FallbackDoubt>> = {
  'stable-missing': 'missing',
  'stable-without-instances': 'without-instances',
  'stable-too-small': 'too-small',
  'load-unknown': 'load-unknown',
};

/** Its owner's word stands in for the share that it has carried; stable's bound is its own. */
const judging = (policy: Policy, fallback: VariantName): Policy => ({
  ...(towards(policy, { [fallback]: 1 }) ?? policy),
  stableMinShare: 0,
  ...(policy.stableMaxRequestsPerInstance !== undefined && {
    stableMaxRequestsPerInstance: policy.stableMaxRequestsPerInstance,
  }),
});

/** Where nobody stated a bound, it must be no smaller than any other variant of the endpoint. */
const isSmaller = ({ variants }: Fleet, fallback: VariantName): boolean => {
  const own = variants.find(({ name }) => name === fallback);
  return variants.some((other) => other.name !== fallback && own !== undefined && outweighs(other, own));
};

const outweighs = (other: Variant, own: Variant): boolean => {
  const [theirs, ours] = [unitsOf(other), unitsOf(own)];
  if (theirs === undefined || ours === undefined) return false;
  return theirs.unit !== ours.unit || theirs.count > ours.count;
};
