import { type Proof, prove, type Shortage } from '../capacity.ts';
import { MINUTE } from '../model.ts';
import type { ScaleThenShift } from '../policy.ts';
import type { HoldReason, Unraised } from '../reasons.ts';
import { CALL_UNDER_WAY, MAX_ATTEMPTS } from '../settle.ts';
import { whyNotStable } from '../stable.ts';
import { type ScaleOrder, type Scaling, scalingOf } from './order.ts';
import { toStable } from './shift-weights.ts';
import type { Case, Next, Strategy, Weighed } from './strategy.ts';
import { weigh } from './weigh.ts';

/**
 * A stable that is too small is raised first, within a bounded time; unless the canary does worse already than an
 * overloaded stable would, and then waiting is the greater evil. Capacity and weights never go in one call: SageMaker
 * moves the traffic before the instances are there, and takes back both if it cannot get them.
 */
export const scaleThenShift =
  (strategy: ScaleThenShift): Strategy =>
  (one) => {
    const reason = whyNotStable(one.situation, one.fleet, one.incident);
    if (reason === undefined) return toStable(one);
    const shortage = proofOf(one);
    if (reason.kind !== 'stable-too-small' || shortage?.kind !== 'too-small') return { kind: 'hold', reason };
    const weighed = weigh(one, shortage);
    if (weighed.canaryFails > weighed.overload) return { ...toStable(one), weighed };
    return raise(one, strategy, { reason: { ...reason, weighed }, shortage });
  };

const proofOf = ({ situation: { policy, traffic }, fleet }: Case): Proof | undefined => {
  const stable = fleet.variants.find(({ name }) => name === policy.stable);
  return stable && prove(stable, { bound: policy.stableMaxRequestsPerInstance, traffic });
};

type Small = {
  readonly reason: Extract<HoldReason, { readonly kind: 'stable-too-small' }> & { readonly weighed: Weighed };
  readonly shortage: Shortage;
};

const raise = (one: Case, strategy: ScaleThenShift, { reason, shortage }: Small): Next => {
  const preparing = scalingOf(one.incident);
  const order = preparing?.order ?? orderOf(one, strategy, shortage);
  if (preparing === undefined && order.to > order.from) return { kind: 'prepare', order };
  const unraised = whyUnraised(one, strategy, shortage);
  if (unraised) return { kind: 'hold', reason: { ...reason, unraised } };
  if (preparing === undefined || isToAskAgain(one, preparing, shortage)) return { kind: 'prepare', order };
  return { kind: 'hold', reason: raisingStable(preparing, strategy, reason.weighed) };
};

const orderOf = (
  { situation: { policy } }: Case,
  { maxInstances }: ScaleThenShift,
  { unit, count, needs }: Shortage,
): ScaleOrder => ({ kind: 'scale', variant: policy.stable, unit, from: count, to: Math.min(needs, maxInstances) });

/** Why raising is over, or never began: a person has to decide. */
const whyUnraised = (
  { incident, now }: Case,
  { maxInstances, withinMinutes }: ScaleThenShift,
  { count }: Shortage,
): Unraised | undefined => {
  const preparing = scalingOf(incident);
  if (preparing === undefined) return { kind: 'at-most', most: maxInstances };
  const { done, refused, attempts, requestedAt } = preparing;
  if (refused !== undefined && attempts >= MAX_ATTEMPTS) return { kind: 'refused', message: refused };
  if (done && count >= done.reaches) return { kind: 'at-most', most: done.reaches };
  return now >= requestedAt + withinMinutes * MINUTE ? { kind: 'late', withinMinutes } : undefined;
};

/** It was refused, its answer was lost, or SageMaker took it back. */
const isToAskAgain = ({ fleet, now }: Case, { attempts, askedAt, order }: Scaling, { count }: Shortage): boolean =>
  fleet.status === 'InService' && count < order.to && attempts < MAX_ATTEMPTS && now - askedAt >= CALL_UNDER_WAY;

const raisingStable = (
  { order: { unit, from, to }, done, requestedAt }: Scaling,
  { withinMinutes }: ScaleThenShift,
  weighed: Weighed,
): HoldReason => ({
  kind: 'raising-stable',
  unit,
  from,
  to: done?.reaches ?? to,
  until: requestedAt + withinMinutes * MINUTE,
  weighed,
});
