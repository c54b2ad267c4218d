import type { Breached } from '../evidence.ts';
import type { Incident } from '../incident.ts';
import type { Fleet, Instant, Weights } from '../model.ts';
import type { HoldReason } from '../reasons.ts';
import type { Situation } from '../situation.ts';
import type { Order } from './order.ts';

/** A breach that is to be undone: what was seen, the incident that is open on it, and what it broke. */
export type Case = {
  readonly situation: Situation;
  readonly fleet: Fleet;
  readonly incident: Pick<Incident, 'weightsAtOpen' | 'preparing'>;
  /** Absent: no guard broke (yet), and somebody asks what would be done if one did. */
  readonly breach?: Breached;
  readonly now: Instant;
};

/** What to do next about it. */
export type Next =
  | {
      readonly kind: 'shift';
      readonly to: Weights;
      readonly weighed?: Weighed;
      /** Why not to stable. */
      readonly insteadOf?: HoldReason;
    }
  | { readonly kind: 'prepare'; readonly order: Order }
  | { readonly kind: 'hold'; readonly reason: HoldReason };

/** Two evils, as shares 0..1 of all requests: what the canary fails now, and what is more than stable could take. */
export type Weighed = { readonly canaryFails: number; readonly overload: number };

/**
 * The pure half of the port: one way to get users off what is broken. It is asked anew at each look, and remembers
 * nothing but what the incident holds. The acting half is `Endpoints.shift` and `Strategist.carryOut`.
 */
export type Strategy = (one: Case) => Next;
