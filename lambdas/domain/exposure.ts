import { kindOf } from './guards/index.ts';
import type { Reading } from './guards/kind.ts';
import type { Breach, Exposure, Incident } from './incident.ts';
import { breaches, type Instant, MINUTE, type Minute, type Traffic } from './model.ts';
import type { Guard } from './policy.ts';
import type { Situation } from './situation.ts';
import { sendsTo } from './target.ts';
import { shareOf } from './weights.ts';

/**
 * The incident with what the bad variant served, from its first bad minute until the shift is in force, as far as this
 * look's traffic shows more of it than those before. What no look saw is not in it.
 */
export const exposed = (incident: Incident, { policy, traffic }: Situation): Incident => {
  const { breach, drill, ending, shift } = incident;
  const guard = policy.guards.find(({ id }) => id === breach?.guard);
  if (traffic === 'unreadable' || breach === undefined || guard === undefined || drill !== undefined) return incident;
  const served = servedBy(incident, { breach, guard, minutes: traffic[breach.variant] ?? [] });
  if (served === undefined) return incident;
  const isAway = shift?.inForceAt !== undefined && !sendsTo(breach.variant, shift);
  const avoided = ending && isAway ? avoidedBy(incident, served, { traffic, since: shift.inForceAt }) : undefined;
  return { ...incident, exposure: { ...served, ...(avoided && { avoided }) } };
};

type Bad = { readonly breach: Breach; readonly guard: Guard; readonly minutes: readonly Minute[] };

const servedBy = ({ exposure, shift }: Incident, { breach, guard, minutes }: Bad): Exposure | undefined => {
  const before = exposure?.variant === breach.variant ? exposure : undefined;
  const from = before?.from ?? firstBad(breach, guard, minutes);
  const since = before?.until ?? from;
  const counted = minutes.filter(({ start }) => start >= since && start < (shift?.inForceAt ?? Number.MAX_VALUE));
  const last = counted.at(-1);
  if (last === undefined) return before;
  const read = failedIn(guard);
  const failed = read && (before?.failed ?? 0) + sum(counted, ({ values }) => values[read.key] ?? 0);
  return {
    variant: breach.variant,
    from,
    until: last.start + MINUTE,
    requests: (before?.requests ?? 0) + sum(counted, ({ requests }) => requests),
    ...(failed !== undefined && { failed }),
  };
};

/** Of the minutes that the alarm can have judged; where none of them is known, the one in which it went off. */
const firstBad = (breach: Breach, guard: Guard, minutes: readonly Minute[]): Instant => {
  if (breach.against !== undefined) return breach.against.since;
  const earliest = breach.at - (guard.outOfPeriods + 1) * MINUTE;
  const bad = minutes.find((minute) => minute.start >= earliest && breaches(guard, minute));
  return bad?.start ?? breach.at - (breach.at % MINUTE);
};

/** Had it kept the share that it had when the incident opened, and failed as often as until then. */
const avoidedBy = (
  { weightsAtOpen }: Incident,
  { variant, requests, failed }: Exposure,
  { traffic, since }: { readonly traffic: Traffic; readonly since: Instant },
): Exposure['avoided'] => {
  const after = (minutes: readonly Minute[]): number =>
    sum(
      minutes.filter(({ start }) => start >= since),
      (minute) => minute.requests,
    );
  const all = Object.values(traffic).reduce((total, minutes) => total + after(minutes), 0);
  const spared = Math.max(0, Math.round(all * shareOf(variant, weightsAtOpen)) - after(traffic[variant] ?? []));
  return {
    requests: spared,
    ...(failed !== undefined && requests > 0 && { failed: Math.round((spared * failed) / requests) }),
  };
};

/** How the requests that failed are read; undefined: the guard counts none. */
const failedIn = (guard: Guard): Reading | undefined => {
  const { countsFailures, reading } = kindOf(guard);
  return countsFailures(guard) ? reading(guard) : undefined;
};

const sum = (minutes: readonly Minute[], of: (minute: Minute) => number): number =>
  minutes.reduce((total, minute) => total + of(minute), 0);
