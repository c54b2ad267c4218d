import type { Instant } from '../../lambdas/domain/model.ts';
import type { EndpointName, Policy } from '../../lambdas/domain/policy.ts';
import type { Asked, Fact } from '../facts.ts';
import type { Invocation } from '../function/invocation.ts';
import type { View } from '../view.ts';

export type At<One> = One & { readonly at: Instant };
export type Wrote = Extract<Fact, { kind: 'wrote' }>;

/** The call was ours, and no person's. */
export const isOurs = (fact: Fact): fact is At<Asked> => fact.kind === 'asked' && fact.by.kind !== 'person';

export const policyOf = ({ account }: View, endpoint: EndpointName): Policy => {
  const guarded = account.guarded.get(endpoint);
  if (guarded === undefined) throw new Error(`no policy guards ${endpoint}`);
  return guarded.plan.policy;
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
export type Gone = { readonly on: (fact: Fact) => void; readonly isGone: (by: Invocation, now: Instant) => boolean };

export const makeGone = (): Gone => {
  const killed = new Set<number>();
  return {
    on: (fact) => {
      if (fact.kind === 'ended' && fact.killed === true) killed.add(fact.by.container.id);
    },
    isGone: ({ container, kind }, now) => kind === 'person' || killed.has(container.id) || container.retiresAt <= now,
  };
};
