import { awsTrouble } from './account/aws-trouble.ts';
import type { Work } from './command.ts';
import { EXIT, type Exit } from './exit.ts';
import { type Common, openSession } from './session.ts';
import { tellOutcome, tellTrouble } from './tell.ts';
import type { Io } from './terminal/io.ts';
import { Trouble } from './trouble.ts';

/** One command, from what was typed to its exit code. Only a bug leaves as an error. */
export const runCommand = async (name: string, common: Common, { io, work }: { io: Io; work: Work }): Promise<Exit> => {
  const telling = { name, json: common.json, io };
  try {
    const outcome = await work(openSession(common, io));
    tellOutcome(outcome, telling);
    return outcome.exit ?? EXIT.ok;
  } catch (error) {
    const trouble = error instanceof Trouble ? error : awsTrouble(error, common);
    if (trouble === undefined) throw error;
    return tellTrouble(trouble, telling);
  }
};
