import { MINUTE } from '../../lambdas/domain/model.ts';
import type { Limits } from '../../lambdas/domain/policy.ts';
import { type Chance, chanceOf } from './chance.ts';
import type { Happening, Plan } from './plan.ts';
import { inOrder, streamOf } from './streams.ts';

/** As a config compiles to by default. */
const DEFAULTS: Limits = {
  cooldownMinutes: 10,
  flaps: { shifts: 3, withinMinutes: 60 },
  shiftsPerDay: 6,
  storm: { endpoints: 10, share: 0.2, withinMinutes: 10 },
  callsPerSecond: 2,
};

const SHARE = 0.15;

/** Some deployments have limits, by default or tight ones; then something keeps giving canaries their traffic back. */
export const withLimits = (plan: Plan): Plan => {
  const chance = chanceOf(streamOf(plan, 'limits'));
  if (!chance.maybe(SHARE)) return plan;
  return {
    ...plan,
    limits: drawLimits(chance),
    happenings: inOrder([...plan.happenings, ...plan.endpoints.flatMap((of) => restores(chance, plan, of))]),
  };
};

/** Tight ones are met within the hours that a world has. */
export const drawLimits = (chance: Chance): Limits =>
  chance.maybe(0.4)
    ? DEFAULTS
    : {
        ...DEFAULTS,
        cooldownMinutes: chance.oneOf(1, 10, 30),
        flaps: { shifts: chance.whole(1, 3), withinMinutes: chance.oneOf(20, 60) },
        shiftsPerDay: chance.oneOf(1, 2, 4, 6),
        callsPerSecond: chance.oneOf(0.2, 1, 2, 25),
      };

/** A deploy tool that holds to its own weights, and a canary that stays ill. */
const restores = (
  chance: Chance,
  { start, minutes }: Plan,
  { policy: { endpoint, stable, canaries } }: Plan['endpoints'][number],
): readonly Happening[] => {
  const [canary] = canaries;
  if (canary === undefined || !chance.maybe(0.6)) return [];
  const first = start + chance.between(5, 20) * MINUTE;
  const every = chance.between(8, 25) * MINUTE;
  const times = chance.whole(1, 6);
  const weights = { [stable]: 90, ...Object.fromEntries(canaries.map((name) => [name, 10] as const)) };
  const ill: Happening = { at: first, endpoint, what: 'falls-ill', variant: canary, failing: 0.2, slowMs: 0 };
  const back = Array.from(
    { length: times },
    (_, place): Happening => ({
      at: Math.floor(first + (place + 1) * every),
      endpoint,
      what: 'weights-by-hand',
      weights,
    }),
  );
  return [ill, ...back].filter(({ at }) => at < start + minutes * MINUTE);
};
