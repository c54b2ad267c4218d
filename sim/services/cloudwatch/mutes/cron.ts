/** The minutes, hours and days at which a cron expression fires, by the clock on the wall. */
export type Cron = {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly onDay: (day: Date) => boolean;
};

/**
 * Reads `minute hour day-of-month month day-of-week`, each `*`, numbers, ranges, or a list of them; undefined when it
 * is none. As in standard cron, a day matches either of day-of-month and day-of-week when both are restricted.
 */
export const parseCron = (text: string): Cron | undefined => {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 5) return undefined;
  const [minutes, hours, days, months, weekdays] = FIELDS.map((field, index) => valuesOf(fields[index] ?? '', field));
  if (!minutes || !hours || !days || !months || !weekdays) return undefined;
  const [anyDay, anyWeekday] = [fields[2] === '*', fields[4] === '*'];
  return {
    minutes,
    hours,
    onDay: (day) => {
      if (!months.includes(day.getUTCMonth() + 1)) return false;
      const dayOfMonth = days.includes(day.getUTCDate());
      const dayOfWeek = weekdays.some((weekday) => weekday % 7 === day.getUTCDay());
      return anyDay || anyWeekday ? dayOfMonth && dayOfWeek : dayOfMonth || dayOfWeek;
    },
  };
};

type Field = { readonly least: number; readonly most: number; readonly names?: readonly string[] };

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const FIELDS: readonly Field[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: MONTHS },
  { least: 0, most: 7, names: WEEKDAYS },
];

/** Ascending; undefined when any part of the field is not a value or a rising range of values. */
const valuesOf = (text: string, field: Field): readonly number[] | undefined => {
  const parts = text.split(',').map((part) => (part === '*' ? upTo(field.least, field.most) : rangeOf(part, field)));
  if (parts.includes(undefined)) return undefined;
  return [...new Set(parts.flatMap((part) => part ?? []))].sort((a, b) => a - b);
};

const rangeOf = (text: string, field: Field): readonly number[] | undefined => {
  const [first = '', last = first, more] = text.split('-');
  const from = numberOf(first, field);
  const named = numberOf(last, field);
  // A week that ends with Sunday ends on day 7: `MON-SUN`.
  const to = named === 0 && from !== undefined && from > 0 && field.names === WEEKDAYS ? 7 : named;
  return more !== undefined || from === undefined || to === undefined || to < from ? undefined : upTo(from, to);
};

const numberOf = (text: string, { least, most, names }: Field): number | undefined => {
  const named = names?.indexOf(text.toUpperCase()) ?? -1;
  if (named >= 0) return names === MONTHS ? named + 1 : named;
  return /^\d{1,2}$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined;
};

const upTo = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);
