import type { Instant } from '../../../types.ts';

/** A clock on the wall, written as if it were UTC: half past two is `Date.UTC(…, 2, 30)`. */
export type Wall = number;

export type Zone = {
  readonly name: string;
  readonly wallAt: (time: Instant) => Wall;
  /** The first time at which the wall says so; undefined where a change to summer time leaves it out. */
  readonly instantOf: (wall: Wall) => Instant | undefined;
};

const DAY = 24 * 60 * 60_000;

/** By its name in the IANA database; undefined when there is none. */
export const makeZone = (name: string): Zone | undefined => {
  const format = formatOf(name);
  if (format === undefined) return undefined;
  const wallAt = (time: Instant): Wall => wallFrom(format.formatToParts(time)) + (((time % 1000) + 1000) % 1000);
  return {
    name,
    wallAt,
    instantOf: (wall) => {
      // A zone's offset changes at most once around one day: it is the one before the change or the one after it.
      const offsets = [wall - DAY, wall + DAY].map((near) => wallAt(near) - near);
      return offsets.map((offset) => wall - offset).find((time) => wallAt(time) === wall);
    },
  };
};

const formatOf = (timeZone: string): Intl.DateTimeFormat | undefined => {
  // Offsets are no names in the database, although Intl takes them.
  if (!/^[A-Za-z]/.test(timeZone)) return undefined;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, ...PARTS });
  } catch {
    return undefined;
  }
};

const PARTS = {
  calendar: 'iso8601',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const;

const wallFrom = (parts: readonly Intl.DateTimeFormatPart[]): Wall => {
  const part = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((candidate) => candidate.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
};
