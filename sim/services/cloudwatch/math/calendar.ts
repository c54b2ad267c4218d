import type { Instant } from '../../../types.ts';

/** What the functions of a timestamp tell of it, in UTC. Days of the week are 1, Monday, to 7. */
export const CALENDAR: Readonly<Record<string, (time: Instant) => number>> = {
  MINUTE: (time) => new Date(time).getUTCMinutes(),
  HOUR: (time) => new Date(time).getUTCHours(),
  DAY: (time) => new Date(time).getUTCDay() || 7,
  DATE: (time) => new Date(time).getUTCDate(),
  MONTH: (time) => new Date(time).getUTCMonth() + 1,
  YEAR: (time) => new Date(time).getUTCFullYear(),
  EPOCH: (time) => Math.floor(time / 1000),
};
