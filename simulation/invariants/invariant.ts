import type { Fact } from '../facts.ts';
import type { View } from '../view.ts';

/** Sees every fact as it comes; says what broke the promise, or nothing. */
export type Watch = (fact: Fact) => string | undefined;

/** In a world that has nothing of what the promise is about. */
export const NOTHING_TO_WATCH: Watch = () => undefined;

/** One promise that holds in every world. `watch` is made anew for each. */
export type Invariant = {
  /** As the catalogue of failure modes numbers it. */
  readonly code: string;
  readonly promise: string;
  readonly watch: (view: View) => Watch;
};
