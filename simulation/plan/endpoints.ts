import type { EndpointName, Guard, Policy, VariantName } from '../../lambdas/domain/policy.ts';
import type { Chance } from './chance.ts';
import type { EndpointPlan } from './plan.ts';

const NAMES = ['fraud', 'Ranking-EU', 'churn', 'Search', 'eta'] as const;

export const endpointName = (name: string): EndpointName => name as EndpointName;
export const variantName = (name: string): VariantName => name as VariantName;

const GUARD = { breachingPeriods: 2, outOfPeriods: 3, gross: false } as const;
const GROSS = { breachingPeriods: 1, outOfPeriods: 1, gross: true } as const;

/** As a config compiles to by default. */
const ERRORS: readonly Guard[] = [
  { id: 'errors-5xx', signal: '5xx', above: 0.02, plus: 2, minRequests: 20, ...GUARD },
  { id: 'errors-5xx-gross', signal: '5xx', above: 0.05, plus: 3, minRequests: 20, ...GROSS },
];

const LATENCY: readonly Guard[] = [
  { id: 'latency-p99', signal: 'latency', percentile: 99, above: 500, minRequests: 100, ...GUARD },
  { id: 'latency-p99-gross', signal: 'latency', percentile: 99, above: 1_500, minRequests: 100, ...GROSS },
];

export const endpointPlan = (chance: Chance, place: number): EndpointPlan => {
  const policy = drawPolicy(chance, endpointName(NAMES[place] ?? `endpoint-${place}`));
  const isTwoThirds = chance.maybe(0.05);
  const share = chance.oneOf(1, 5, 10, 10, 30);
  const canaries = policy.canaries.map((name) => [name, isTwoThirds ? 180 : share] as const);
  return {
    policy,
    config: 'config-1',
    weights: Object.fromEntries([[policy.stable, 90], ...canaries]),
    instances: chance.whole(1, 4),
    requestsPerMinute: chance.oneOf(40, 300, 1_000, 1_000, 6_000),
    pinnedToCanary: chance.maybe(0.04) ? 3 : 0,
  };
};

const MODES = [
  'auto',
  'auto',
  'auto',
  'auto',
  'auto',
  'auto',
  'auto',
  'auto',
  'observe',
  'recommend',
  'approve',
] as const;

const drawPolicy = (chance: Chance, endpoint: EndpointName): Policy => {
  const isBounded = chance.maybe(0.15);
  return {
    endpoint,
    stable: variantName('stable'),
    canaries: chance.maybe(0.25) ? [variantName('canary'), variantName('second')] : [variantName('canary')],
    mode: chance.oneOf<Policy['mode']>(...MODES),
    guards: chance.maybe(0.4) ? [...ERRORS, ...LATENCY] : ERRORS,
    stableMinShare: chance.oneOf(0.5, 0.5, 0.5, 0.2),
    ...(isBounded && { stableMaxRequestsPerInstance: chance.oneOf(100, 400, 2_000, 10_000) }),
    contacts: { emails: ['oncall@example.com'] },
  };
};
