import { type Brake, type Incident, isOpen } from './incident.ts';
import { shiftsBefore, whyLimited } from './limits.ts';
import type { Fleet, Instant } from './model.ts';
import { whyMuted } from './mutes.ts';
import type { HoldReason } from './reasons.ts';
import type { GuardAlarm, Situation } from './situation.ts';
import { worseThanStable } from './storm.ts';

/** What people set up against shifts that are no good in themselves: undefined, nothing of it holds this one. */
export const whyBraked = (situation: Situation, suspect: Braked): HoldReason | undefined =>
  whyFrozen(situation) ??
  whyUnheard(situation, suspect.breach, suspect.now) ??
  whyLimited(situation.limits, suspect.incident, suspect.now);

/** All that would hold a shift whichever guard broke now: what a muted alarm or a storm would do depends on the guard. */
export const brakesOn = (situation: Situation, { config }: Fleet, now: Instant): readonly HoldReason[] => {
  const { incident, limits } = situation;
  const { shifts } = isOpen(incident) ? incident : shiftsBefore(incident, now);
  return [whyFrozen(situation), whyLimited(limits, { config, ...(shifts && { shifts }) }, now)].filter(
    (reason) => reason !== undefined,
  );
};

/** The incident that wants the shift, and the guard that it rests on. */
type Braked = {
  readonly incident: Pick<Incident, 'shifts' | 'config'>;
  readonly breach: GuardAlarm;
  readonly now: Instant;
};

export const whyFrozen = ({ freeze }: Situation): HoldReason | undefined => {
  if (freeze === 'off') return undefined;
  if (freeze === 'unreadable') return { kind: 'freeze-unreadable' };
  const { endpoint: _which, ...facts } = freeze;
  return { kind: 'frozen', ...facts };
};

/** What holds this guard, and may let another one of the same endpoint pass. */
export const whyUnheard = (situation: Situation, breach: GuardAlarm, now: Instant): HoldReason | undefined =>
  whyMuted(situation.mutes, breach.alarm, now) ?? whyStormy(situation, breach, now);

const whyStormy = (situation: Situation, breach: GuardAlarm, now: Instant): HoldReason | undefined => {
  const { storm } = situation;
  if (storm === undefined || worseThanStable(situation, breach, now)) return undefined;
  return { kind: 'storm', endpoints: storm.endpoints, of: storm.of };
};

const BRAKES: readonly Brake[] = ['muted', 'storm', 'cooling-down', 'flapping', 'budget-spent'];

/** What people must hear once, whatever the incident told them before: it is a limit of their own that holds. */
export const brakeIn = ({ kind }: HoldReason): Brake | undefined => BRAKES.find((brake) => brake === kind);
