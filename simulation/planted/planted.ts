import type { Automation } from '../automation.ts';

/** A bug that is put into the automation, to see that an invariant sees it. */
export type Planted = {
  readonly name: string;
  readonly automation: Automation;
  /** The same without the bug: a world in which that breaks a promise, too, says nothing. Default: what is shipped. */
  readonly control?: Automation;
};
