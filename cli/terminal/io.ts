import { stripVTControlCharacters } from 'node:util';
import type { Instant } from '../../lambdas/domain/model.ts';
import { EXIT } from '../exit.ts';
import { makePaint } from '../screen/paint.ts';
import { wrap } from '../screen/wrap.ts';
import { clackQuestions } from './clack.ts';
import { type Files, machineFiles } from './files.ts';
import type { Page } from './page.ts';
import { clackProgress, type Progress } from './progress.ts';
import type { Questions } from './questions.ts';

/** All that a command has of the machine it runs on. Tests have their own. */
export type Io = {
  /** A report, for people or (`--json`) for programs. */
  readonly out: (text: string) => void;
  /** What accompanies it: progress, what will be done, trouble. */
  readonly err: (text: string) => void;
  readonly page: Page;
  readonly files: Files;
  /** Undefined: nobody is there to be asked. */
  readonly questions: Questions | undefined;
  /** Absent: nobody watches. */
  readonly progress?: Progress;
  readonly clock: () => Instant;
  readonly wait: (ms: number) => Promise<void>;
  /** What a person is told who stops the command from now on (Ctrl-C). */
  readonly whenStopped: (words: string) => void;
};

/** Longer lines are not read, however wide the terminal is. */
const WIDEST = 120;
const NARROWEST = 60;

/** A terminal that was never given a size (`script`, a serial line, some CI) says 0. */
const USUAL = 80;

export const terminalIo = (): Io => {
  const { stdin, stdout, stderr, env } = process;
  // A report stands apart from what accompanied it.
  let isApart = true;
  const out = (text: string): void => void stdout.write(isApart || !stdout.isTTY || !stderr.isTTY ? text : `\n${text}`);
  const err = (text: string): void => void stderr.write(stderr.isTTY ? text : stripVTControlCharacters(text));
  const width = Math.max(NARROWEST, Math.min(stdout.columns || USUAL, WIDEST));
  return {
    out: (text) => {
      out(text);
      isApart = true;
    },
    err: (text) => {
      err(text);
      isApart = false;
    },
    page: { width, paint: makePaint(stdout.isTTY && !env['NO_COLOR']) },
    files: machineFiles,
    questions: stdin.isTTY && stderr.isTTY ? clackQuestions(stdin, stderr) : undefined,
    ...(stderr.isTTY && { progress: clackProgress(stderr) }),
    clock: () => Date.now(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    whenStopped: stopper((words) =>
      err(
        `\n${words
          .split('\n')
          .flatMap((line) => wrap(line, width))
          .join('\n')}\n`,
      ),
    ),
  };
};

const stopper = (say: (words: string) => void): Io['whenStopped'] => {
  let told = 'Stopped: nothing was changed.';
  process.once('SIGINT', () => {
    say(told);
    process.exit(EXIT.interrupted);
  });
  return (words) => {
    told = words;
  };
};
