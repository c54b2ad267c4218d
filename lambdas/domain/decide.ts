import { type Asked, askedOf } from './answer.ts';
import { brakesOn, whyBraked, whyFrozen } from './brakes.ts';
import { followed, isDeclined, whyNotAllowed, whyNotAllowedUnasked, withApproval } from './consent.ts';
import { findDrilled, openDrill, orderOf, withoutDrills } from './drill.ts';
import { findBreaches, whyOvertaken, whyUntrusted } from './evidence.ts';
import { type Incident, isOpen } from './incident.ts';
import { whileFlapping } from './limits.ts';
import type { Fleet, Instant } from './model.ts';
import type { EndReason, HoldReason } from './reasons.ts';
import { decideRestore, restoreObstacles } from './restore.ts';
import { end, settle } from './settle.ts';
import type { Situation } from './situation.ts';
import { whyNotStable } from './stable.ts';
import { whyBusy, whyUnusable } from './status.ts';
import { nextOf } from './strategies/index.ts';
import type { Next } from './strategies/strategy.ts';
import { likeliest, restingOn, type Suspect } from './suspect.ts';
import type { Verdict } from './verdict.ts';
import { allTo, currentWeights, desiredWeights, sameTraffic } from './weights.ts';

/** What is real first: a drill has its turn only where nothing else is to be done. */
export const decide = (situation: Situation, now: Instant): Verdict => {
  const decideReal = situation.policy.restore === undefined ? decideShift : decideRestore;
  const verdict = decideReal(withoutDrills(situation), now);
  return verdict.kind === 'nothing' ? (decideDrill(situation, now) ?? verdict) : verdict;
};

/** The whole policy, in the order in which an on-call engineer would ask the questions. */
const decideShift = (situation: Situation, now: Instant): Verdict => {
  const { fleet, policy, incident: last } = situation;
  const open = isOpen(last) ? last : undefined;

  if (fleet === undefined) return endOr(open, 'endpoint-gone', now) ?? { kind: 'nothing', because: 'endpoint-missing' };

  const settled = open && settle(open, fleet, { situation, now });
  if (settled) return settled;

  const to = allTo(policy.stable, desiredWeights(fleet));
  if (sameTraffic(desiredWeights(fleet), to))
    return movedByOthers(open, fleet, { situation, now }) ?? { kind: 'nothing', because: 'already-stable' };

  if (open && isDeclined(situation, askedOf(open, { policy, fleet }, now))) return end(open, 'declined', now);

  const broken = findBreaches(situation, fleet);
  if (broken.length === 0) return whenQuiet(open, now);
  const suspect = likeliest(situation, broken, { fleet, now });
  if (suspect === undefined) return { kind: 'nothing', because: 'already-ended' };

  const asked = askedOf(suspect.incident, { policy, fleet }, now);
  const next = nextOf({ situation, ...suspect, now });
  const reason = whyHold(situation, suspect, { asked, next });
  return reason
    ? { kind: 'hold', incident: suspect.incident, reason }
    : toVerdict(next, withApproval(situation, asked, restingOn(suspect)));
};

/** No guard is broken any more. */
const whenQuiet = (open: Incident | undefined, now: Instant): Verdict =>
  whileFlapping(open, now) ?? endOr(open, 'breach-over', now) ?? { kind: 'nothing', because: 'no-breach' };

const toVerdict = (next: Next, incident: Incident): Verdict => {
  if (next.kind !== 'shift') return { ...next, incident };
  const { weighed: _weighedBefore, insteadOf: _fellBackBefore, ...rest } = incident;
  const { kind: _shift, to, ...why } = next;
  return { kind: 'roll-back', incident: { ...rest, ...why }, to };
};

type Moment = { readonly situation: Situation; readonly now: Instant };

/** Somebody gave stable all traffic: a change that people were asked for is watched, any other one ends the incident. */
const movedByOthers = (open: Incident | undefined, fleet: Fleet, moment: Moment): Verdict | undefined => {
  const done = open && followed(open, desiredWeights(fleet), moment.now);
  return (done && settle(done, fleet, moment)) ?? endOr(open, 'traffic-moved-by-another-hand', moment.now);
};

/** The same page for a drill: it moves traffic only if the ledger says so, and then past mode observe. */
const decideDrill = (situation: Situation, now: Instant): Verdict | undefined => {
  const { fleet, policy, incident: last } = situation;
  const open = last?.drill !== undefined && isOpen(last) ? last : undefined;
  if (fleet === undefined) return endOr(open, 'endpoint-gone', now);

  const settled = open && settle(open, fleet, { situation, now });
  if (settled) return settled;

  const drilled = findDrilled(situation);
  const isLast = drilled !== undefined && last?.drill?.id === drilled.alarm.drill;
  if (drilled === undefined || (open && !isLast)) return endOr(open, 'drill-over', now);
  if (isLast && !open) return undefined;
  // The drill takes its place in the ledger's head, from which it would never be sent.
  if (!open && last?.owed !== undefined) return undefined;

  const incident = open ?? openDrill(drilled, fleet, { situation, now });
  const to = allTo(policy.stable, desiredWeights(fleet));
  const moves = orderOf(situation, drilled.alarm.drill, now)?.move && !sameTraffic(desiredWeights(fleet), to);
  if (!moves) return { kind: 'hold', incident, reason: { kind: 'drill', id: drilled.alarm.drill } };
  const reason =
    whyUnusable(fleet) ?? whyNotStable(situation, fleet, incident) ?? whyFrozen(situation) ?? whyBusy(fleet);
  return reason ? { kind: 'hold', incident, reason } : { kind: 'roll-back', incident, to };
};

type Planned = { readonly asked: Asked; readonly next: Next };

const whyHold = (
  situation: Situation,
  { incident, fleet, breach }: Suspect,
  { asked, next }: Planned,
): HoldReason | undefined =>
  whyUnusable(fleet) ??
  (next.kind === 'hold' ? next.reason : undefined) ??
  whyUntrusted(situation, { incident, breach }) ??
  whyBraked(situation, { incident, breach, now: asked.now }) ??
  whyOvertaken(situation, fleet, { incident, breach }) ??
  whyBusy(fleet) ??
  whyNotAllowed(situation, asked);

/** All that would hold a shift if a guard broke now, whichever it is; what speaks against a breach itself comes with it. */
export const obstacles = (situation: Situation, fleet: Fleet, now: Instant): readonly HoldReason[] =>
  [
    whyUnusable(fleet),
    ...(situation.policy.restore
      ? restoreObstacles(situation, fleet)
      : [whyNotStable(situation, fleet, { weightsAtOpen: currentWeights(fleet) })]),
    ...brakesOn(situation, fleet, now),
    whyUnusable(fleet) ? undefined : whyBusy(fleet),
    whyNotAllowedUnasked(situation, now),
  ].filter((reason) => reason !== undefined);

const endOr = (open: Incident | undefined, because: EndReason, now: Instant): Verdict | undefined =>
  open && end(open, because, now);
