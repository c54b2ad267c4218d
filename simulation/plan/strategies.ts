import { MINUTE } from '../../lambdas/domain/model.ts';
import type { Policy } from '../../lambdas/domain/policy.ts';
import { type Chance, chanceOf } from './chance.ts';
import { variantName } from './endpoints.ts';
import type { EndpointPlan, Happening, Plan } from './plan.ts';
import { inOrder, streamOf } from './streams.ts';

const SHARE = 0.12;

/** An endpoint whose strategy is more than a shift: its stable is raised first, or another variant stands in for it. */
export const withStrategies = (plan: Plan): Plan => {
  const chance = chanceOf(streamOf(plan, 'strategies'));
  const [first, ...others] = plan.endpoints;
  if (first === undefined || !chance.maybe(SHARE)) return plan;
  const fallsBack = chance.maybe(0.4);
  const scales = !fallsBack || chance.maybe(0.3);
  const scaled = scales ? scaling(chance, first) : first;
  const own = fallsBack ? fallingBack(chance, scaled) : scaled;
  return {
    ...plan,
    endpoints: [own, ...others],
    happenings: inOrder([...plan.happenings, ...trouble(chance, plan, own)]),
  };
};

/** Too small for all traffic, mostly; something may hold its autoscaling below what it needs. */
const scaling = (chance: Chance, of: EndpointPlan): EndpointPlan => {
  const requestsPerMinute = Math.max(of.requestsPerMinute, 300);
  const { instances } = of;
  const needs = instances * chance.oneOf(0.8, 1.1, 1.5, 2.5);
  const policy: Policy = {
    ...of.policy,
    mode: chance.oneOf<Policy['mode']>('auto', 'auto', 'auto', of.policy.mode),
    stableMaxRequestsPerInstance: Math.round(requestsPerMinute / needs),
    strategy: {
      kind: 'scale-then-shift',
      maxInstances: instances + chance.whole(0, 4),
      withinMinutes: chance.oneOf(3, 10, 20),
    },
  };
  const bounds = { floor: chance.whole(1, instances), ceiling: instances + chance.whole(0, 4) };
  return { ...of, policy, requestsPerMinute, ...(chance.maybe(0.7) && { autoscaling: bounds }) };
};

const fallingBack = (chance: Chance, of: EndpointPlan): EndpointPlan => {
  const [canary, fallback] = [variantName('canary'), variantName('second')];
  const share = chance.oneOf(0, 2, 10);
  return {
    ...of,
    policy: { ...of.policy, mode: 'auto', canaries: [canary, fallback], fallback },
    weights: { [of.policy.stable]: 90 - share, [canary]: 10, [fallback]: share },
  };
};

const trouble = (
  chance: Chance,
  { start, minutes }: Plan,
  { policy: { endpoint, stable, fallback, canaries } }: EndpointPlan,
): readonly Happening[] => {
  const at = start + chance.whole(4, Math.max(5, minutes - 45)) * MINUTE;
  const ill = { endpoint, what: 'falls-ill' as const, slowMs: 0 };
  const variant = canaries[0] ?? variantName('canary');
  const canary = { ...ill, at, variant, failing: chance.oneOf(0.05, 0.3, 1) };
  if (fallback === undefined) return [canary];
  const both = { ...ill, at: at + Math.floor(chance.between(-3, 6) * MINUTE), variant: stable, failing: 0.3 };
  const third = { ...both, at: at + chance.whole(-2, 30) * MINUTE, variant: fallback };
  const well = { endpoint, what: 'heals' as const, variant: stable, at: at + chance.whole(5, 50) * MINUTE };
  const all = [canary, both, ...(chance.maybe(0.3) ? [third] : []), ...(chance.maybe(0.5) ? [well] : [])];
  return all.map((one) => ({ ...one, at: Math.max(start, one.at) }));
};
