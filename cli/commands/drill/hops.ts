import type { Io } from '../../terminal/io.ts';

/** From the alarm to people, in the order in which they follow from each other. `page` and `sweep` are roads of their own. */
export const HOPS = [
  'ledger',
  'alarm',
  'page',
  'rule',
  'function',
  'grants',
  'message',
  'shift',
  'sweep',
  'delivery',
  'arrived',
] as const;

export type HopName = (typeof HOPS)[number];

export type Cause = { readonly what: string; readonly mend: string };

export type Hop = {
  readonly hop: HopName;
  readonly state: 'worked' | 'broken' | 'not reached' | 'not known';
  /** Since CloudWatch set the alarm, by the clocks of AWS. */
  readonly afterMs?: number;
  readonly says: string;
  /** Likeliest first. */
  readonly causes?: readonly Cause[];
};

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Later than this a hop counts as broken. docs/design.md has what follows when one is. */
export const BOUNDS = {
  /** CloudWatch's own answer to a call. */
  alarm: 15 * SECOND,
  page: 30 * SECOND,
  /** By the alarm's event, a cold start included; the sweep would come too, and is no proof of the rule. */
  rule: 30 * SECOND,
  /** The sweep makes a lost event good within a minute; it may come twice before anybody gives up. */
  function: 130 * SECOND,
  /** The function publishes in the same run. */
  message: 20 * SECOND,
  /** Once a minute, and one that just went does not count. */
  sweep: 150 * SECOND,
  /** `PROOF_DEADLINE`, and the look after it. */
  shift: 12 * MINUTE,
  /** Lambda's metrics are minutes late. */
  delivery: 4 * MINUTE,
  /** Until SageMaker has the weights in force again. */
  putBack: 15 * MINUTE,
} as const;

export const worked = (hop: HopName, says: string, afterMs?: number): Hop => ({
  hop,
  state: 'worked',
  ...(afterMs === undefined ? {} : { afterMs: Math.max(0, afterMs) }),
  says,
});

export const broken = (hop: HopName, says: string, causes: readonly Cause[] = []): Hop => ({
  hop,
  state: 'broken',
  says,
  causes,
});

export const notKnown = (hop: HopName, says: string): Hop => ({ hop, state: 'not known', says });

export const notReached = (hop: HopName, says = 'a hop before it is broken'): Hop => ({
  hop,
  state: 'not reached',
  says,
});

/** SageMaker throttles early, and nobody needs to the second what takes minutes. */
const QUICKLY = { forMs: 15 * SECOND, everyMs: SECOND };
const SLOWLY_MS = 5 * SECOND;

/** What `probe` finds, asked again and again until the bound is over; undefined: nothing came. */
export const until = async <Found>(
  { clock, wait }: Pick<Io, 'clock' | 'wait'>,
  boundMs: number,
  probe: () => Promise<Found | undefined>,
): Promise<Found | undefined> => {
  const began = clock();
  for (;;) {
    const found = await probe();
    const waited = clock() - began;
    if (found !== undefined || waited >= boundMs) return found;
    await wait(waited < QUICKLY.forMs ? QUICKLY.everyMs : SLOWLY_MS);
  }
};
