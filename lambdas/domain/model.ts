import type { AlarmDefinition } from './alarm-definition.ts';
import { kindOf } from './guards/index.ts';
import { isBeyond } from './guards/limit.ts';
import type { Guard, VariantName } from './policy.ts';

/** Epoch milliseconds. */
export type Instant = number;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;

/** Relative, as in SageMaker: a variant's share is its weight over the sum of weights. Finite, at least 0. */
export type Weights = Readonly<Record<string, number>>;

/** The nine statuses of SageMaker's DescribeEndpoint. */
export type EndpointStatus =
  | 'InService'
  | 'Creating'
  | 'Updating'
  | 'SystemUpdating'
  | 'RollingBack'
  | 'OutOfService'
  | 'Deleting'
  | 'Failed'
  | 'UpdateRollbackFailed';

export type Variant = {
  readonly name: VariantName;
  /** In force now; `desiredWeight` is what was last asked for. They differ while the endpoint is Updating. */
  readonly weight: number;
  readonly desiredWeight: number;
  /** Absent for serverless variants. */
  readonly instances?: number;
  readonly serverless?: { readonly maxConcurrency: number };
};

/** An endpoint as SageMaker describes it. */
export type Fleet = {
  readonly status: EndpointStatus;
  readonly config: string;
  readonly variants: readonly Variant[];
  readonly lastModifiedAt: Instant;
  /** May also stand on an endpoint that is InService: of the last change that SageMaker gave up. */
  readonly failureReason?: string;
  /** The endpoint config that is being deployed. */
  readonly pending?: string;
  /** Variants that get a copy of the requests, and answer nobody. */
  readonly shadows?: readonly string[];
  /** What callers choose by name, so that weights route nothing. */
  readonly routedBy?: 'inference-components';
};

/** The datapoints that an alarm names as its reason. */
export type Evidence = {
  readonly datapoints: readonly number[];
  /** Absent where it compares with a band. */
  readonly threshold?: number;
  /** Where it does: the line of the band that each datapoint was held against. */
  readonly bounds?: readonly number[];
  /** Start of the oldest datapoint's period. */
  readonly from: Instant;
};

export type Alarm = {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly transitionedAt: Instant;
  /** False when CloudWatch says that it could not evaluate fully. */
  readonly evaluated: boolean;
  readonly actionsEnabled: boolean;
  /** What it asks for. Read only where it is compared. */
  readonly definition?: AlarmDefinition;
  readonly evidence?: Evidence;
  /** Id of the drill that set the state, as the alarm's reason claims: whoever may set alarms can write one. */
  readonly drill?: string;
  /** A composite alarm: it has no datapoints of its own. */
  readonly composite?: true;
};

/** One minute of one variant, as the metrics tell it. A signal without a datapoint is absent. */
export type Minute = {
  readonly start: Instant;
  readonly requests: number;
  /** What was read for the guards, by the key of each reading. */
  readonly values: Readonly<Record<string, number>>;
};

/** The last whole minutes of each variant, oldest first. A minute without a request has no entry. */
export type Traffic = Readonly<Record<string, readonly Minute[]>>;

/**
 * The guard's figure of one minute: a share of requests, milliseconds, or what else its signal counts. Not a number where
 * no minute of requests tells it.
 */
export const measure = (guard: Guard, minute: Minute): number => figureOf(guard, minute, 0);

/** The same without the bad requests that the guard allows beside its share: this is what the share is for. */
export const counted = (guard: Guard, minute: Minute): number => figureOf(guard, minute, guard.plus ?? 0);

const figureOf = (guard: Guard, minute: Minute, allowed: number): number => {
  const { reading, figure } = kindOf(guard);
  const read = reading(guard);
  return read === undefined ? Number.NaN : figure(minute.values[read.key] ?? 0, minute, guard, allowed);
};

/** The same question as the guard's alarm asks of each period. */
export const breaches = (guard: Guard, minute: Minute): boolean =>
  minute.requests >= guard.minRequests && isBeyond(guard, counted(guard, minute));
