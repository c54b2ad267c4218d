import { type Instant, SECOND } from '../../lambdas/domain/model.ts';
import type { EndpointName, Policy } from '../../lambdas/domain/policy.ts';
import { towards } from '../../lambdas/domain/target.ts';
import type { Asked, Fact } from '../facts.ts';
import type { Invocation } from '../function/invocation.ts';
import type { View } from '../view.ts';

export type At<One> = One & { readonly at: Instant };
export type Wrote = Extract<Fact, { kind: 'wrote' }>;

/** The ledger's head says it, and not only an entry that no head leads to. */
export const isHead = ({ kept, step }: Wrote): boolean => kept && step.replaces !== 'unknown';

/** The call was ours, and no person's. */
export const isOurs = (fact: Fact): fact is At<Asked> => fact.kind === 'asked' && fact.by.kind !== 'person';

/** How far off the look's clock may be: a `Date` has no fraction of a second, and servers differ by some. */
const CLOCK_ERROR = 4 * SECOND;

/** What it believes, beyond which nothing is excused. */
export const clockErrorOf = ({ container: { time } }: Invocation, now: Instant): number =>
  Math.max(-CLOCK_ERROR, Math.min(CLOCK_ERROR, time.now() - now));

export const policyOf = ({ account }: View, endpoint: EndpointName): Policy => {
  const guarded = account.guarded.get(endpoint);
  if (guarded === undefined) throw new Error(`no policy guards ${endpoint}`);
  return guarded.plan.policy;
};

/** The policy as it reads for a shift that goes to the fallback, which then is what has to be well. */
export const aimOf = (view: View, { endpoint, to }: Pick<Asked, 'endpoint' | 'to'>): Policy => {
  const policy = policyOf(view, endpoint);
  return policy.fallback !== undefined && (to[policy.fallback] ?? 0) > 0 ? (towards(policy, to) ?? policy) : policy;
};

/** The newest intent of each look: which incident a shift belongs to. */
export type Intents = {
  readonly on: (fact: Fact) => void;
  readonly of: (by: Invocation, endpoint: EndpointName) => At<Wrote> | undefined;
};

export const makeIntents = (): Intents => {
  const newest = new Map<string, At<Wrote>>();
  const key = (by: Invocation, endpoint: EndpointName) => `${by.id} ${endpoint}`;
  return {
    on: (fact) => {
      if (fact.kind === 'wrote' && fact.step.what === 'intent')
        newest.set(key(fact.by, fact.step.incident.endpoint), fact);
    },
    of: (by, endpoint) => newest.get(key(by, endpoint)),
  };
};

/** Containers whose memory is gone, with what only they knew. */
export type Gone = {
  readonly on: (fact: Fact) => void;
  readonly isGone: (by: Invocation, now: Instant) => boolean;
  /** When the container's newest sweep began that nothing went wrong in: what it knew is written by then. */
  readonly sweptAt: (by: Invocation) => Instant;
};

export const makeGone = (): Gone => {
  const killed = new Set<number>();
  const troubled = new Set<number>();
  const swept = new Map<number, Instant>();
  return {
    on: (fact) => {
      if (fact.kind === 'fault' && fact.fault !== 'clock-skew') troubled.add(fact.by.id);
      if (fact.kind !== 'ended') return;
      const { container, kind, id, startedAt } = fact.by;
      if (fact.killed === true) killed.add(container.id);
      if (kind === 'sweep' && fact.how !== 'failed' && !troubled.has(id)) swept.set(container.id, startedAt);
    },
    sweptAt: ({ container }) => swept.get(container.id) ?? 0,
    isGone: ({ container, kind }, now) => kind === 'person' || killed.has(container.id) || container.retiresAt <= now,
  };
};
