import { MINUTE } from '../../lambdas/domain/model.ts';
import { type Chance, chanceOf } from './chance.ts';
import { endpointPlan } from './endpoints.ts';
import { drawHappenings } from './happenings.ts';
import { drawLimits } from './limits.ts';
import type { EndpointPlan, Happening, Plan } from './plan.ts';
import { inOrder, streamOf } from './streams.ts';

const SHARE = 0.03;

/** Now and then a fleet of which many fall ill within minutes; some with their stable, by a cause that they share. */
export const withStorm = (plan: Plan): Plan => {
  const chance = chanceOf(streamOf(plan, 'storm'));
  if (!chance.maybe(SHARE)) return plan;
  const extent = { start: plan.start, minutes: chance.whole(30, 60) };
  const endpoints = Array.from({ length: chance.whole(10, 16) }, (_, place) =>
    busy(chance, endpointPlan(chance, place)),
  );
  const usual = chance.maybe(0.3) ? drawHappenings(chance, endpoints, extent) : [];
  return {
    ...plan,
    ...extent,
    endpoints,
    limits: drawLimits(chance),
    happenings: inOrder([...usual, ...strikes(chance, endpoints, extent)]),
  };
};

/** Of a canary that serves too little nobody knows whether it is ill. */
const busy = (chance: Chance, of: EndpointPlan): EndpointPlan => ({
  ...of,
  weights: Object.fromEntries(
    Object.entries(of.weights).map(([name, weight]) => [name, name === of.policy.stable ? weight : 10]),
  ),
  requestsPerMinute: chance.oneOf(500, 1_000, 3_000, 6_000),
});

const strikes = (
  chance: Chance,
  endpoints: readonly EndpointPlan[],
  { start, minutes }: Pick<Plan, 'start' | 'minutes'>,
): readonly Happening[] => {
  const first = start + chance.between(4, minutes / 3) * MINUTE;
  const withinMinutes = chance.oneOf(1, 3, 8);
  const struck = chance.oneOf(0.3, 0.7, 1);
  const isShared = chance.maybe(0.6);
  return endpoints.flatMap(({ policy: { endpoint, stable, canaries } }) => {
    const [variant = stable] = canaries;
    if (!chance.maybe(struck)) return [];
    const at = Math.floor(first + chance.between(0, withinMinutes) * MINUTE);
    const slowMs = 0;
    const ill = {
      at,
      endpoint,
      what: 'falls-ill' as const,
      variant,
      failing: chance.oneOf(0.025, 0.03, 0.1, 0.5),
      slowMs,
    };
    const beside = { ...ill, variant: stable, failing: chance.oneOf(0.012, 0.016, 0.018) };
    return [
      ill,
      ...(isShared && chance.maybe(0.7) ? [beside] : []),
      ...(chance.maybe(0.3)
        ? [{ at: at + chance.whole(5, 20) * MINUTE, endpoint, what: 'heals' as const, variant }]
        : []),
    ];
  });
};
