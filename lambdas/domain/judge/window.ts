import { type Instant, MINUTE } from '../model.ts';

/** What is read to judge a canary by. Starts of minutes; `until` is no longer part of it. */
export type Window = {
  /** Before it, stable alone: what it usually is like. */
  readonly historyFrom: Instant;
  readonly from: Instant;
  readonly until: Instant;
};

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Long enough to tell how errors cluster; whole days would not tell better. */
export const HISTORY = 8 * HOUR;

/**
 * From the minute in which the canary began, for a day; then from a day later, and so on: false alarms are promised per
 * day. Nothing is carried over: what is judged follows from what the metrics say now, so that late ones correct it. A fault
 * across the border of two days is met by the second one afresh.
 */
export const windowOf = (canarySince: Instant, now: Instant): Window => {
  const began = minuteOf(canarySince);
  const until = Math.max(minuteOf(now), began);
  const from = began + Math.floor(Math.max(0, until - MINUTE - began) / DAY) * DAY;
  return { historyFrom: from - HISTORY, from, until };
};

const minuteOf = (at: Instant): Instant => Math.floor(at / MINUTE) * MINUTE;
