import type { Instant } from '../../lambdas/domain/model.ts';
import { makePaint } from '../screen/paint.ts';
import { clackQuestions } from './clack.ts';
import type { Page } from './page.ts';
import type { Questions } from './questions.ts';

/** All that a command has of the machine it runs on. Tests have their own. */
export type Io = {
  /** A report, for people or (`--json`) for programs. */
  readonly out: (text: string) => void;
  /** What accompanies it: progress, what will be done, trouble. */
  readonly err: (text: string) => void;
  readonly page: Page;
  /** Undefined: nobody is there to be asked. */
  readonly questions: Questions | undefined;
  readonly clock: () => Instant;
  readonly wait: (ms: number) => Promise<void>;
};

/** Longer lines are not read, however wide the terminal is. */
const WIDEST = 120;
const NARROWEST = 60;

/** A terminal that was never given a size (`script`, a serial line, some CI) says 0. */
const USUAL = 80;

export const terminalIo = (): Io => {
  const { stdin, stdout, stderr, env } = process;
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    page: {
      width: Math.max(NARROWEST, Math.min(stdout.columns || USUAL, WIDEST)),
      paint: makePaint(stdout.isTTY && !env['NO_COLOR']),
    },
    questions: stdin.isTTY && stderr.isTTY ? clackQuestions(stdin, stderr) : undefined,
    clock: () => Date.now(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
};
