import { whyBraked } from './brakes.ts';
import { whyNotAllowed } from './consent.ts';
import { findDrilled, openDrill, orderOf, withoutDrills } from './drill.ts';
import { type Breached, brokenSince, findBreaches, whyDoubt } from './evidence.ts';
import { type Breach, type Incident, idAfter, isOpen } from './incident.ts';
import type { Fleet, Instant } from './model.ts';
import { takenOver } from './quarantine.ts';
import type { EndReason, HoldReason } from './reasons.ts';
import { end, settle } from './settle.ts';
import type { Situation } from './situation.ts';
import { whyNotStable } from './stable.ts';
import { sendsTo } from './target.ts';
import type { Verdict } from './verdict.ts';
import { allTo, currentWeights, desiredWeights, sameTraffic } from './weights.ts';

/** What is real first: a drill has its turn only where nothing else is to be done. */
export const decide = (situation: Situation, now: Instant): Verdict => {
  const verdict = decideRealOne(withoutDrills(situation), now);
  return verdict.kind === 'nothing' ? (decideDrill(situation, now) ?? verdict) : verdict;
};

/** The whole policy, in the order in which an on-call engineer would ask the questions. */
const decideRealOne = (situation: Situation, now: Instant): Verdict => {
  const { fleet, policy, incident: last } = situation;
  const open = isOpen(last) ? last : undefined;

  if (fleet === undefined) return endOr(open, 'endpoint-gone', now) ?? { kind: 'nothing', because: 'endpoint-missing' };

  const settled = open && settle(open, fleet, { situation, now });
  if (settled) return settled;

  const to = allTo(policy.stable, desiredWeights(fleet));
  if (sameTraffic(desiredWeights(fleet), to))
    return endOr(open, 'traffic-moved-by-another-hand', now) ?? { kind: 'nothing', because: 'already-stable' };

  const broken = findBreaches(situation, fleet);
  if (broken.length === 0) return endOr(open, 'breach-over', now) ?? { kind: 'nothing', because: 'no-breach' };
  const suspect = likeliest(situation, broken, { fleet, now });
  if (suspect === undefined) return { kind: 'nothing', because: 'already-ended' };

  const reason = whyHold(situation, suspect);
  return reason
    ? { kind: 'hold', incident: suspect.incident, reason }
    : { kind: 'roll-back', incident: restingOn(suspect), to };
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
    whyUnusable(fleet) ?? whyNotStable(situation, fleet, incident) ?? whyBraked(situation) ?? whyBusy(fleet);
  return reason ? { kind: 'hold', incident, reason } : { kind: 'roll-back', incident, to };
};

/** The first broken guard that is believed: a doubtful one, set by hand or stale, must not hide another. */
const likeliest = (
  situation: Situation,
  broken: readonly Breached[],
  { fleet, now }: { readonly fleet: Fleet; readonly now: Instant },
): Suspect | undefined => {
  const { incident: last } = situation;
  const suspects = broken
    .filter((breach) => isOpen(last) || !alreadyEnded(last, breach, { situation, fleet }))
    .map((breach) => ({
      breach,
      fleet,
      incident: isOpen(last) ? joinedBy(last, breach) : openFor(breach, fleet, { situation, now }),
    }));
  return suspects.find((suspect) => whyDoubt(situation, fleet, suspect) === undefined) ?? suspects[0];
};

/** One that a person opened is told by the guard that came to it. */
const joinedBy = (open: Incident, breach: Breached): Incident =>
  open.breach === undefined ? { ...open, breach: factsOf(breach) } : open;

/** A shift is told by the guard that it rests on, also where another one opened the incident. */
const restingOn = ({ incident, breach }: Suspect): Incident =>
  incident.breach?.alarm === breach.alarm.name ? incident : { ...incident, breach: factsOf(breach) };

type Suspect = { readonly incident: Incident; readonly fleet: Fleet; readonly breach: Breached };

const whyHold = (situation: Situation, { incident, fleet, breach }: Suspect): HoldReason | undefined =>
  whyUnusable(fleet) ??
  whyNotStable(situation, fleet, incident) ??
  whyDoubt(situation, fleet, { incident, breach }) ??
  whyBraked(situation) ??
  whyBusy(fleet) ??
  whyNotAllowed(situation);

/** All that would hold a shift if a guard broke now, whichever it is; what speaks against a breach itself comes with it. */
export const obstacles = (situation: Situation, fleet: Fleet): readonly HoldReason[] =>
  [
    whyUnusable(fleet),
    whyNotStable(situation, fleet, { weightsAtOpen: currentWeights(fleet) }),
    whyBraked(situation),
    UNUSABLE.has(fleet.status) ? undefined : whyBusy(fleet),
    whyNotAllowed(situation),
  ].filter((reason) => reason !== undefined);

const UNUSABLE = new Set<Fleet['status']>(['Failed', 'Deleting', 'OutOfService', 'UpdateRollbackFailed', 'Creating']);

/** In these SageMaker changes no weights, and waiting alone does not help. */
export const whyUnusable = ({ status, failureReason }: Fleet): HoldReason | undefined =>
  UNUSABLE.has(status)
    ? { kind: 'endpoint-unusable', status, ...(failureReason === undefined ? {} : { failure: failureReason }) }
    : undefined;

/** SageMaker takes one change at a time; the next look finds out when this one is over. */
const whyBusy = ({ status }: Fleet): HoldReason | undefined =>
  status === 'InService' ? undefined : { kind: 'endpoint-busy', status };

const endOr = (open: Incident | undefined, because: EndReason, now: Instant): Verdict | undefined =>
  open && end(open, because, now);

/** These say that somebody else changed the endpoint: an alarm that never went OK meanwhile judges that change too. */
const CHANGED_BY_OTHERS = new Set<EndReason>(['new-config', 'traffic-moved-by-another-hand']);

/** A breach whose incident ended opens none again, unless the endpoint was changed since, or does badly since a change. */
const alreadyEnded = (
  last: Incident | undefined,
  breach: Breached,
  { situation, fleet }: { readonly situation: Situation; readonly fleet: Fleet },
): boolean => {
  if (last?.ending === undefined || last.breach?.at !== breach.alarm.transitionedAt) return false;
  if (fleet.lastModifiedAt > last.ending.at) return false;
  const judged = CHANGED_BY_OTHERS.has(last.ending.because) || sendsTo(breach.variant, last.shift);
  return !(judged && brokenSince(situation, breach, fleet.lastModifiedAt));
};

const openFor = (
  breach: Breached,
  fleet: Fleet,
  { situation, now }: { readonly situation: Situation; readonly now: Instant },
): Incident => ({
  id: idAfter(
    situation.incident,
    situation.policy.endpoint,
    Math.max(breach.alarm.transitionedAt, situation.incident?.ending?.at ?? 0),
  ),
  endpoint: situation.policy.endpoint,
  config: fleet.config,
  openedAt: now,
  weightsAtOpen: currentWeights(fleet),
  modifiedAtOpen: fleet.lastModifiedAt,
  breach: factsOf(breach),
  ...takenOver(situation.incident, fleet),
  told: 0,
});

const factsOf = ({ variant, guard, alarm, value, requests }: Breached): Breach => ({
  variant,
  alarm: alarm.name,
  guard: guard.id,
  at: alarm.transitionedAt,
  threshold: guard.above,
  ...(value === undefined ? {} : { value }),
  ...(requests === undefined ? {} : { requests }),
});
