import type { Outcome } from './command.ts';
import type { Exit } from './exit.ts';
import { wrap } from './screen/wrap.ts';
import type { Io } from './terminal/io.ts';
import type { Trouble } from './trouble.ts';

/** Version of what `--json` prints: a member that goes away or changes its meaning makes a new one. */
const JSON_VERSION = 1;

/** Of which command, how, and where to. */
export type Telling = { readonly name: string; readonly json: boolean; readonly io: Io };

export const tellOutcome = ({ report, rows }: Outcome, telling: Telling): void => {
  const { json, io } = telling;
  if (json) tellJson(report, telling);
  else for (const row of rows(io.page)) io.out(`${row}\n`);
};

/** Answers how the command ends. */
export const tellTrouble = ({ code, message, mend, exit }: Trouble, telling: Telling): Exit => {
  const { json, io } = telling;
  if (json) tellJson({ error: { code, message, mend } }, telling);
  else {
    const { paint, width } = io.page;
    const rows = message.split('\n').flatMap((line) => (line.startsWith(' ') ? [line] : wrap(line, width)));
    for (const row of rows) io.err(`${paint('bad', row)}\n`);
    for (const row of mendRows(mend, width)) io.err(`${row}\n`);
  }
  return exit;
};

/** A command that does not fit behind its sentence has a row of its own, to be copied. */
const mendRows = (mend: string, width: number): readonly string[] => {
  const { sentence, command } = /^(?<sentence>.*:) (?<command>(?:aws|npx|npm) .*)$/.exec(mend)?.groups ?? {};
  if (mend.length <= width || sentence === undefined || command === undefined) return wrap(mend, width);
  return [...wrap(sentence, width), command];
};

const tellJson = (report: object, { name, io }: Telling): void =>
  io.out(`${JSON.stringify({ command: name, version: JSON_VERSION, ...report }, null, 2)}\n`);
