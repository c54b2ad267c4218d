import type { Ending, Incident } from './incident.ts';
import type { Weights } from './model.ts';
import type { HoldReason } from './reasons.ts';
import type { Order } from './strategies/order.ts';

/** What `decide` answers. `incident` is the open one, or the one that this look opens. */
export type Verdict =
  | { readonly kind: 'nothing'; readonly because: Quiet }
  | { readonly kind: 'roll-back'; readonly incident: Incident; readonly to: Weights }
  /** Something comes before the shift: the second function is given the order. */
  | { readonly kind: 'prepare'; readonly incident: Incident; readonly order: Order }
  | { readonly kind: 'hold'; readonly incident: Incident; readonly reason: HoldReason }
  /** Shifted, and not proved yet. */
  | { readonly kind: 'watch'; readonly incident: Incident; readonly inForce: boolean }
  | { readonly kind: 'end'; readonly incident: Incident; readonly ending: Ending };

export type Quiet = 'no-breach' | 'already-stable' | 'already-ended' | 'endpoint-missing';
