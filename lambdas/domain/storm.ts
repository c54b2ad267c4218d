import { comparesIn, isWorse } from './compared.ts';
import { lastReal } from './drill.ts';
import { type Incident, isOpen } from './incident.ts';
import { counted, type Instant, MINUTE, type Minute, measure } from './model.ts';
import type { EndpointName, StormLimits } from './policy.ts';
import type { GuardAlarm, Situation } from './situation.ts';

/** So many of the guarded endpoints are in it. `since`: when the first of them broke its guard; older records lack it. */
export type Storm = { readonly endpoints: number; readonly of: number; readonly since?: Instant };

/** Of fewer endpoints, two that fail by chance are a fifth. */
export const SMALLEST_FLEET = 10;

export const canStorm = (endpoints: number): boolean => endpoints >= SMALLEST_FLEET;

type Fleetwide = {
  readonly limits: StormLimits;
  /** How many endpoints are guarded. */
  readonly of: number;
  /** The one that is looked at, if any is. */
  readonly endpoint?: EndpointName;
  readonly now: Instant;
};

/** The storm that there is, or that an incident of this endpoint, opened now, would be in. `heads`: the newest incidents of all. */
export const stormIn = (heads: readonly Incident[], { limits, of, endpoint, now }: Fleetwide): Storm | undefined => {
  if (!canStorm(of)) return undefined;
  const since = now - limits.withinMinutes * MINUTE;
  const others = heads.flatMap((head) => {
    const incident = head.endpoint === endpoint ? undefined : lastReal(head);
    return isMember(incident, since) ? [incident.storm?.since ?? incident.openedAt] : [];
  });
  const endpoints = others.length + (endpoint === undefined ? 0 : 1);
  const isStorm = endpoints > limits.endpoints || endpoints > limits.share * of;
  return isStorm ? { endpoints, of, since: Math.min(now, ...others) } : undefined;
};

/** One that is held for the storm stays in it: time alone must not let all of them go at once. */
const isMember = (incident: Incident | undefined, since: Instant): incident is Incident =>
  incident?.breach !== undefined &&
  (incident.openedAt > since || (isOpen(incident) && incident.hold?.kind === 'storm'));

const TIMES_WORSE = 2;

/** So many of the newest minutes may not be in CloudWatch by then. */
const NOT_PUBLISHED_YET = 2;

/**
 * The canary breaks its promise by more than what ails stable too: over the guard's newest minutes in which both served
 * enough requests to be judged, at least twice stable's figure, and by at least half of what the guard allows. What it
 * allows the canary beside that may be chance, and is left out. Of minutes that nobody measured nothing is said, and those from
 * before the guard's window speak of another time.
 */
export const worseThanStable = (situation: Situation, broken: GuardAlarm, now: Instant): boolean =>
  comparesIn(broken) ? isWorse(situation, broken) : isFarWorse(situation, broken, now);

const isFarWorse = ({ policy, traffic }: Situation, { variant, guard }: GuardAlarm, now: Instant): boolean => {
  const { above } = guard;
  // What no minute of requests tells of is not compared.
  if (traffic === 'unreadable' || variant === undefined || above === undefined) return false;
  const since = Math.floor(now / MINUTE) * MINUTE - (guard.outOfPeriods + NOT_PUBLISHED_YET) * MINUTE;
  const stable = new Map((traffic[policy.stable] ?? []).map((minute) => [minute.start, minute]));
  const judged = (minute: Minute | undefined): minute is Minute =>
    minute !== undefined && minute.requests >= guard.minRequests;
  const pairs = (traffic[variant] ?? []).flatMap((canary) => {
    const beside = stable.get(canary.start);
    return canary.start >= since && judged(canary) && judged(beside) ? [{ canary, beside }] : [];
  });
  const newest = pairs.slice(-guard.outOfPeriods);
  if (newest.length === 0) return false;
  const mean = (of: (pair: (typeof newest)[number]) => number): number =>
    newest.reduce((sum, pair) => sum + of(pair), 0) / newest.length;
  const [canary, beside] = [mean((pair) => counted(guard, pair.canary)), mean((pair) => measure(guard, pair.beside))];
  return canary >= TIMES_WORSE * beside && canary - beside >= above / 2;
};
