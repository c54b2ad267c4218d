import { MINUTE } from '../../lambdas/domain/model.ts';
import { canStorm } from '../../lambdas/domain/storm.ts';
import { type Chance, chanceOf } from './chance.ts';
import { FAULTS, type Site } from './faults.ts';
import type { EndpointPlan, Happening, Plan } from './plan.ts';
import { inOrder, streamOf } from './streams.ts';

const SHARE = 0.02;
const OF_RARE_WORLDS = 0.8;
const OF_STORMS = 0.8;
/** So that a storm's looks have to take turns. */
const SLOW = 0.1;
const RATE = 0.3;
/** Of a call that comes once or twice in a world. */
const RATE_ALONE = 0.6;

/** Calls that few worlds make, and then a few times. */
const RARE: readonly Site[] = [
  'drill-order',
  'answer-read',
  'notice-read',
  'notice-write',
  'mutes',
  'history',
  'good-read',
  'good-write',
  'invoke-strategist',
];

/** Of these a world's one is aimed at: what comes before it has to go well. */
const DEEP = {
  storm: ['volumes'],
  scale: ['scaling-bounds', ...Array<'scaling-floor'>(4).fill('scaling-floor'), 'raise', 'raise'],
  restore: ['describe-config', 'update-endpoint', 'update-endpoint'],
} as const satisfies Readonly<Record<string, readonly Site[]>>;

const deepIn = ({ endpoints }: Plan): readonly Site[] => {
  if (canStorm(endpoints.length)) return DEEP.storm;
  if (endpoints.some(({ policy }) => policy.restore)) return DEEP.restore;
  return endpoints.some(({ policy }) => policy.strategy) ? DEEP.scale : [];
};

/** Some worlds aim at half of the calls that are rare, with every fault, and have what leads to them: drills, and findings. */
export const withAim = (plan: Plan): Plan => {
  const chance = chanceOf(streamOf(plan, 'aim'));
  if (!chance.maybe(shareOf(plan))) return plan;
  const sites = sitesIn(chance, plan);
  return {
    ...plan,
    ...(plan.limits && canStorm(plan.endpoints.length) && { limits: { ...plan.limits, callsPerSecond: SLOW } }),
    aimed: {
      sites,
      faults: FAULTS.filter((fault) => fault !== 'clock-skew'),
      rate: sites.length === 1 ? RATE_ALONE : RATE,
    },
    happenings: inOrder([...plan.happenings, ...plan.endpoints.flatMap((of) => occasions(chance, plan, of))]),
  };
};

const sitesIn = (chance: Chance, plan: Plan): readonly Site[] => {
  const [first, ...others] = deepIn(plan);
  if (first === undefined) return RARE.filter(() => chance.maybe(0.5));
  const deep = chance.oneOf(first, ...others);
  return chance.maybe(0.5) ? [deep] : [deep, ...RARE.filter(() => chance.maybe(0.5))];
};

/** What few worlds call at all has to be aimed at more often there. */
const shareOf = ({ endpoints }: Plan): number => {
  if (canStorm(endpoints.length)) return OF_STORMS;
  return endpoints.some(({ policy }) => policy.strategy ?? policy.restore) ? OF_RARE_WORLDS : SHARE;
};

const occasions = (
  chance: Chance,
  { start, minutes }: Plan,
  { policy: { endpoint, guards, stable, canaries } }: EndpointPlan,
): readonly Happening[] => {
  const [variant] = canaries;
  if (variant === undefined) return [];
  const some = (least: number): number => start + Math.floor(chance.between(least, minutes - 5) * MINUTE);
  const drills = Array.from(
    { length: 4 },
    (): Happening => ({
      at: some(2),
      endpoint,
      what: 'drills',
      variant,
      guard: guards[0]?.id ?? 'all',
      move: chance.maybe(0.3),
    }),
  );
  // A variant that no policy knows is told as unguarded, once per change of what is found.
  const renamed: Happening = {
    at: some(2),
    endpoint,
    what: 'deploys',
    config: 'config-9',
    weights: { [stable]: 90, newcomer: 10 },
    takesMs: 2 * MINUTE,
    ends: 'done',
  };
  return [...drills, renamed];
};
