import { runProgram } from '../../../cli/program.ts';
import { terminal } from '../terminal.ts';
import type { Seen } from './small-account.ts';

/** A command that asks no account, on a terminal of so many columns. */
export const typed = async (args: readonly string[], width = 80): Promise<Seen> => {
  const { io, said } = terminal(width);
  return { code: await runProgram(args, io), ...said };
};
