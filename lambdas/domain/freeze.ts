import { type Instant, MINUTE } from './model.ts';

/** The kill switch's value as it was last read, and when. */
export type FreezeReading = { readonly value: string; readonly readAt: Instant };

export type Freeze = 'off' | 'frozen' | 'unreadable';

const MEMORY = 5 * MINUTE;
const OFF = 'off';
const ALL = 'all';

/**
 * The switch says `off`, `all`, or endpoint names separated by commas. A reading older than five minutes is no reading.
 * A word that means nothing makes it unreadable, which freezes and pages: somebody meant to stop something.
 */
export const freezeOf = (
  asked: { readonly endpoint: string; readonly guarded: readonly string[] },
  reading: FreezeReading | undefined,
  now: Instant,
): Freeze => {
  if (reading === undefined || now - reading.readAt > MEMORY) return 'unreadable';
  const words = reading.value.split(',').map((word) => word.trim());
  if (words.length === 1 && words[0] === OFF) return 'off';
  if (!words.every((word) => word === ALL || asked.guarded.includes(word))) return 'unreadable';
  return words.includes(ALL) || words.includes(asked.endpoint) ? 'frozen' : 'off';
};
