import type { Instant } from '../../lambdas/domain/model.ts';
import { clockTime } from '../../lambdas/domain/words/figures.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const iso = (at: Instant): string => new Date(at).toISOString();

/** `10:15:03 UTC`, with its date where that is not today's. */
export const moment = (at: Instant, now: Instant): string =>
  iso(at).slice(0, 10) === iso(now).slice(0, 10) ? clockTime(at) : dated(at);

/** `2026-01-05 10:15:03 UTC`. */
export const dated = (at: Instant): string => `${iso(at).slice(0, 10)} ${clockTime(at)}`;

/** `10:15:03 UTC (3 min ago)`. */
export const momentAgo = (at: Instant, now: Instant): string => `${moment(at, now)} (${ago(at, now)})`;

/** Nobody needs the seconds of what was minutes ago. */
export const ago = (at: Instant, now: Instant): string => {
  const ms = Math.max(0, now - at);
  return `${lasting(ms < 2 * MINUTE ? ms : ms - (ms % MINUTE))} ago`;
};

const UNITS = [
  { ms: DAY, one: 'day', many: 'days' },
  { ms: HOUR, one: 'h', many: 'h' },
  { ms: MINUTE, one: 'min', many: 'min' },
  { ms: SECOND, one: 's', many: 's' },
];

/** `45 s`, `2 min 8 s`, `3 h 5 min`, `1 day 4 h`, `12 days`: the two largest units, and one alone from ten days on. */
export const lasting = (ms: number): string => {
  const largest = UNITS.findIndex((unit) => ms >= unit.ms);
  if (largest < 0) return '0 s';
  const depth = ms >= 10 * DAY ? 1 : 2;
  return UNITS.slice(largest, largest + depth)
    .map((unit, place) => ({ unit, count: Math.floor((place === 0 ? ms : ms % (UNITS[largest]?.ms ?? ms)) / unit.ms) }))
    .filter(({ count }) => count > 0)
    .map(({ unit, count }) => `${count} ${count === 1 ? unit.one : unit.many}`)
    .join(' ');
};
