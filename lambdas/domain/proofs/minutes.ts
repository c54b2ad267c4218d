import { breaches, type Instant, MINUTE, type Minute, measure } from '../model.ts';
import type { GuardAlarm, Situation } from '../situation.ts';
import type { Proof } from './proof.ts';
import { saysBeyond, whyUnproved } from './unproved.ts';

/** The variant's own minutes of requests. */
export const minutes: Proof = {
  figures: (situation, broken) => {
    const minute = measuredSince(situation, broken, 0).at(-1);
    if (minute) return { value: measure(broken.guard, minute), requests: minute.requests };
    const value = broken.alarm.evidence?.datapoints.at(-1);
    return value === undefined ? {} : { value };
  },
  whyNot: (situation, broken) =>
    whyUnproved(broken, {
      isMeasured: () => isMeasured(situation, broken),
      isSaid: () => saysBeyond(broken),
      isContradicted: (from) => isUnconfirmed(situation, broken, from),
    }) ?? (betterSince(situation, broken) ? { kind: 'better-since' } : undefined),
  brokenSince: (situation, broken, since) =>
    measuredSince(situation, broken, since).length >= broken.guard.breachingPeriods,
  isMeasured: (situation, broken) => isMeasured(situation, broken),
};

/** As many bad minutes as it asks for, of the newest as many as it looks at. */
const isMeasured = (situation: Situation, broken: GuardAlarm): boolean =>
  minutes.brokenSince(situation, broken, newestMinute(situation) - (broken.guard.outOfPeriods - 1) * MINUTE);

const newestMinute = ({ traffic }: Situation): Instant =>
  traffic === 'unreadable' ? 0 : Math.max(0, ...Object.values(traffic).map((read) => read.at(-1)?.start ?? 0));

/**
 * The metrics were read, and hold no bad minute of the alarm's own. An alarm's reason can be set by hand, datapoints and
 * all; what SageMaker measured cannot be undone by it.
 */
const isUnconfirmed = (situation: Situation, broken: GuardAlarm, from: Instant): boolean =>
  situation.traffic !== 'unreadable' && measuredSince(situation, broken, from).length === 0;

/**
 * An alarm stays in ALARM for minutes after the last bad one. The newest minute that holds enough requests to judge by
 * says how it is now.
 */
const betterSince = (situation: Situation, broken: GuardAlarm): boolean => {
  const newest = minutesOf(situation, broken).findLast(({ requests }) => requests >= broken.guard.minRequests);
  return newest !== undefined && !breaches(broken.guard, newest);
};

/** The bad minutes that began at that time or later. */
const measuredSince = (situation: Situation, broken: GuardAlarm, since: Instant): readonly Minute[] =>
  minutesOf(situation, broken).filter((minute) => minute.start >= since && breaches(broken.guard, minute));

const minutesOf = ({ traffic }: Situation, { variant }: GuardAlarm): readonly Minute[] =>
  traffic === 'unreadable' || variant === undefined ? [] : (traffic[variant] ?? []);
