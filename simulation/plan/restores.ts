import { MINUTE } from '../../lambdas/domain/model.ts';
import type { Policy } from '../../lambdas/domain/policy.ts';
import { type Chance, chanceOf } from './chance.ts';
import { endpointPlan } from './endpoints.ts';
import type { DeployEnd, EndpointPlan, Happening, Plan } from './plan.ts';
import { inOrder, streamOf } from './streams.ts';

const SHARE = 0.08;

/** An endpoint with one variant: configs come and go, some of them bad, and what was good is noted as the hours pass. */
export const withRestore = (plan: Plan): Plan => {
  const chance = chanceOf(streamOf(plan, 'restore'));
  if (plan.endpoints.length > 4 || !chance.maybe(SHARE)) return plan;
  const own = single(chance, plan.endpoints.length);
  const minutes = Math.max(plan.minutes, 130);
  return {
    ...plan,
    minutes,
    endpoints: [...plan.endpoints, own],
    happenings: inOrder([...plan.happenings, ...releases(chance, { ...plan, minutes }, own)]),
  };
};

const single = (chance: Chance, place: number): EndpointPlan => {
  const of = endpointPlan(chance, place);
  const { stableMaxRequestsPerInstance: _of, ...policy } = of.policy;
  return {
    ...of,
    policy: {
      ...policy,
      canaries: [],
      mode: chance.oneOf<Policy['mode']>('auto', 'auto', 'auto', 'observe', 'recommend'),
      restore: { bakeMinutes: chance.oneOf(5, 10, 20) },
    },
    weights: { [of.policy.stable]: 1 },
    requestsPerMinute: chance.oneOf(300, 1_000, 6_000),
    pinnedToCanary: 0,
    badConfigs: ['config-2', 'config-4'],
  };
};

/** A good config bakes, and others follow it; some deployments fail, and tools delete what they replaced. */
const releases = (
  chance: Chance,
  { start, minutes }: Plan,
  { policy: { endpoint, stable } }: EndpointPlan,
): readonly Happening[] => {
  const end = start + minutes * MINUTE;
  const happenings: Happening[] = [];
  let at = start + chance.whole(15, 45) * MINUTE;
  for (const config of ['config-2', 'config-3', 'config-4']) {
    happenings.push({
      at,
      endpoint,
      what: 'deploys',
      config,
      weights: { [stable]: 1 },
      takesMs: Math.floor(chance.between(2, 9) * MINUTE),
      ends: chance.oneOf<DeployEnd>('done', 'done', 'done', 'rolled-back', 'failed'),
    });
    const before = config === 'config-2' ? 'config-1' : 'config-3';
    if (chance.maybe(0.25))
      happenings.push({ at: at + chance.whole(1, 11) * MINUTE, endpoint, what: 'loses-config', config: before });
    at += chance.whole(8, 45) * MINUTE;
  }
  if (chance.maybe(0.15))
    happenings.push({ at: at - 5 * MINUTE, endpoint, what: 'remakes-config', config: 'config-1' });
  if (chance.maybe(0.2))
    happenings.push({ at: at - 7 * MINUTE, endpoint, what: 'falls-ill', variant: stable, failing: 0.4, slowMs: 0 });
  return happenings.filter((one) => one.at < end);
};
