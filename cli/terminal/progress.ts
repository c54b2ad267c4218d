import type { Writable } from 'node:stream';
import { progress } from '@clack/prompts';

/** How far something is that takes its time. */
export type Bar = {
  /** 0..1. */
  readonly show: (done: number) => void;
  readonly end: () => void;
};

/** Shown to a person who watches. */
export type Progress = (what: string) => Bar;

const STEPS = 100;

export const clackProgress =
  (output: Writable): Progress =>
  (what) => {
    const bar = progress({ max: STEPS, output });
    bar.start(what);
    let shown = 0;
    return {
      show: (done) => {
        const step = Math.floor(done * STEPS);
        if (step > shown) bar.advance(step - shown);
        shown = Math.max(shown, step);
      },
      end: () => bar.stop(what),
    };
  };
