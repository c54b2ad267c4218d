import { type DayOfMonth, type DayOfWeek, daysOf, numbersIn, weekdaysOf } from './cron-fields.ts';

/** When a cron expression is due after an instant: the start of a minute; undefined once it never is again. */
export type NextMinute = (after: number) => number | undefined;

const MINUTE = 60_000;
const DAY = 86_400_000;
const LAST_YEAR = 2199;

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

type Fields = {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
  readonly isDay: DayOfMonth | DayOfWeek;
};

/** The six fields of `cron(minutes hours day-of-month month day-of-week year)`, in UTC; undefined for what is none. */
export const cronOf = (expression: string): NextMinute | undefined => {
  const fields = fieldsOf(expression.trim().split(/\s+/));
  return fields === undefined ? undefined : (after) => nextMinute(fields, after);
};

const fieldsOf = (texts: readonly string[]): Fields | undefined => {
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = '', ...more] = texts;
  // One of the two days is left open, and only one.
  if (more.length > 0 || (dayOfMonth === '?') === (dayOfWeek === '?')) return undefined;
  const minutes = numbersIn(minute, { from: 0, to: 59 });
  const hours = numbersIn(hour, { from: 0, to: 23 });
  const months = numbersIn(month, { from: 1, to: 12, names: MONTHS });
  const years = numbersIn(year, { from: 1970, to: LAST_YEAR });
  const isDay = dayOfWeek === '?' ? daysOf(dayOfMonth) : weekdaysOf(dayOfWeek);
  if (minutes === undefined || hours === undefined || months === undefined || years === undefined) return undefined;
  return isDay === undefined ? undefined : { minutes, hours, months: new Set(months), years: new Set(years), isDay };
};

const nextMinute = (fields: Fields, after: number): number | undefined => {
  const earliest = (Math.floor(after / MINUTE) + 1) * MINUTE;
  let day = Math.floor(earliest / DAY) * DAY;
  for (; new Date(day).getUTCFullYear() <= LAST_YEAR; day += DAY) {
    if (!isDue(fields, new Date(day))) continue;
    const found = minutesOf(fields, day).find((minute) => minute >= earliest);
    if (found !== undefined) return found;
  }
  return undefined;
};

const isDue = ({ months, years, isDay }: Fields, day: Date): boolean =>
  years.has(day.getUTCFullYear()) && months.has(day.getUTCMonth() + 1) && isDay(day);

const minutesOf = ({ hours, minutes }: Fields, day: number): readonly number[] =>
  hours.flatMap((hour) => minutes.map((minute) => day + (hour * 60 + minute) * MINUTE));
