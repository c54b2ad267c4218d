import { makeUnwritten, type Unwritten } from '../../lambdas/aws/unwritten.ts';
import type { FreezeReading } from '../../lambdas/domain/freeze.ts';
import type { Alarm, Fleet, Instant, Traffic } from '../../lambdas/domain/model.ts';
import type { EndpointName } from '../../lambdas/domain/policy.ts';
import type { Head } from '../../lambdas/ports.ts';

/** One container of the function: what it remembers is gone with it. */
export type Container = {
  readonly id: number;
  /** How far its clock is off. */
  readonly skewMs: number;
  readonly unwritten: Unwritten;
  readonly retiresAt: Instant;
  /** When it last looked at which endpoint. */
  readonly lastLooks: Map<EndpointName, Instant>;
  lastSwitch: FreezeReading | undefined;
};

export const makeContainer = (
  id: number,
  { skewMs, retiresAt }: Pick<Container, 'skewMs' | 'retiresAt'>,
): Container => ({
  id,
  skewMs,
  retiresAt,
  unwritten: makeUnwritten(),
  lastLooks: new Map(),
  lastSwitch: undefined,
});

/** An answer that a look got, and whether it was of a moment ago. */
export type Read<Value> = { readonly at: Instant; readonly value: Value; readonly stale: boolean };

/** What one invocation has read of one endpoint, the newest of each. */
export type Reads = {
  fleet?: Read<Fleet | undefined>;
  alarms?: Read<readonly Alarm[]>;
  traffic?: Read<Traffic | 'unreadable'>;
  head?: Read<Head>;
};

export type Invocation = {
  readonly id: number;
  readonly event: string;
  readonly kind: 'alarm' | 'endpoint' | 'sweep' | 'person';
  /** Absent: all of them. */
  readonly endpoint?: EndpointName;
  readonly attempt: number;
  readonly container: Container;
  readonly startedAt: Instant;
  readonly reads: Map<EndpointName, Reads>;
  /** The newest reading of the switch that this very invocation made. */
  switchRead?: Read<FreezeReading>;
  isOver: boolean;
};

export const readsOf = (by: Invocation, endpoint: EndpointName): Reads => {
  const known = by.reads.get(endpoint) ?? {};
  by.reads.set(endpoint, known);
  return known;
};
