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
  const bar = progress && progressBar(progress);
  try {
    const findings = await replay(options, { onProgress: (done) => bar?.to(done) });
    bar?.end();
    const lines = json ? replayLines(findings).map((line) => JSON.stringify(line)) : report(findings);
    for (const line of lines) write(`${line}\n`);
  } finally {
    bar?.end();
  }
};

const STEPS = 100;

const progressBar = (stream: NodeJS.WriteStream) => {
  const bar = new SingleBar(
    { stream, format: 'replaying {bar} {percentage} %', clearOnComplete: true, hideCursor: true, gracefulExit: true },
    Presets.shades_classic,
  );
  bar.start(STEPS, 0);
  let shown = 0;
  return {
    to: (done: number): void => {
      const step = Math.floor(done * STEPS);
      if (step === shown) return;
      shown = step;
      bar.update(step);
    },
    end: (): void => bar.stop(),
  };
};
