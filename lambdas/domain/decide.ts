import { type Breached, brokenSince, findBreaches, whyDoubt } from './evidence.ts';
import { type Breach, type Incident, incidentId, isOpen } from './incident.ts';
import type { Fleet, Instant } from './model.ts';
import type { EndReason, HoldReason } from './reasons.ts';
import { end, settle } from './settle.ts';
import type { Situation } from './situation.ts';
import { whyNotStable } from './stable.ts';
import type { Verdict } from './verdict.ts';
import { allTo, currentWeights, desiredWeights, sameTraffic } from './weights.ts';

/** The whole policy, in the order in which an on-call engineer would ask the questions. */
export const decide = (situation: Situation, now: Instant): Verdict => {
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

/** The first broken guard that is believed: a doubtful one, set by hand or stale, must not hide another. */
const likeliest = (
  situation: Situation,
  broken: readonly Breached[],
  { fleet, now }: { readonly fleet: Fleet; readonly now: Instant },
): Suspect | undefined => {
  const { incident: last } = situation;
  const suspects = broken
    .filter((breach) => isOpen(last) || !alreadyEnded(last, breach, { situation, fleet }))
    .map((breach) => ({ breach, fleet, incident: isOpen(last) ? last : openFor(breach, fleet, { situation, now }) }));
  return suspects.find((suspect) => whyDoubt(situation, fleet, suspect) === undefined) ?? suspects[0];
};

/** A shift is told by the guard that it rests on, also where another one opened the incident. */
const restingOn = ({ incident, breach }: Suspect): Incident =>
  incident.breach.alarm === breach.alarm.name ? incident : { ...incident, breach: factsOf(breach) };

type Suspect = { readonly incident: Incident; readonly fleet: Fleet; readonly breach: Breached };

const whyHold = (situation: Situation, { incident, fleet, breach }: Suspect): HoldReason | undefined =>
  whyUnusable(fleet) ??
  whyNotStable(situation, fleet, incident) ??
  whyDoubt(situation, fleet, { incident, breach }) ??
  whyFrozen(situation) ??
  whyBusy(fleet) ??
  (situation.policy.mode === 'observe' ? { kind: 'observing' } : undefined);

const UNUSABLE = new Set<Fleet['status']>(['Failed', 'Deleting', 'OutOfService', 'UpdateRollbackFailed', 'Creating']);

/** In these SageMaker changes no weights, and waiting alone does not help. */
const whyUnusable = ({ status, failureReason }: Fleet): HoldReason | undefined =>
  UNUSABLE.has(status)
    ? { kind: 'endpoint-unusable', status, ...(failureReason === undefined ? {} : { failure: failureReason }) }
    : undefined;

const whyFrozen = ({ freeze }: Situation): HoldReason | undefined => {
  if (freeze === 'off') return undefined;
  return { kind: freeze === 'frozen' ? 'frozen' : 'freeze-unreadable' };
};

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
  if (last?.ending === undefined || last.breach.at !== breach.alarm.transitionedAt) return false;
  if (fleet.lastModifiedAt > last.ending.at) return false;
  const judged = CHANGED_BY_OTHERS.has(last.ending.because);
  return !(judged && brokenSince(situation, breach, fleet.lastModifiedAt));
};

const openFor = (
  breach: Breached,
  fleet: Fleet,
  { situation, now }: { readonly situation: Situation; readonly now: Instant },
): Incident => ({
  id: incidentId(situation.policy.endpoint, Math.max(breach.alarm.transitionedAt, situation.incident?.ending?.at ?? 0)),
  endpoint: situation.policy.endpoint,
  config: fleet.config,
  openedAt: now,
  weightsAtOpen: currentWeights(fleet),
  modifiedAtOpen: fleet.lastModifiedAt,
  breach: factsOf(breach),
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
