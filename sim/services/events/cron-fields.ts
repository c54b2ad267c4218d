export type DayOfMonth = (day: Date) => boolean;
export type DayOfWeek = (day: Date) => boolean;

type Range = { readonly from: number; readonly to: number; readonly names?: readonly string[] };

/** The numbers of `*`, `5`, `1-5`, `0/15`, `1-9/2` and lists of them, in order; undefined for anything else. */
export const numbersIn = (text: string, range: Range): readonly number[] | undefined => {
  const parts = text.split(',').map((part) => partOf(part, range));
  const numbers = parts.flatMap((part) => part ?? []);
  return parts.includes(undefined) ? undefined : [...new Set(numbers)].sort((a, b) => a - b);
};

const partOf = (text: string, range: Range): readonly number[] | undefined => {
  const [, span = '', , stride] = /^([^/]+)(\/(\d+))?$/.exec(text) ?? [];
  const step = stride === undefined ? 1 : Number(stride);
  const [first, last, ...more] =
    span === '*' ? [range.from, range.to] : span.split('-').map((end) => numberOf(end, range));
  // A step that starts from one number goes on to the end of the range.
  const end = last ?? (stride === undefined ? first : range.to);
  if (first === undefined || end === undefined || (span.includes('-') && last === undefined)) return undefined;
  if (more.length > 0 || step < 1 || first > end) return undefined;
  return Array.from({ length: Math.floor((end - first) / step) + 1 }, (_, index) => first + index * step);
};

const numberOf = (text: string, { from, to, names = [] }: Range): number | undefined => {
  const named = names.indexOf(text.toUpperCase());
  const number = named >= 0 ? from + named : Number(/^\d+$/.exec(text)?.[0] ?? Number.NaN);
  return number >= from && number <= to ? number : undefined;
};

const DAYS: Range = { from: 1, to: 31 };
const WEEKDAYS: Range = { from: 1, to: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] };

/** Days of the month; `L` is the last, `15W` the weekday nearest to the fifteenth in the same month. */
export const daysOf = (text: string): DayOfMonth | undefined => {
  if (text === 'L') return (day) => day.getUTCDate() === lengthOfMonth(day);
  const [, near] = /^(\d+)W$/.exec(text) ?? [];
  if (near !== undefined) {
    const wanted = numberOf(near, DAYS);
    return wanted === undefined ? undefined : (day) => day.getUTCDate() === nearestWeekday(day, wanted);
  }
  const numbers = numbersIn(text, DAYS);
  return numbers && ((day) => numbers.includes(day.getUTCDate()));
};

/** Days of the week from Sunday, 1; `L` is Saturday, `6L` the month's last Friday, `SAT#3` its third Saturday. */
export const weekdaysOf = (text: string): DayOfWeek | undefined => {
  if (text === 'L') return (day) => weekday(day) === 7;
  const [, last] = /^(\w+)L$/.exec(text) ?? [];
  if (last !== undefined) {
    const wanted = numberOf(last, WEEKDAYS);
    return wanted === undefined
      ? undefined
      : (day) => weekday(day) === wanted && day.getUTCDate() + 7 > lengthOfMonth(day);
  }
  const [, which, nth] = /^(\w+)#([1-5])$/.exec(text) ?? [];
  if (which !== undefined) {
    const wanted = numberOf(which, WEEKDAYS);
    return wanted === undefined
      ? undefined
      : (day) => weekday(day) === wanted && Math.ceil(day.getUTCDate() / 7) === Number(nth);
  }
  const numbers = numbersIn(text, WEEKDAYS);
  return numbers && ((day) => numbers.includes(weekday(day)));
};

const weekday = (day: Date): number => day.getUTCDay() + 1;

const lengthOfMonth = (day: Date): number =>
  new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();

/** None in a month that has no such day. */
const nearestWeekday = (day: Date, wanted: number): number | undefined => {
  const length = lengthOfMonth(day);
  if (wanted > length) return undefined;
  const of = weekday(new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), wanted)));
  if (of === 7) return wanted === 1 ? 3 : wanted - 1;
  if (of === 1) return wanted === length ? wanted - 2 : wanted + 1;
  return wanted;
};
