import { setFlagsFromString } from 'node:v8';
import { Presets, SingleBar } from 'cli-progress';
import { replayLines } from './json.ts';
import type { ReplayOptions } from './options.ts';
import { replay } from './replay.ts';
import { report } from './report.ts';

export type ReplayOutput = {
  readonly write: (text: string) => void;
  readonly json: boolean;
  /** Where a progress bar is shown; undefined where nobody would see it. */
  readonly progress?: NodeJS.WriteStream;
};

/** `npm start -- --replay FILE`. */
export const runReplay = async (options: ReplayOptions, { write, json, progress }: ReplayOutput): Promise<void> => {
  keepNurserySmall();
  const bar = progress && progressBar(progress);
  const end = (): void => bar?.end();
  process.once('exit', end);
  try {
    const findings = await replay(options, { onProgress: (done) => bar?.to(done) });
    end();
    const lines = json ? replayLines(findings).map((line) => JSON.stringify(line)) : report(findings);
    for (const line of lines) write(`${line}\n`);
  } finally {
    end();
    process.off('exit', end);
  }
};

/** V8 lets the space for new objects grow to some 50 MB in each thread; a replay's are garbage long before that. */
const keepNurserySmall = (): void => setFlagsFromString('--semi-space-growth-factor=1');

const STEPS = 100;

/** Shown from the first progress on: a file that cannot be played gets its sentence alone. */
const progressBar = (stream: NodeJS.WriteStream) => {
  const bar = new SingleBar(
    { stream, format: 'replaying {bar} {percentage} %', clearOnComplete: true, hideCursor: true, gracefulExit: false },
    Presets.shades_classic,
  );
  let shown: number | undefined;
  return {
    to: (done: number): void => {
      const step = Math.floor(done * STEPS);
      if (step === shown) return;
      if (shown === undefined) bar.start(STEPS, step);
      else bar.update(step);
      shown = step;
    },
    end: (): void => bar.stop(),
  };
};
