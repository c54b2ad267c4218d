import { breaches, type Fleet, type Instant, MINUTE, type Weights } from '../../lambdas/domain/model.ts';
import type { EndpointName } from '../../lambdas/domain/policy.ts';
import { desiredWeights, sameTraffic } from '../../lambdas/domain/weights.ts';
import type { Asked, Fact } from '../facts.ts';
import type { View } from '../view.ts';
import type { Invariant } from './invariant.ts';
import { type At, clockErrorOf, isOurs, makeIntents, policyOf } from './shared.ts';

/** Longer than any look reads back. */
const HORIZON = 30 * MINUTE;

/**
 * Once another hand has changed the weights, or the endpoint config, a change of ours takes effect only if at least one
 * whole minute that began after it broke a guard of a variant that is not stable, as SageMaker measured it. What
 * SageMaker takes back is no other hand's; a drill that a person ordered to move traffic rests on no evidence. A look
 * that saw the endpoint from before that change is excused. So are two more: what a person ordered by our own command,
 * and SageMaker took back, may be asked for again, and nothing else, on what counted before the order; and a minute that
 * lacks no more of its end than a look's clock may be off is a whole one.
 */
export const i9: Invariant = {
  code: 'I9',
  promise: 'after another hand changed the weights, only newer evidence moves them',
  watch: (view) => {
    const intents = makeIntents();
    const hands = makeOtherHands();
    return (fact) => {
      hands.on(fact);
      intents.on(fact);
      if (!isOurs(fact) || !fact.taken || intents.of(fact.by, fact.endpoint)?.step.incident.drill) return undefined;
      const since = hands.since(fact.endpoint, fact.to);
      const read = fact.by.reads.get(fact.endpoint)?.fleet;
      if (since === undefined || read === undefined || read.stale || read.at < since) return undefined;
      return isBrokenSince(view, fact, since)
        ? undefined
        : `${fact.endpoint}: moved on evidence from before ${new Date(since).toISOString()}`;
    };
  },
};

const OTHERS: readonly string[] = ['hand', 'order', 'deploy'];

type Changed = At<Extract<Fact, { kind: 'changed' }>>;
type Both = { readonly was: Fleet; readonly is: Fleet };

/** The endpoint before an order, what was wanted, and since when evidence counted by then. */
type Ordered = {
  readonly was: Fleet;
  readonly wanted: Weights;
  readonly before: Instant | undefined;
  readonly isTakenBack: boolean;
};

/** When another hand changed what, as it counts for a shift to these weights. */
const makeOtherHands = () => {
  const changedAt = new Map<EndpointName, Instant>();
  const ordered = new Map<EndpointName, Ordered>();
  const since = (endpoint: EndpointName, to: Weights): Instant | undefined => {
    const order = ordered.get(endpoint);
    return order?.isTakenBack && sameTraffic(order.wanted, to) ? order.before : changedAt.get(endpoint);
  };
  const changed = ({ endpoint, by, at, was, is }: Changed & Both): void => {
    const wanted = desiredWeights(is);
    const order = { was, wanted, before: since(endpoint, wanted), isTakenBack: false };
    if (by === 'order') ordered.set(endpoint, order);
    else ordered.delete(endpoint);
    changedAt.set(endpoint, at);
  };
  return {
    since,
    on: (fact: Fact): void => {
      if (isOtherHand(fact)) changed(fact);
      const order = fact.kind === 'changed' ? ordered.get(fact.endpoint) : undefined;
      if (order && isTakenBack(fact, order)) ordered.set(fact.endpoint, { ...order, isTakenBack: true });
    },
  };
};

const isOtherHand = (fact: Fact): fact is Changed & Both =>
  fact.kind === 'changed' &&
  OTHERS.includes(fact.by) &&
  fact.was !== undefined &&
  fact.is !== undefined &&
  !isSame(fact.was, fact.is);

const isSame = (one: Fleet, other: Fleet): boolean =>
  one.config === other.config && sameTraffic(desiredWeights(one), desiredWeights(other));

/** SageMaker undid it itself: the endpoint is as it was before the order. */
const isTakenBack = (fact: Fact, { was }: Ordered): fact is Changed =>
  fact.kind === 'changed' && fact.by === 'sagemaker' && fact.is?.status === 'InService' && isSame(fact.is, was);

const isBrokenSince = (view: View, fact: At<Asked>, since: Instant): boolean =>
  isMeasuredBad(view, fact, since) || isReadBad(view, fact, since);

/** By the look's own clock the newest minute that it read was over; what was there of it was measured, too. */
const isReadBad = (view: View, { endpoint, by }: At<Asked>, since: Instant): boolean => {
  const { canaries, guards } = policyOf(view, endpoint);
  const read = by.reads.get(endpoint)?.traffic;
  if (read === undefined || read.value === 'unreadable') return false;
  const { at, value } = read;
  const end = at + Math.max(0, clockErrorOf(by, at));
  return canaries.some((variant) =>
    value[variant]?.some(
      (minute) =>
        minute.start >= since && minute.start + MINUTE <= end && guards.some((guard) => breaches(guard, minute)),
    ),
  );
};

const isMeasuredBad = (view: View, { endpoint, at }: At<Asked>, since: Instant): boolean => {
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
