import { breaches, type Instant, MINUTE } from '../../lambdas/domain/model.ts';
import type { EndpointName } from '../../lambdas/domain/policy.ts';
import { desiredWeights, sameTraffic } from '../../lambdas/domain/weights.ts';
import type { Asked, Fact } from '../facts.ts';
import type { View } from '../view.ts';
import type { Invariant } from './invariant.ts';
import { type At, isOurs, makeIntents, policyOf } from './shared.ts';

/** Longer than any look reads back. */
const HORIZON = 30 * MINUTE;

/**
 * Once another hand has changed the weights, or the endpoint config, a change of ours takes effect only if at least one
 * whole minute that began after it broke a guard of a variant that is not stable, as SageMaker measured it. What
 * SageMaker takes back is no other hand's; a drill that a person ordered to move traffic rests on no evidence. A look that saw the endpoint from before that change is excused.
 */
export const i9: Invariant = {
  code: 'I9',
  promise: 'after another hand changed the weights, only newer evidence moves them',
  watch: (view) => {
    const intents = makeIntents();
    const changedAt = new Map<EndpointName, Instant>();
    return (fact) => {
      if (isOtherHand(fact)) changedAt.set(fact.endpoint, fact.at);
      intents.on(fact);
      if (!isOurs(fact) || !fact.taken || intents.of(fact.by, fact.endpoint)?.step.incident.drill) return undefined;
      const since = changedAt.get(fact.endpoint);
      const read = fact.by.reads.get(fact.endpoint)?.fleet;
      if (since === undefined || read === undefined || read.stale || read.at < since) return undefined;
      return isBrokenSince(view, fact, since)
        ? undefined
        : `${fact.endpoint}: moved on evidence from before ${new Date(since).toISOString()}`;
    };
  },
};

const OTHERS: readonly string[] = ['hand', 'order', 'deploy'];

const isOtherHand = (fact: Fact): fact is At<Extract<Fact, { kind: 'changed' }>> =>
  fact.kind === 'changed' &&
  OTHERS.includes(fact.by) &&
  fact.was !== undefined &&
  fact.is !== undefined &&
  (fact.was.config !== fact.is.config || !sameTraffic(desiredWeights(fact.was), desiredWeights(fact.is)));

const isBrokenSince = (view: View, { endpoint, at }: At<Asked>, since: Instant): boolean => {
  const { canaries, guards } = policyOf(view, endpoint);
  const metrics = view.account.guarded.get(endpoint)?.metrics;
  const first = Math.ceil(Math.max(since, at - HORIZON) / MINUTE) * MINUTE;
  for (let start = first; start + MINUTE <= at; start += MINUTE)
    for (const variant of canaries) {
      const minute = metrics?.minute(variant, start);
      if (minute && guards.some((guard) => breaches(guard, minute))) return true;
    }
  return false;
};
