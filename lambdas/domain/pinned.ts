import { type Fleet, type Instant, MINUTE, type Traffic } from './model.ts';
import { isFirstInHour } from './unguarded.ts';

/** Requests that reached a variant although no weight sends any there. */
export type Pinned = { readonly variant: string; readonly requests: number; readonly what: string };

/** Requests that were on their way, and the minute in which the weights changed, prove nothing. */
const SETTLING = 2 * MINUTE;

/**
 * The variants of weight 0 that served requests all the same: callers choose them by `TargetVariant`, or by a session
 * that began there. The weights must have been so for all of the minutes that count.
 */
export const pinnedIn = (fleet: Fleet | undefined, traffic: Traffic | 'unreadable'): readonly Pinned[] => {
  if (fleet?.status !== 'InService' || traffic === 'unreadable') return [];
  const since = fleet.lastModifiedAt + SETTLING;
  return withoutWeight(fleet).flatMap((variant) => {
    const minutes = (traffic[variant] ?? []).filter(({ start, requests }) => start >= since && requests > 0);
    const requests = minutes.reduce((sum, minute) => sum + minute.requests, 0);
    return requests === 0 ? [] : [{ variant, requests, what: `${variant} has weight 0, and serves requests` }];
  });
};

export const withoutWeight = (fleet: Fleet | undefined): readonly string[] =>
  (fleet?.variants ?? []).flatMap(({ name, weight, desiredWeight }) => (weight + desiredWeight === 0 ? name : []));

/** Within the hour after an incident at each comparison, else once in an hour. */
export const asksForPinned = (endedAt: Instant | undefined, now: Instant, comparedEvery: number): boolean =>
  (endedAt !== undefined && now - endedAt < HOUR) || isFirstInHour(now, comparedEvery);

const HOUR = 60 * MINUTE;
