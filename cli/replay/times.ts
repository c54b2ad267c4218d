import { counted } from '../screen/figures.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `2026-11-09 14:03`: times are UTC, as CloudWatch's are. */
export const moment = (time: number): string => new Date(time).toISOString().slice(0, 16).replace('T', ' ');

/** `11-09 14:03`, where the year is clear. */
export const minuteOf = (time: number): string => moment(time).slice(5);

export const day = (time: number): string => new Date(time).toISOString().slice(0, 10);

export const second = (time: number): string => new Date(time).toISOString().slice(11, 19);

/** `14 days`, `3 hours`, `45 minutes`: rounded down to the largest unit that it holds twice. */
export const span = (ms: number): string => {
  if (ms >= 2 * DAY) return counted(Math.floor(ms / DAY), 'day');
  return ms >= 2 * HOUR ? counted(Math.floor(ms / HOUR), 'hour') : counted(Math.floor(ms / MINUTE), 'minute');
};
