import { MINUTE } from '../../lambdas/domain/model.ts';
import { makeSeeded } from '../../sim/kernel/seeded.ts';
import { withAim } from './aim.ts';
import { type Chance, chanceOf } from './chance.ts';
import { endpointPlan } from './endpoints.ts';
import { FAULTS } from './faults.ts';
import { drawHappenings } from './happenings.ts';
import { withLimits } from './limits.ts';
import { withMutes } from './mutes.ts';
import type { Delivery, Outage, Plan } from './plan.ts';
import { withRestore } from './restores.ts';
import { withStorm } from './storms.ts';
import { withStrategies } from './strategies.ts';

const START = Date.UTC(2026, 0, 5, 10);

/** So rarely a world goes on for more than a day, with one endpoint: what must not be forgotten needs time. */
const LONG_ONES = 0.01;
const A_DAY_AND_MORE = 26 * 60;

/** The whole plan of a seed, as data. */
export const worldOf = (seed: number): Plan => ADDED.reduce((plan, add) => add(plan), plainWorld(seed));

/** What only some worlds know. */
const ADDED: readonly ((plan: Plan) => Plan)[] = [
  withLimits,
  withStorm,
  withMutes,
  withStrategies,
  withRestore,
  withAim,
];

const plainWorld = (seed: number): Plan => {
  const chance = chanceOf(makeSeeded(seed).random('plan'));
  const isLong = chance.maybe(LONG_ONES);
  const minutes = isLong ? A_DAY_AND_MORE : chance.whole(90, 180);
  const count = isLong ? 1 : chance.oneOf(1, 1, 2, 2, 3, 4, 5);
  const endpoints = Array.from({ length: count }, (_, place) => endpointPlan(chance, place));
  const extent = { start: START, minutes };
  return {
    seed,
    ...extent,
    endpoints,
    happenings: drawHappenings(chance, endpoints, extent),
    ...drawFaults(chance, extent),
  };
};

type Extent = Pick<Plan, 'start' | 'minutes'>;

/** Some worlds are calm and some are stormy, and each knows only some of the faults: what hides one must not hide all. */
const drawFaults = (chance: Chance, extent: Extent) => {
  const isCalm = chance.maybe(0.3);
  return {
    faults: FAULTS.filter(() => chance.maybe(0.5)),
    faultRate: isCalm ? 0 : chance.oneOf(0.005, 0.02, 0.08),
    outages: isCalm ? [] : drawOutages(chance, extent),
    delivery: isCalm ? PUNCTUAL : drawDelivery(chance),
    takenBack: isCalm ? 0 : chance.oneOf(0, 0.06, 0.3),
    metricDelayMs: chance.oneOf(2_000, 5_000, 30_000, 55_000),
  };
};

const PUNCTUAL: Delivery = { duplicated: 0, late: 0, reordered: 0, lost: 0, deadLettered: 0 };

const drawDelivery = (chance: Chance): Delivery => {
  const rate = () => (chance.maybe(0.4) ? chance.oneOf(0.02, 0.1, 0.3) : 0);
  return { duplicated: rate(), late: rate(), reordered: rate(), lost: rate(), deadLettered: rate() / 5 };
};

const OUTAGE_FAULTS = ['access-denied', 'server-error', 'timeout-before', 'throttle'] as const;

const drawOutages = (chance: Chance, { start, minutes }: Extent): readonly Outage[] => {
  const during = (service: Outage['service'], share: number, longest: number): readonly Outage[] => {
    if (!chance.maybe(share)) return [];
    const from = start + chance.between(5, minutes) * MINUTE;
    const fault =
      service === 'dynamodb' || service === 'sns'
        ? chance.oneOf<Outage['fault']>(...OUTAGE_FAULTS, 'kms-denied')
        : chance.oneOf<Outage['fault']>(...OUTAGE_FAULTS);
    return [{ service, fault, from, to: from + chance.between(2, longest) * MINUTE }];
  };
  return [
    ...during('dynamodb', 0.1, 60),
    ...during('sagemaker', 0.05, 20),
    ...during('cloudwatch', 0.05, 20),
    ...during('ssm', 0.08, 20),
    ...during('sns', 0.08, 20),
  ];
};
