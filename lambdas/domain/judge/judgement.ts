import type { Instant } from '../model.ts';
import type { Side } from './pair.ts';

/** Stable is worse than it was before the canary: a cause that both share is likely. */
export type Rise<Of = Side> = { readonly since: Instant; readonly before: Of; readonly after: Of };

/** What the two served, from `since` on. */
export type Compared<Of = Side> = {
  readonly canary: Of;
  readonly stable: Of;
  readonly since: Instant;
  /** At least 1 where the canary is worse, and nowhere else; 0: nothing speaks for it. */
  readonly evidence: number;
  readonly stableRose?: Rise<Of>;
};

export type Judgement<Of = Side> =
  /** Since the fault began, as far as can be told. */
  | ({ readonly kind: 'worse' } & Compared<Of>)
  /** A difference worth acting on would have shown by now, had there been one from the start. */
  | ({ readonly kind: 'not-worse-yet' } & Compared<Of>)
  /** Too few requests so far: the canary needs so many `more`. Absent: a difference so small would never show. */
  | ({ readonly kind: 'cannot-tell'; readonly more?: number } & Compared<Of>)
  /** No newest minutes that both served. */
  | { readonly kind: 'no-data'; readonly newest?: Instant };
