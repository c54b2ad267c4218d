import { type Instant, MINUTE, SECOND, type Weights } from '../../lambdas/domain/model.ts';
import type { Policy, VariantName } from '../../lambdas/domain/policy.ts';
import type { Chance } from './chance.ts';
import { variantName } from './endpoints.ts';
import type { DeployEnd, EndpointHappening, EndpointPlan, Frost, Happening } from './plan.ts';

type Extent = { readonly start: Instant; readonly minutes: number };

/** Who acts on one endpoint, and how likely in a world. */
type Actor = {
  readonly share: number;
  readonly acts: (chance: Chance, of: EndpointPlan) => readonly (EndpointHappening & { readonly after?: number })[];
};

/** What people and AWS do in a world, in the order of time. */
export const drawHappenings = (
  chance: Chance,
  endpoints: readonly EndpointPlan[],
  extent: Extent,
): readonly Happening[] => {
  const own = endpoints.flatMap((of) => ACTORS.flatMap((actor) => actsOf(chance, of, { actor, extent })));
  return [...own, ...frosts(chance, endpoints, extent), ...versions(chance, extent)].sort(
    (one, other) => one.at - other.at,
  );
};

const someTime = (chance: Chance, { start, minutes }: Extent): Instant =>
  start + Math.floor(chance.between(3, Math.min(minutes, 180) - 20) * MINUTE);

const actsOf = (
  chance: Chance,
  of: EndpointPlan,
  { actor, extent }: { readonly actor: Actor; readonly extent: Extent },
): readonly Happening[] => {
  if (!chance.maybe(actor.share)) return [];
  const first = someTime(chance, extent);
  return actor
    .acts(chance, of)
    .map(({ after = 0, ...act }) => ({ ...act, at: first + after, endpoint: of.policy.endpoint }));
};

const canaryOf = (chance: Chance, { canaries: [first = variantName('canary'), ...others] }: Policy): VariantName =>
  chance.oneOf(first, ...others);

const illness = (chance: Chance, variant: VariantName) => ({
  what: 'falls-ill' as const,
  variant,
  failing: chance.oneOf(0.03, 0.1, 0.5, 1),
  slowMs: chance.oneOf(0, 0, 900, 5_000),
});

const split = ({ stable, canaries }: Policy, share: number): Weights =>
  Object.fromEntries([[stable, 100 - share], ...canaries.map((name) => [name, share / canaries.length] as const)]);

const minutes = (chance: Chance, least: number, most: number): number =>
  Math.floor(chance.between(least, most) * MINUTE);

const ACTORS: readonly Actor[] = [
  { share: 0.75, acts: (chance, { policy }) => [illness(chance, canaryOf(chance, policy))] },
  {
    share: 0.25,
    acts: (chance, { policy }) => {
      const variant = canaryOf(chance, policy);
      return [illness(chance, variant), { what: 'heals', variant, after: minutes(chance, 1, 40) }];
    },
  },
  {
    share: 0.12,
    acts: (chance, { policy: { stable } }) => [
      illness(chance, stable),
      { what: 'heals', variant: stable, after: minutes(chance, 2, 60) },
    ],
  },
  { share: 0.1, acts: (chance, { policy }) => flaps(chance, canaryOf(chance, policy)) },
  {
    share: 0.3,
    acts: (chance, { policy }) => [
      { what: 'weights-by-hand', weights: split(policy, chance.oneOf(0, 5, 10, 20, 50, 80, 99.9)) },
    ],
  },
  { share: 0.25, acts: deploys },
  { share: 0.15, acts: (chance, of) => scales(chance, of) },
  { share: 0.06, acts: (chance) => [{ what: 'system-updates', takesMs: minutes(chance, 2, 20) }] },
  { share: 0.02, acts: () => [{ what: 'deletes' }] },
  {
    share: 0.08,
    acts: (chance, { policy }) => [{ what: 'orders', to: chance.oneOf(policy.stable, canaryOf(chance, policy)) }],
  },
  { share: 1, acts: (chance, { policy }) => (policy.mode === 'approve' ? answers(chance) : []) },
  { share: 0.08, acts: (chance, { policy }) => [{ what: 'releases', variant: canaryOf(chance, policy) }] },
  { share: 0.08, acts: (chance, { policy }) => [{ what: 'sets-alarm', ...anyGuard(chance, policy) }] },
  {
    share: 0.08,
    acts: (chance, { policy }) => [{ what: 'drills', ...anyGuard(chance, policy), move: chance.maybe(0.5) }],
  },
  { share: 0.08, acts: (chance, { policy }) => [{ what: 'loses-data', ...anySilence(chance, policy) }] },
  { share: 0.08, acts: (chance, { policy }) => [{ what: 'is-not-evaluated', ...anySilence(chance, policy) }] },
];

