import { closeSync, openSync, writeSync } from 'node:fs';
import type { Recorded } from './records.ts';

const MINUTE = 60_000;
const DAY_MINUTES = 1_440;
const START = Date.parse('2026-01-01T00:00:00Z');
const MINUTES_AT_ONCE = 1_000;

/**
 * A row for each minute, with a recorded figure in every cell: what was recorded each five minutes comes each minute here, and
 * again from the start where a record ends. Stable's is the canary's, half a record later.
 */
export const writeHistory = (file: string, records: readonly Recorded[], days: number): void => {
  const descriptor = openSync(file, 'w');
  try {
    writeSync(
      descriptor,
      `${['timestamp', ...['canary', 'stable'].flatMap((one) => labelsOf(records, one))].join(',')}\n`,
    );
    for (let minute = 0; minute < days * DAY_MINUTES; minute += MINUTES_AT_ONCE) {
      const count = Math.min(MINUTES_AT_ONCE, days * DAY_MINUTES - minute);
      writeSync(descriptor, Array.from({ length: count }, (_, place) => lineAt(records, minute + place)).join(''));
    }
  } finally {
    closeSync(descriptor);
  }
};

/** How often the longest-lasting record is heard from its start to its end. */
export const timesPlayed = (records: readonly Recorded[], days: number): number =>
  Math.ceil((days * DAY_MINUTES) / Math.min(...records.map(({ figures }) => figures.length)));

const labelsOf = (records: readonly Recorded[], variant: string): readonly string[] =>
  records.flatMap(({ columns }) => columns.map((column) => `${variant} ${column}`));

const lineAt = (records: readonly Recorded[], minute: number): string => {
  const cells = [0, 0.5].flatMap((ahead) =>
    records.flatMap(({ columns, figures }) => {
      const figure = figures[(minute + Math.floor(ahead * figures.length)) % figures.length] ?? '';
      return columns.map(() => figure);
    }),
  );
  return `${[new Date(START + minute * MINUTE).toISOString(), ...cells].join(',')}\n`;
};
