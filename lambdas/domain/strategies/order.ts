import type { Instant } from '../model.ts';
import type { VariantName } from '../policy.ts';

/**
 * What a strategy needs beyond moving weights. Only the second function can carry it out, and it does so only while the
 * ledger's head holds the same order. A new kind needs a carrier in `lambdas/strategist.ts`, its grants in
 * `infra/strategist-function.ts`, and words.
 */
export type Order = ScaleOrder | RestoreOrder;

/** Capacity in units: instances, or the concurrency of a serverless variant. */
export type ScaleOrder = {
  readonly kind: 'scale';
  readonly variant: VariantName;
  readonly unit: Unit;
  readonly from: number;
  readonly to: number;
};

export type Unit = 'instances' | 'concurrency';

/** The endpoint config of that name in the place of the one that broke a guard. */
export type RestoreOrder = {
  readonly kind: 'restore';
  readonly from: string;
  readonly to: string;
  /** When it was last known to be good: whatever was made under its name after that is another one. */
  readonly goodUntil: Instant;
};

/** An order that an incident waits for. Written before it is given, so that a crash leaves a trace. */
export type Preparing = {
  readonly order: Order;
  /** First and latest time that it was given. */
  readonly requestedAt: Instant;
  readonly askedAt: Instant;
  readonly attempts: number;
  /** What came of it, once it was taken. */
  readonly done?: Done;
  /** What was said against it the last time. */
  readonly refused?: string;
  /** Of a restore that was taken: what could not be proved of the config, and was no reason to leave it. */
  readonly unproved?: readonly string[];
  /** When a look first saw the config of a restore in service. */
  readonly inForceAt?: Instant;
};

/** How far the carrier got: an order may reach less than it asked for. */
export type Done = {
  readonly at: Instant;
  /** Units that were asked of SageMaker. */
  readonly reaches: number;
  /** Application Auto Scaling's bounds as they were before; the floor was raised to `reaches`. Absent: nothing scales it. */
  readonly bounds?: Bounds;
  /** Why the floor could not be raised: the next scale-in may take the capacity back. */
  readonly unheld?: string;
};

export type Bounds = { readonly floor: number; readonly ceiling: number };

/** What the second function says to an order. `lost`: no answer came, so that only a later look can tell. */
export type OrderAnswer =
  | ({ readonly kind: 'accepted' } & Omit<Done, 'at'>)
  /** UpdateEndpoint was taken; what could not be proved of the config is told. */
  | { readonly kind: 'restoring'; readonly unproved: readonly string[] }
  /** Nothing was asked of SageMaker, because this could not be proved of the config. */
  | { readonly kind: 'unproved'; readonly what: string }
  | { readonly kind: 'busy' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'lost'; readonly message: string };

export const sameOrder = (one: Order, other: Order): boolean => {
  if (one.kind === 'restore') return other.kind === 'restore' && one.from === other.from && one.to === other.to;
  return (
    other.kind === 'scale' &&
    one.variant === other.variant &&
    one.unit === other.unit &&
    one.from === other.from &&
    one.to === other.to
  );
};

/** Of an incident that has stable raised. */
export type Scaling = Preparing & { readonly order: ScaleOrder };

export const scalingOf = ({ preparing }: { readonly preparing?: Preparing | undefined }): Scaling | undefined =>
  preparing?.order.kind === 'scale' ? { ...preparing, order: preparing.order } : undefined;
