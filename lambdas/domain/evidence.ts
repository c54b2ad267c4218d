import { comparesIn, figuresOf, isWorse, whyNotWorse, worseSince } from './compared.ts';
import type { Breach, Incident } from './incident.ts';
import { isJudged } from './judged.ts';
import { breaches, type Fleet, type Instant, MINUTE, type Minute, measure } from './model.ts';
import type { HoldReason } from './reasons.ts';
import type { GuardAlarm, Situation } from './situation.ts';

/** A broken guard of a canary that has traffic, with the newest bad minute that was measured. */
export type Breached = GuardAlarm & Pick<Breach, 'value' | 'requests' | 'against'>;

/** The broken guards of canaries, the one that broke first before the others. Stable's guards veto and never trigger. */
export const findBreaches = (situation: Situation, fleet: Fleet): readonly Breached[] => {
  const served = new Set(fleet.variants.filter(({ desiredWeight }) => desiredWeight > 0).map(({ name }) => name));
  return situation.alarms
    .filter(
      ({ variant, alarm }) => alarm.state === 'ALARM' && isJudged(situation.policy, variant) && served.has(variant),
    )
    .sort(
      (one, other) =>
        one.alarm.transitionedAt - other.alarm.transitionedAt || (one.alarm.name < other.alarm.name ? -1 : 1),
    )
    .map((broken) => ({ ...broken, ...newestBad(situation, broken) }));
};

/** Why nothing is done on this alarm's word, whoever else would let it pass. */
export const whyDoubt = (situation: Situation, fleet: Fleet, suspicion: Suspicion): HoldReason | undefined =>
  whyUntrusted(situation, suspicion) ?? whyOvertaken(situation, fleet, suspicion);

/** Its evidence is missing or contradicted, or acting on it was undone too often. */
export const whyUntrusted = (situation: Situation, { incident, breach }: Suspicion): HoldReason | undefined =>
  (comparesIn(breach) ? whyNotWorse(situation, breach) : whyNotBroken(situation, breach)) ??
  whyRestored(incident, breach);

const whyNotBroken = (situation: Situation, breach: GuardAlarm): HoldReason | undefined =>
  whyUnproved(situation, breach) ?? (betterSince(situation, breach) ? { kind: 'better-since' } : undefined);

/** Its evidence is older than another hand's change: that is over within minutes, and so told after what lasts longer. */
export const whyOvertaken = (situation: Situation, fleet: Fleet, suspicion: Suspicion): HoldReason | undefined =>
  isNewerThanHands(situation, fleet, suspicion) ? undefined : { kind: 'weights-moved-since' };

type Suspicion = { readonly incident: Incident; readonly breach: Breached };

/**
 * What broke the guard came after the last that another hand did: changed the weights, or said that they are on purpose.
 * Of a change from before the incident nobody knows whether it was one of weights.
 */
const isNewerThanHands = (situation: Situation, fleet: Fleet, { incident, breach }: Suspicion): boolean => {
  const { moved, modifiedAtOpen } = incident;
  // What is compared is counted over hours, in which instances come and go: `whyNotWorse` asks what came of a change.
  if (comparesIn(breach)) return isNewerThanMoves(situation, breach, moved?.at ?? 0);
  const since = Math.max(moved?.at ?? modifiedAtOpen, releasedAt(situation, breach));
  // A change of instances that is under way holds the shift by itself, and is told as what it is.
  const isOther = moved === undefined && fleet.status !== 'InService' && modifiedAtOpen <= breach.alarm.transitionedAt;
  const { evidence } = breach.alarm;
  return isOther || (evidence !== undefined && evidence.from >= since) || brokenSince(situation, breach, since);
};

/** Whoever moves the weights, or says that they are on purpose, knows of what was seen until then. */
const isNewerThanMoves = (situation: Situation, breach: Breached, movedAt: Instant): boolean => {
  const since = Math.max(movedAt, releasedAt(situation, breach));
  return since === 0 || worseSince(situation, breach, since);
};

