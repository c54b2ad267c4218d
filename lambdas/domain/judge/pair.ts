import { type Instant, MINUTE } from '../model.ts';

/** What one variant served in one minute, and how many of these requests were bad: failed, or slower than was asked for. */
export type Side = { readonly requests: number; readonly bad: number };

/** What one variant was scored in one minute: by how many scores (requests with feedback, orders, …), and their mean. */
export type Scored = { readonly requests: number; readonly mean: number };

/** One minute of a canary and of its stable, side by side. A minute that one of them has no datapoint for is left out. */
export type Pair<Of = Side> = { readonly start: Instant; readonly canary: Of; readonly stable: Of };

/** A datapoint of one variant, by the start of its minute. */
export type Datapoint<Of = Side> = Of & { readonly start: Instant };

/**
 * Minutes that both have, oldest first. Metrics may be read in any order, late and twice: of two datapoints of one minute
 * the last one given counts.
 */
export const pairsOf = <Of extends { readonly requests: number }>(
  canary: readonly Datapoint<Of>[],
  stable: readonly Datapoint<Of>[],
): readonly Pair<Of>[] => {
  const [canaries, stables] = [byStart(canary), byStart(stable)];
  return [...canaries]
    .flatMap(([start, one]) => {
      const other = stables.get(start);
      return other === undefined || one.requests === 0 || other.requests === 0
        ? []
        : [{ start, canary: one, stable: other }];
    })
    .toSorted((one, other) => one.start - other.start);
};

const byStart = <Of>(datapoints: readonly Datapoint<Of>[]): ReadonlyMap<Instant, Datapoint<Of>> =>
  new Map(datapoints.map((one) => [Math.floor(one.start / MINUTE) * MINUTE, one]));

export const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number =>
  items.reduce((so, item) => so + of(item), 0);
