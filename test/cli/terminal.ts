import { machineFiles } from '../../cli/terminal/files.ts';
import type { Io } from '../../cli/terminal/io.ts';

/** What was put on a terminal. */
export type Said = { out: string; err: string };

/**
 * A terminal without colours at which nobody is asked and nobody waits, and what a command puts on it.
 * `width`: its columns. `given`: what is different.
 */
export const terminal = (width: number, given: Partial<Io> = {}): { readonly io: Io; readonly said: Said } => {
  const said = { out: '', err: '' };
  const io: Io = {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    page: { width, paint: (_, text) => text },
    files: machineFiles,
    questions: undefined,
    clock: () => 0,
    wait: () => Promise.reject(new Error('this command waits for nothing')),
    whenStopped: () => undefined,
    ...given,
  };
  return { io, said };
};
