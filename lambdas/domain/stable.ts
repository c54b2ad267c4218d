import { prove } from './capacity.ts';
import { isMeasured } from './evidence.ts';
import { kindOf } from './guards/index.ts';
import { guardsOn } from './guards/on.ts';
import type { Incident } from './incident.ts';
import { breaches, type Fleet, type Variant } from './model.ts';
import type { Guard, Policy } from './policy.ts';
import type { HoldReason } from './reasons.ts';
import type { GuardAlarm, Situation } from './situation.ts';
import { FLOAT32_ERROR, shareOf } from './weights.ts';

type Opened = Pick<Incident, 'weightsAtOpen'>;

/** Why stable is no place to send traffic to; undefined: it is one. */
export const whyNotStable = (situation: Situation, fleet: Fleet, incident: Opened): HoldReason | undefined =>
  allDoubts(situation, fleet, incident)[0];

/** All that speaks against stable, the gravest first: a person may send traffic there all the same. */
export const allDoubts = (situation: Situation, fleet: Fleet, incident: Opened): readonly HoldReason[] => {
  const { policy, traffic } = situation;
  const stable = fleet.variants.find(({ name }) => name === policy.stable);
  if (stable === undefined) return [{ kind: 'stable-missing' }];
  return [
    stable.instances === 0 ? ({ kind: 'stable-without-instances' } as const) : undefined,
    whyUnwell(situation),
    whyStale(policy, incident),
    whyTooSmall(policy, stable, traffic),
  ].filter((reason) => reason !== undefined);
};

/** Stable's guards that say OK right now, and that CloudWatch could evaluate fully. */
export const stableIsWell = (situation: Situation): boolean => whyUnwell(situation) === undefined;

const whyUnwell = (situation: Situation): HoldReason | undefined => {
  const own = situation.alarms.filter(({ variant }) => variant === situation.policy.stable);
  const broken = own.filter(({ alarm }) => alarm.state === 'ALARM').map(({ alarm }) => alarm.name);
  if (broken.length > 0) return { kind: 'stable-unwell', alarms: broken };

  const guards = guardsOn(situation.policy, situation.policy.stable);
  const worsening = guards.filter((guard) => newlyBroken(situation, guard) || isReadBroken(own, situation, guard));
  if (worsening.length > 0) return { kind: 'stable-worsening', guards: worsening.map(({ id }) => id) };

  const silent = guards.filter(({ id }) => !own.some((one) => one.guard.id === id && saysOk(one)));
  return silent.length > 0 ? { kind: 'stable-unknown', guards: silent.map(({ id }) => id) } : undefined;
};

/**
 * Each alarm is evaluated at a second of its own, so that of two variants that fall ill together the canary's may go off
 * a minute before stable's. The metrics know already.
 */
const newlyBroken = ({ policy, traffic }: Situation, guard: Guard): boolean => {
  const minutes = traffic === 'unreadable' ? [] : (traffic[policy.stable] ?? []).slice(-guard.outOfPeriods);
  const newest = minutes.at(-1);
  if (newest === undefined) return false;
  return (
    breaches(guard, newest) || minutes.filter((minute) => breaches(guard, minute)).length >= guard.breachingPeriods
  );
};

/** The same of a guard with a metric of its own. */
const isReadBroken = (own: readonly GuardAlarm[], situation: Situation, guard: Guard): boolean => {
  const alarm = own.find((one) => one.guard.id === guard.id);
  return alarm !== undefined && kindOf(guard).provedBy === 'readings' && isMeasured(situation, alarm);
};

const saysOk = ({ alarm }: GuardAlarm): boolean => alarm.state === 'OK' && alarm.evaluated;

/** A model that hardly anybody used when the incident opened is not known to be good. */
const whyStale = (
  { stable, stableMinShare }: Policy,
  { weightsAtOpen }: Pick<Incident, 'weightsAtOpen'>,
): HoldReason | undefined => {
  const share = shareOf(stable, weightsAtOpen);
  return share < stableMinShare - FLOAT32_ERROR ? { kind: 'stable-stale', share, atLeast: stableMinShare } : undefined;
};

/** The whole load on stable's capacity, against the bound that the owner stated. */
const whyTooSmall = (policy: Policy, stable: Variant, traffic: Situation['traffic']): HoldReason | undefined => {
  const proof = prove(stable, { bound: policy.stableMaxRequestsPerInstance, traffic });
  if (proof.kind === 'takes-it') return undefined;
  const { bound } = proof;
  if (proof.kind === 'unknown') return { kind: 'load-unknown', bound };
  const { perUnit: perInstance, unit } = proof;
  return { kind: 'stable-too-small', perInstance, bound, ...(unit === 'concurrency' && { unit }) };
};
