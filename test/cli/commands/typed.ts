import { runProgram } from '../../../cli/program.ts';
import type { Seen } from './small-account.ts';

/** A command that asks no account, on a terminal of so many columns. */
export const typed = async (args: readonly string[], width = 80): Promise<Seen> => {
  const said = { out: '', err: '' };
  const say =
    (where: keyof typeof said) =>
    (text: string): void => {
      said[where] += text;
    };
  const noWaiting = (): Promise<void> => Promise.reject(new Error('this command waits for nothing'));
  const page = { width, paint: (_: unknown, text: string) => text };
  const io = {
    out: say('out'),
    err: say('err'),
    page,
    questions: undefined,
    clock: () => 0,
    wait: noWaiting,
    whenStopped: () => undefined,
  };
  return { code: await runProgram(args, io), ...said };
};
