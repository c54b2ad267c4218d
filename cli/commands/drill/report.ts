import type { Cause, Hop } from './hops.ts';
import type { Scene } from './scene.ts';

export type DrillReport = {
  readonly endpoint: string;
  readonly drill: {
    readonly id: string;
    readonly by: string;
    readonly at: string;
    readonly move: boolean;
    readonly alarm: string;
  };
  /** Every hop worked. */
  readonly worked: boolean;
  readonly hops: readonly {
    readonly hop: Hop['hop'];
    readonly state: Hop['state'];
    /** Since CloudWatch set the alarm. */
    readonly afterSeconds?: number;
    readonly says: string;
    readonly causes?: readonly Cause[];
  }[];
  /** With `--move`: what became of the weights, a sentence. */
  readonly traffic?: string;
  /** In the ledger, where `status` and `history` find it. */
  readonly recorded: boolean;
  /** What could not be read, a sentence each. */
  readonly unread: readonly string[];
};

type Ended = { readonly hops: readonly Hop[]; readonly recorded: boolean; readonly traffic: string | undefined };

export const reportOf = (
  { policy, order, target, blanks }: Scene,
  { hops, recorded, traffic }: Ended,
): DrillReport => ({
  endpoint: policy.endpoint,
  drill: { id: order.id, by: order.by, at: new Date(order.at).toISOString(), move: order.move, alarm: target.name },
  worked: hops.every(({ state }) => state === 'worked'),
  hops: hops.map(({ afterMs, ...hop }) => ({
    ...hop,
    ...(afterMs === undefined ? {} : { afterSeconds: Math.round(afterMs / 100) / 10 }),
  })),
  ...(traffic === undefined ? {} : { traffic }),
  recorded,
  unread: blanks.sentences(),
});
