import * as v from 'valibot';
import { oneOf } from './words.ts';

/** An object with these keys and no other; every unknown key is a problem of its own, whose message lists the known ones. */
export const exactly = <E extends v.ObjectEntries>(entries: E) =>
  v.lazy((input) =>
    isOther(input)
      ? v.custom<never>(() => false, AN_OBJECT)
      : v.objectWithRest(entries, v.never(Object.keys(entries).join(' ')), AN_OBJECT),
  );

const AN_OBJECT = 'must be an object';

/** Where every key is optional, a list or a date would do for an object without any. */
const isOther = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && Object.prototype.toString.call(input) !== '[object Object]';

/** `false` leaves the part out. */
export const orFalse = <S extends v.GenericSchema>(schema: S) =>
  v.lazy((input) => (input === false ? v.literal(false) : schema));

export const text = (pattern: RegExp, right: string) => v.pipe(v.string(right), v.regex(pattern, right));

export const atLeastOne = <S extends v.GenericSchema>(item: S, right: string) =>
  v.pipe(v.array(item, right), v.minLength(1, right));

export const word = <const W extends readonly string[]>(words: W, note = '') =>
  v.picklist(words, `must be ${oneOf(words)}${note}`);

/** SageMaker's own pattern for names of endpoints and variants (EndpointName, VariantName: at most 63 characters). */
export const sagemakerName = text(
  /^(?=.{1,63}$)[a-zA-Z0-9](-*[a-zA-Z0-9])*$/,
  'must be a SageMaker name: letters, digits and inner hyphens, at most 63',
);

const number = (allowed: (value: number) => boolean, right: string) => v.pipe(v.number(right), v.check(allowed, right));

/** Whoever is asked for longer than a day is not asked at all. */
const MOST_MINUTES = 1_440;

export const share = number((value) => value > 0 && value < 1, 'must be a share between 0 and 1 (2 % is 0.02)');
export const milliseconds = number((value) => value > 0 && Number.isFinite(value), 'must be milliseconds, above 0');
export const percentile = number((value) => value >= 50 && value <= 99.9, 'must be a percentile from 50 to 99.9');
export const minutes = number(
  (value) => value >= 1 && value <= MOST_MINUTES,
  `must be minutes, from 1 to ${MOST_MINUTES}`,
);
export const rate = number((value) => value > 0 && Number.isFinite(value), 'must be requests per minute, above 0');
export const wholeFromOne = number(
  (value) => Number.isInteger(value) && value >= 1,
  'must be a whole number of at least 1',
);

export const wholeFromNone = number(
  (value) => Number.isInteger(value) && value >= 0,
  'must be a whole number, 0 or more',
);

const wholeUpTo = (most: number, what: string) =>
  number(
    (value) => Number.isInteger(value) && value >= 1 && value <= most,
    `must be ${what}, a whole number from 1 to ${most}`,
  );

export const aboveNone = number((value) => value > 0 && Number.isFinite(value), 'must be a number above 0');
export const finite = number((value) => Number.isFinite(value), 'must be a number');
/** What is older than a week says nothing of a canary. */
export const lagMinutes = wholeUpTo(7 * 1_440, 'minutes');

export const minutesOfADay = wholeUpTo(1_440, 'minutes');
/** An incident remembers no more shifts than twice as many. */
export const timesADay = wholeUpTo(20, 'shifts');
export const callsPerSecond = number(
  (value) => value >= 0.1 && value <= 100,
  'must be calls a second, from 0.1 to 100',
);

/** The traffic of a day is read back, and a bake must fit in. */
export const bakeMinutes = wholeUpTo(720, 'minutes');
