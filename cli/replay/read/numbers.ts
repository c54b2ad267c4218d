import { problemAt } from './problem.ts';

/** Where a value stands; asked only when something is wrong with it, since lines of JSON are dear to find. */
export type Where = (position: number) => { readonly file: string; readonly line: number; readonly column: string };

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** As AWS prints it, and by far the most of what is read. */
const AS_AWS = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:00(?:\.0+)?(?:Z|[+-]\d{2}:\d{2})$/;

/** ISO 8601, as people write it; without a zone it is UTC, as everything of CloudWatch is. */
const ISO = /^(\d{4})[-/](\d{2})[-/](\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;

/** Epoch seconds or milliseconds of this century. */
const EPOCH = /^\d{10}(?:\d{3})?(?:\.\d+)?$/;

/** The start of a minute, in epoch milliseconds. */
export const timeOf = (value: unknown, position: number, where: Where): number => {
  const time = parseTime(value);
  if (time === undefined) {
    const shown =
      value === undefined || value === null || value === ''
        ? 'the timestamp is missing'
        : `${show(value)} is no timestamp`;
    return complain(where(position), `${shown}; write it in UTC as 2026-11-01T00:00:00Z`);
  }
  if (time % MINUTE !== 0) {
    const why = 'a period of CloudWatch starts at a whole minute; export with a Period of 60';
    return complain(where(position), `${show(value)} is not at a whole minute, and ${why}`);
  }
  return time;
};

const parseTime = (value: unknown): number | undefined => {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return undefined;
  if (AS_AWS.test(text)) return onCalendar(text, Date.parse(text));
  if (EPOCH.test(text)) return text.split('.')[0]?.length === 13 ? Number(text) : Number(text) * 1_000;
  const found = ISO.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second = '00', zone = 'Z'] = found;
  const offset = /^(Z|UTC)$/i.test(zone) ? 'Z' : zone.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2');
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`;
  return onCalendar(iso, Date.parse(iso));
};

/** `Date` takes 30 February for 2 March. */
const onCalendar = (iso: string, time: number): number | undefined => {
  if (Number.isNaN(time)) return undefined;
  const day = Number(iso.slice(8, 10));
  if (day <= 28) return time;
  const midnight = Date.parse(`${iso.slice(0, 7)}-01T00:00:00Z`) + (day - 1) * DAY;
  return new Date(midnight).getUTCDate() === day ? time : undefined;
};

/** A value of a JSON export. */
export const numberOf = (value: unknown, position: number, where: Where): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : noNumber(value, where(position));

export type Cell = { readonly value: number; readonly unit?: string };

const PLAIN_NUMBER = /^\d+(?:\.\d+)?$/;
const NUMBER_WITH_UNIT = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([a-zµμ%]+)?$/i;

/** A cell of a CSV export, which may bear a unit; undefined for an empty one: there was no data. */
export const cellOf = (text: string, position: number, where: Where): Cell | undefined => {
  if (text === '') return undefined;
  if (PLAIN_NUMBER.test(text)) return { value: Number(text) };
  const [, number, unit] = NUMBER_WITH_UNIT.exec(text) ?? [];
  if (number === undefined || !Number.isFinite(Number(number))) return noNumber(text, where(position));
  return { value: Number(number), ...(unit === undefined ? {} : { unit }) };
};

const noNumber = (value: unknown, at: ReturnType<Where>): never => {
  const mend = typeof value === 'string' && /\d/.test(value) ? 'write it plainly, as 1234.5' : LEAVE_OUT;
  return complain(at, `${show(value)} in ${show(at.column)} is no number; ${mend}`);
};

export const LEAVE_OUT =
  'leave out what was not measured (in CSV, leave the cell empty): a missing minute is missing data';

const complain = ({ file, line }: ReturnType<Where>, sentence: string): never => problemAt(file, line, sentence);

const LONGEST_SHOWN = 60;

/** As JSON, shortened where somebody would have to scroll. */
export const show = (value: unknown): string => {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > LONGEST_SHOWN ? `${json.slice(0, LONGEST_SHOWN)}…` : json;
};