const releasedAt = ({ incident }: Situation, { variant }: Breached): Instant =>
  Math.max(0, ...(incident?.releases ?? []).flatMap((release) => (release.variant === variant ? release.at : [])));

/** Whoever restores the weights as often as that does not do it by chance, and will do it again. */
export const MAX_RESTORES = 3;

const whyRestored = ({ quarantined = [] }: Incident, { variant }: Breached): HoldReason | undefined => {
  const times = quarantined.find((one) => one.variant === variant)?.times ?? 1;
  return times > MAX_RESTORES ? { kind: 'restored-too-often', variant, times } : undefined;
};

const whyUnproved = (situation: Situation, breach: GuardAlarm): HoldReason | undefined => {
  const { evidence, drill } = breach.alarm;
  // A drill has put its reason in the place of CloudWatch's own: then the metrics have to say all of it.
  if (drill !== undefined) return isMeasured(situation, breach) ? undefined : { kind: 'no-breaching-datapoint' };
  if (!evidence?.datapoints.some((datapoint) => datapoint > evidence.threshold))
    return { kind: 'no-breaching-datapoint' };
  return unconfirmed(situation, breach, evidence.from) ? { kind: 'metrics-disagree' } : undefined;
};

/** The metrics break the guard by themselves: as many bad minutes as it asks for, of the newest as many as it looks at. */
export const isMeasured = (situation: Situation, breach: GuardAlarm): boolean =>
  comparesIn(breach)
    ? isWorse(situation, breach)
    : brokenSince(situation, breach, newestMinute(situation) - (breach.guard.outOfPeriods - 1) * MINUTE);

const newestMinute = ({ traffic }: Situation): Instant =>
  traffic === 'unreadable' ? 0 : Math.max(0, ...Object.values(traffic).map((minutes) => minutes.at(-1)?.start ?? 0));

/**
 * The metrics were read, and hold no bad minute of the alarm's own. An alarm's reason can be set by hand, datapoints and
 * all; what SageMaker measured cannot be undone by it.
 */
const unconfirmed = (situation: Situation, breach: GuardAlarm, from: Instant): boolean =>
  situation.traffic !== 'unreadable' && measuredSince(situation, breach, from).length === 0;

/**
 * An alarm stays in ALARM for minutes after the last bad one. The newest minute that holds enough requests to judge by
 * says how it is now.
 */
const betterSince = (situation: Situation, breach: GuardAlarm): boolean => {
  const newest = minutesOf(situation, breach).findLast(({ requests }) => requests >= breach.guard.minRequests);
  return newest !== undefined && !breaches(breach.guard, newest);
};

/**
 * As many bad minutes began at that time or later as the guard asks for: one alone may be chance, and what came before
 * speaks of other weights.
 */
export const brokenSince = (situation: Situation, breach: GuardAlarm, since: Instant): boolean =>
  comparesIn(breach)
    ? worseSince(situation, breach, since)
    : measuredSince(situation, breach, since).length >= breach.guard.breachingPeriods;

/** The breach's bad minutes that began at that time or later. */
const measuredSince = (situation: Situation, breach: GuardAlarm, since: Instant): readonly Minute[] =>
  minutesOf(situation, breach).filter((minute) => minute.start >= since && breaches(breach.guard, minute));

/** The same minute as the alarm speaks of, so that people do not read two figures for one breach. */
const newestBad = (situation: Situation, suspect: GuardAlarm): Pick<Breached, 'value' | 'requests' | 'against'> => {
  if (comparesIn(suspect)) return figuresOf(situation, suspect);
  const minute = measuredSince(situation, suspect, 0).at(-1);
  if (minute) return { value: measure(suspect.guard, minute), requests: minute.requests };
  const value = suspect.alarm.evidence?.datapoints.at(-1);
  return value === undefined ? {} : { value };
};

const minutesOf = ({ traffic }: Situation, { variant }: GuardAlarm): readonly Minute[] =>
  traffic === 'unreadable' ? [] : (traffic[variant] ?? []);
