import { awsTrouble } from './account/aws-trouble.ts';
import type { Outcome, Work } from './command.ts';
import { EXIT, type Exit } from './exit.ts';
import { wrap } from './screen/wrap.ts';
import { type Common, openSession, type Session } from './session.ts';
import type { Io } from './terminal/io.ts';
import { Trouble } from './trouble.ts';

/** Version of what `--json` prints: a member that goes away or changes its meaning makes a new one. */
const JSON_VERSION = 1;

/** One command, from what was typed to its exit code. Only a bug leaves as an error. */
export const runCommand = async (name: string, common: Common, { io, work }: { io: Io; work: Work }): Promise<Exit> => {
  try {
    const outcome = await work(openSession(common, io));
    tell(outcome, { name, common, io });
    return outcome.exit ?? EXIT.ok;
  } catch (error) {
    const trouble = error instanceof Trouble ? error : awsTrouble(error, common);
    if (trouble === undefined) throw error;
    tellTrouble(trouble, { name, common, io });
    return trouble.exit;
  }
};

type Telling = { readonly name: string; readonly common: Common; readonly io: Session['io'] };

const tell = ({ report, rows }: Outcome, { name, common, io }: Telling): void => {
  if (common.json) io.out(`${JSON.stringify({ command: name, version: JSON_VERSION, ...report }, null, 2)}\n`);
  else for (const row of rows(io.page)) io.out(`${row}\n`);
};

const tellTrouble = ({ code, message, mend }: Trouble, { name, common, io }: Telling): void => {
  if (common.json)
    io.out(`${JSON.stringify({ command: name, version: JSON_VERSION, error: { code, message, mend } }, null, 2)}\n`);
  else {
    const { paint, width } = io.page;
    const rows = message.split('\n').flatMap((line) => (line.startsWith(' ') ? [line] : wrap(line, width)));
    for (const row of rows) io.err(`${paint('bad', row)}\n`);
    for (const row of wrap(mend, width)) io.err(`${row}\n`);
  }
};
