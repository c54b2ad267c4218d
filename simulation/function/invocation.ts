import { type AwsTime, makeAwsTime } from '../../lambdas/aws/aws-time.ts';
import { makeUnwritten, type Unwritten } from '../../lambdas/aws/unwritten.ts';
import type { FreezeReading } from '../../lambdas/domain/freeze.ts';
import type { Alarm, Fleet, Instant, Traffic } from '../../lambdas/domain/model.ts';
import type { EndpointName } from '../../lambdas/domain/policy.ts';
import type { SeenHeads } from '../../lambdas/loop/remember.ts';
import type { Head } from '../../lambdas/ports.ts';

/** One container of the function: what it remembers is gone with it. */
export type Container = {
  readonly id: number;
  /** How far its clock is off. */
  readonly skewMs: number;
  /** What it believes that time it is, by what AWS's replies said so far. */
  readonly time: AwsTime;
  readonly unwritten: Unwritten;
  readonly seenHeads: SeenHeads;
  readonly retiresAt: Instant;
  /** When it last looked at which endpoint. */
  readonly lastLooks: Map<EndpointName, Instant>;
  lastSwitch: FreezeReading | undefined;
};

export const makeContainer = (
  id: number,
  {
    skewMs,
    retiresAt,
    clock,
  }: Pick<Container, 'skewMs' | 'retiresAt'> & { readonly clock: { readonly now: () => Instant } },
): Container => ({
  id,
  skewMs,
  // A process has its time in whole milliseconds.
  time: makeAwsTime(() => Math.floor(clock.now() + skewMs)),
  retiresAt,
  unwritten: makeUnwritten(),
  seenHeads: new Map(),
  lastLooks: new Map(),
  lastSwitch: undefined,
});

/** An answer that a look got, and whether it was of a moment ago. */
export type Read<Value> = { readonly at: Instant; readonly value: Value; readonly stale: boolean };

/** What one invocation has read of one endpoint: alarms and metrics as it read them last, and else what its look began with. */
export type Reads = {
  /** The endpoint was asked for: whoever asks again is not the look. */
  asked?: true;
  fleet?: Read<Fleet | undefined>;
  alarms?: Read<readonly Alarm[]>;
  traffic?: Read<Traffic | 'unreadable'>;
  head?: Read<Head>;
};

export type Invocation = {
  readonly id: number;
  readonly event: string;
  readonly kind: 'alarm' | 'endpoint' | 'sweep' | 'person' | 'strategist';
  /** Absent: all of them. */
  readonly endpoint?: EndpointName;
  readonly attempt: number;
  readonly container: Container;
  readonly startedAt: Instant;
  readonly reads: Map<EndpointName, Reads>;
  /** The newest reading of the switch that this very invocation made. */
  switchRead?: Read<FreezeReading>;
  isOver: boolean;
  /** It does nothing any more until it is killed: what hangs in one process is all of it. */
  isHung?: true;
};

export const readsOf = (by: Invocation, endpoint: EndpointName): Reads => {
  const known = by.reads.get(endpoint) ?? {};
  by.reads.set(endpoint, known);
  return known;
};
