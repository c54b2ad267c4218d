import { cardRows } from './card-frame.ts';
import type { Entry, Tag } from './entry.ts';
import { headRows, minuteRow } from './minute-row.ts';
import type { Paint, Tone } from './paint.ts';
import { wrap } from './wrap.ts';

/** Columns of the time, and of the tag behind it, each with its gap. */
const TIME = 7;
const TAG = 8;

/** Longer lines are not read, however wide the terminal is; shorter ones hold no sentence: the terminal may break them. */
const WIDEST = 110;
const NARROWEST = 40;

/** The columns' head is repeated once so many other rows have come since. */
const OUT_OF_SIGHT = 16;

export type Sheet = { readonly write: (text: string) => void; readonly width: number; readonly paint: Paint };

/** Puts entries on the sheet, one below the other. */
export const makeLayout = ({ write, width, paint }: Sheet) => {
  const room = Math.max(NARROWEST, Math.min(width, WIDEST));
  let rowsSinceHead = Number.POSITIVE_INFINITY;
  let blank = false;
  const print = (rows: readonly string[]): void => {
    rowsSinceHead += rows.length;
    for (const row of rows) {
      if (row !== '' || !blank) write(`${row}\n`);
      blank = row === '';
    }
  };
  const head = (entry: Extract<Entry, { kind: 'minute' }>): void => {
    if (rowsSinceHead < OUT_OF_SIGHT) return;
    print(headRows(entry.minute, TIME).map((row) => paint('quiet', row)));
    rowsSinceHead = 0;
  };
  return {
    room,
    print,
    put: (entry: Entry, time: string): void => {
      const clock = paint('quiet', time.padEnd(TIME));
      if (entry.kind === 'minute') {
        head(entry);
        print([`${clock}${minuteRow(entry.minute, paint)}`]);
      } else if (entry.kind === 'card') {
        const indent = ' '.repeat(TIME);
        print(cardRows(entry.card, room - TIME, paint).map((row, place) => `${place === 0 ? clock : indent}${row}`));
      } else print(stepRows(entry, clock, { room, paint }));
    },
  };
};

type Column = { readonly room: number; readonly paint: Paint };

const stepRows = (
  { tag, text, tone }: Extract<Entry, { kind: 'step' }>,
  clock: string,
  { room, paint }: Column,
): readonly string[] => {
  const indent = ' '.repeat(TIME + TAG);
  const lines = wrap(text, room - indent.length).map((line) => paint(tone, line));
  const first = `${clock}${paint(tag === 'alarm' ? tone : (TAG_TONES[tag] ?? 'quiet'), tag.padEnd(TAG))}`;
  const rows = lines.map((line, place) => `${place === 0 ? first : indent}${line}`);
  return tag === 'story' ? ['', ...rows] : rows;
};

const TAG_TONES: Partial<Readonly<Record<Tag, Tone>>> = { story: 'story', act: 'shift', BROKEN: 'bad' };
