import { lastReal } from './drill.ts';
import { type ByHand, type Incident, idAfter, isOpen, type Shift } from './incident.ts';
import { ownShift, shiftsBefore } from './limits.ts';
import type { EndpointStatus, Fleet, Instant } from './model.ts';
import { takenOver } from './quarantine.ts';
import type { HoldReason } from './reasons.ts';
import { CALL_UNDER_WAY } from './settle.ts';
import type { Situation } from './situation.ts';
import { allDoubts } from './stable.ts';
import { whyUnusable } from './status.ts';
import { towards } from './target.ts';
import type { Verdict } from './verdict.ts';
import { allTo, currentWeights, desiredWeights, sameTraffic } from './weights.ts';

/** A person wants all traffic on one variant. */
export type Order = { readonly by: string; readonly to: Fleet['variants'][number]['name'] };

/** What becomes of an order. No freeze, mode or guard stands in its way: those are for the automation. */
export type Ordered =
  | { readonly kind: 'impossible'; readonly because: 'no-endpoint' | 'no-variant' | 'unusable' }
  /** In force, and nothing is under way. */
  | { readonly kind: 'there' }
  /** This very shift is asked for by an open incident: all that is left is to see it proved. */
  | { readonly kind: 'asked'; readonly incident: Incident }
  /** SageMaker takes one change at a time. */
  | { readonly kind: 'busy'; readonly status: EndpointStatus }
  | Extract<Verdict, { kind: 'roll-back' }>;

export const obey = (situation: Situation, order: Order, now: Instant): Ordered => {
  const { fleet } = situation;
  if (fleet === undefined) return { kind: 'impossible', because: 'no-endpoint' };
  if (!fleet.variants.some(({ name }) => name === order.to)) return { kind: 'impossible', because: 'no-variant' };
  if (whyUnusable(fleet)) return { kind: 'impossible', because: 'unusable' };

  const to = allTo(order.to, desiredWeights(fleet));
  const open = openOn(situation, fleet);
  const isAsked = sameTraffic(desiredWeights(fleet), to);
  if (isAsked && open?.shift && sameTraffic(open.shift.wanted, to)) return { kind: 'asked', incident: open };
  if (fleet.status !== 'InService') return { kind: 'busy', status: fleet.status };
  if (isAsked && sameTraffic(currentWeights(fleet), to)) return { kind: 'there' };
  const byHand = { by: order.by, at: now };
  const incident = open ? { ...open, byHand, ...overtakenIn(open) } : openByHand(situation, fleet, byHand);
  return { kind: 'roll-back', incident, to };
};

/** A person's shift takes the place of ours, which the limits still count. */
const overtakenIn = (open: Incident): Pick<Incident, 'overtaken'> => {
  const [overtaken] = ownShift(open);
  return overtaken === undefined ? {} : { overtaken };
};

/** The incident that a person's order goes on with; one of a drill, or of another config, is none. */
const openOn = ({ incident }: Situation, fleet: Fleet): Incident | undefined => {
  const last = lastReal(incident);
  return isOpen(last) && last.config === fleet.config ? last : undefined;
};

const openByHand = (situation: Situation, fleet: Fleet, byHand: ByHand): Incident => ({
  id: idAfter(lastReal(situation.incident), situation.policy.endpoint, byHand.at),
  endpoint: situation.policy.endpoint,
  config: fleet.config,
  openedAt: byHand.at,
  weightsAtOpen: currentWeights(fleet),
  modifiedAtOpen: fleet.lastModifiedAt,
  ...(fleet.failureReason === undefined ? {} : { failureAtOpen: fleet.failureReason }),
  byHand,
  ...takenOver(situation.incident, fleet),
  ...shiftsBefore(situation.incident, byHand.at),
  told: 0,
});

/** What speaks against that variant, as the automation would judge it; a person decides. */
export const doubtsOf = (situation: Situation, fleet: Fleet, to: Order['to']): readonly HoldReason[] | 'unguarded' => {
  const policy = towards(situation.policy, { [to]: 1 });
  return policy === undefined
    ? 'unguarded'
    : allDoubts({ ...situation, policy }, fleet, { weightsAtOpen: currentWeights(fleet) });
};

/**
 * What a person who waits for a shift makes of a verdict. The automation asks again for what SageMaker took back, or
 * never got, only while a guard is broken, as mode and freeze let it, and for stable; the person has asked already. After
 * as many requests as the automation makes, the verdict is an end.
 */
export const insist = (verdict: Verdict, fleet: Fleet | undefined, now: Instant): Verdict => {
  if (fleet === undefined || verdict.kind === 'nothing' || verdict.kind === 'end') return verdict;
  const { incident } = verdict;
  return incident.shift !== undefined && mustAskAgain(incident.shift, fleet, now)
    ? { kind: 'roll-back', incident, to: incident.shift.wanted }
    : verdict;
};

const mustAskAgain = (shift: Shift, fleet: Fleet, now: Instant): boolean =>
  shift.inForceAt === undefined &&
  now - shift.askedAt >= CALL_UNDER_WAY &&
  fleet.status === 'InService' &&
  !sameTraffic(desiredWeights(fleet), shift.wanted);
