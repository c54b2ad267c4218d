import { comparesIn, worseSince } from './compared.ts';
import type { Breach, Incident } from './incident.ts';
import { isJudged } from './judged.ts';
import type { Fleet, Instant } from './model.ts';
import type { Policy, VariantName } from './policy.ts';
import { proofOf } from './proofs/index.ts';
import type { HoldReason } from './reasons.ts';
import type { GuardAlarm, Situation } from './situation.ts';
import { whyUnnamed } from './unnamed.ts';

/** A broken guard of a canary that has traffic, with the newest bad minute that was measured. */
export type Breached = GuardAlarm &
  Pick<Breach, 'value' | 'requests' | 'against' | 'amongst'> & { readonly variant: VariantName };

/** The broken guards of canaries, the one that broke first before the others. Stable's guards veto and never trigger. */
export const findBreaches = (situation: Situation, fleet: Fleet): readonly Breached[] => {
  const served = fleet.variants
    .filter(({ name, desiredWeight }) => desiredWeight > 0 && isJudged(situation.policy, name))
    .sort((one, other) => other.desiredWeight - one.desiredWeight)
    .map(({ name }) => name);
  return situation.alarms
    .filter(({ alarm }) => alarm.state === 'ALARM')
    .flatMap((broken) => attributed(broken, served, situation.policy))
    .sort(
      (one, other) =>
        one.alarm.transitionedAt - other.alarm.transitionedAt || (one.alarm.name < other.alarm.name ? -1 : 1),
    )
    .map((broken) => ({ ...broken, ...proofOf(broken.guard).figures(situation, broken) }));
};

type Attributed = GuardAlarm & Pick<Breached, 'variant' | 'amongst'>;

/** To the variant that it names; else to the guarded one with the most traffic, amongst all that may be meant. */
const attributed = (
  broken: GuardAlarm,
  served: readonly VariantName[],
  { stable, canaries }: Policy,
): readonly Attributed[] => {
  const { variant = served.find((one) => [stable, ...canaries].includes(one)) } = broken;
  if (variant === undefined || !served.includes(variant)) return [];
  return [{ ...broken, variant, ...(broken.variant === undefined && { amongst: served }) }];
};

/** Why nothing is done on this alarm's word, whoever else would let it pass. */
export const whyDoubt = (situation: Situation, fleet: Fleet, suspicion: Suspicion): HoldReason | undefined =>
  whyUntrusted(situation, suspicion) ?? whyOvertaken(situation, fleet, suspicion);

/** Its evidence is missing or contradicted, or acting on it was undone too often. */
export const whyUntrusted = (situation: Situation, { incident, breach }: Suspicion): HoldReason | undefined =>
  proofOf(breach.guard).whyNot(situation, breach) ??
  whyUnnamed(situation, { incident, breach }) ??
  whyRestored(incident, breach);

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

/** The metrics break the guard by themselves: as many bad minutes as it asks for, of the newest as many as it looks at. */
export const isMeasured = (situation: Situation, breach: GuardAlarm): boolean =>
  proofOf(breach.guard).isMeasured(situation, breach);

/**
 * As many bad minutes began at that time or later as the guard asks for: one alone may be chance, and what came before
 * speaks of other weights.
 */
export const brokenSince = (situation: Situation, breach: GuardAlarm, since: Instant): boolean =>
  proofOf(breach.guard).brokenSince(situation, breach, since);