const anyGuard = (chance: Chance, policy: Policy) => ({
  variant: canaryOf(chance, policy),
  guard: policy.guards[chance.whole(0, policy.guards.length - 1)]?.id ?? 'errors-5xx',
});

const anySilence = (chance: Chance, policy: Policy) => ({
  variant: chance.oneOf(policy.stable, canaryOf(chance, policy)),
  minutes: chance.whole(2, 20),
});

/** People look now and then, and answer whatever is asked by then. */
const answers = (chance: Chance) =>
  Array.from({ length: chance.whole(0, 6) }, (_, round) => ({
    what: 'answers' as const,
    says: chance.oneOf<'approve' | 'decline'>('approve', 'approve', 'decline'),
    after: round * minutes(chance, 3, 12),
  }));

const flaps = (chance: Chance, variant: VariantName) =>
  Array.from({ length: 4 }, (_, round) => [
    { ...illness(chance, variant), after: round * 10 * MINUTE },
    { what: 'heals' as const, variant, after: (round * 10 + 4) * MINUTE },
  ]).flat();

function deploys(chance: Chance, { policy }: EndpointPlan) {
  const [first = 'canary'] = policy.canaries;
  const kept = split(policy, chance.oneOf(5, 10, 30));
  const renamed = Object.fromEntries(
    Object.entries(kept).map(([name, weight]) => [name === first ? 'newcomer' : name, weight]),
  );
  return [
    {
      what: 'deploys' as const,
      config: chance.oneOf('config-2', 'config-2', 'config-1'),
      weights: chance.maybe(0.15) ? renamed : kept,
      takesMs: minutes(chance, 2, 15),
      ends: chance.oneOf<DeployEnd>(
        ...(['done', 'done', 'done', 'done', 'rolled-back', 'update-rollback-failed', 'failed'] as const),
      ),
    },
  ];
}

const scales = (chance: Chance, { policy: { stable }, instances }: EndpointPlan) => [
  { what: 'scales' as const, variant: stable, instances: chance.oneOf(0, 1, 1, 2), takesMs: minutes(chance, 1, 5) },
  {
    what: 'scales' as const,
    variant: stable,
    instances,
    takesMs: 90 * SECOND,
    after: minutes(chance, 8, 40),
  },
];

const frosts = (chance: Chance, endpoints: readonly EndpointPlan[], extent: Extent): readonly Happening[] => {
  if (!chance.maybe(0.2)) return [];
  const at = someTime(chance, extent);
  const [first, ...others] = endpoints.map(({ policy }) => policy.endpoint);
  if (first === undefined) return [];
  const frost: Frost = {
    scope: chance.oneOf<Frost['scope']>('all', first, ...others, 'riddle'),
    ...(chance.maybe(0.3) && { until: at + minutes(chance, 5, 60) }),
  };
  const staysOn = chance.maybe(0.3);
  return [
    { at, what: 'freezes', frost },
    ...(staysOn ? [] : [{ at: at + minutes(chance, 1, 60), what: 'thaws' as const }]),
  ];
};

const versions = (chance: Chance, extent: Extent): readonly Happening[] =>
  chance.maybe(0.1) ? [{ at: someTime(chance, extent), what: 'two-versions', minutes: chance.whole(2, 15) }] : [];
