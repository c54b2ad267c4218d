import type { JournalKind, JournalLine } from '../../sim/types.ts';
import { alarmEntries } from './alarms.ts';
import { deadLetterEntries, missingHopEntries } from './broken.ts';
import { closingRows } from './closing.ts';
import { type Entry, step } from './entry.ts';
import { eventEntries } from './events.ts';
import { textOf } from './facts.ts';
import { sinceFault } from './figures.ts';
import { makeLayout } from './layout.ts';
import { learnBound, type Memory, makeMemory } from './memory.ts';
import { messageEntries } from './messages.ts';
import { type Opening, openingRows } from './opening.ts';
import { makePaint } from './paint.ts';
import { makeRuns, type Runs } from './runs.ts';
import { makeMinutes } from './traffic.ts';
import { weightsEntries } from './weights.ts';

export type Screen = {
  /** Tells one line of the journal, or nothing if it says nothing new. */
  readonly line: (line: JournalLine) => void;
  /** Tells how it ended, once, from the journal's summary line; `line` does the same when that line comes its way. */
  readonly end: (summary: JournalLine) => void;
};

export type ScreenOptions = {
  readonly write: (text: string) => void;
  readonly colour: boolean;
  /** Columns, at least 60. */
  readonly width: number;
  readonly opening?: Opening;
};

/** Tells a play to somebody who has never seen one, while it happens. */
export const makeScreen = ({ write, colour, width, opening }: ScreenOptions): Screen => {
  const paint = makePaint(colour);
  const layout = makeLayout({ write, width, paint });
  const memory = makeMemory(opening?.endpoint, opening?.stable ?? 'stable');
  const runs = makeRuns(memory);
  const minutes = makeMinutes(memory);
  const put = (entries: readonly Entry[], at: number): void => {
    for (const entry of entries) layout.put(entry, sinceFault(at, memory.zero));
  };
  let last = 0;
  for (const { alarm, threshold } of opening?.guards ?? []) learnBound(memory, alarm, threshold);
  if (opening) layout.print(openingRows(opening, layout.room, paint));
  let ended = false;
  const end = (summary: JournalLine): void => {
    if (ended) return;
    ended = true;
    put(minutes.flush(), last);
    layout.print(closingRows(summary, { width: layout.room, paint, moved: memory.moved, restored: memory.restored }));
  };
  return {
    end,
    line: (line) => {
      const at = Date.parse(line.at);
      if (line.kind === 'summary') return end(line);
      if (line.kind === 'traffic') put(minutes.add(line, at), at);
      else {
        put(minutes.flush(), last);
        put(tell[line.kind]?.({ memory, runs, line, at }) ?? [], at);
      }
      last = at;
    },
  };
};

type Told = { readonly memory: Memory; readonly runs: Runs; readonly line: JournalLine; readonly at: number };

const storyEntries = ({ memory, line, at }: Told): readonly Entry[] => {
  memory.zero ??= at;
  return [step('story', textOf(line, 'text'), 'story')];
};

/** `traffic` goes by minutes, and `summary` by `end`. */
const tell: Readonly<Partial<Record<JournalKind, (told: Told) => readonly Entry[]>>> = {
  story: storyEntries,
  weights: ({ memory, runs, line }) => runs.hold(textOf(line, 'by'), weightsEntries(memory, line)),
  alarm: ({ memory, line, at }) => alarmEntries(memory, line, at),
  event: ({ memory, line }) => eventEntries(memory, line),
  invoke: ({ runs, line, at }) => runs.add(line, at),
  call: ({ runs, line, at }) => runs.add(line, at),
  log: ({ runs, line, at }) => runs.add(line, at),
  return: ({ runs, line, at }) => runs.add(line, at),
  message: ({ memory, line }) => messageEntries(memory, line),
  'missing-hop': ({ line }) => missingHopEntries(line),
  'dead-letter': ({ line }) => deadLetterEntries(line),
};
