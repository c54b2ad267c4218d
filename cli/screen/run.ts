import type { Entry } from './entry.ts';
import { type Facts, textOf } from './facts.ts';

/** One invocation of a function, as far as the journal has told it. */
export type Run = {
  readonly function: string;
  readonly cold: boolean;
  /** `endpoint`: something happened to it; `sweep`: the minute's look at everything. */
  by: string;
  /** Calls that were answered and not yet told. */
  calls: Facts[];
  /** A roll-back is decided: the next ledger write is its intent. */
  intending: boolean;
  /** A roll-back is decided, and what SageMaker answers to it is not yet known. */
  asking: boolean;
  /** What its shift set off, told once the shift is. */
  held: Entry[];
};

export const begun = (line: Facts): Run => ({
  function: textOf(line, 'function'),
  cold: line['cold'] === true,
  by: '',
  calls: [],
  intending: false,
  asking: false,
  held: [],
});

/** What waited for the function's own part of the story. */
export const released = (run: Run): readonly Entry[] => {
  run.asking = false;
  return run.held.splice(0);
};
