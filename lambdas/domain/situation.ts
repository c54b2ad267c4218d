import type { Answer } from './answer.ts';
import type { DrillOrder } from './drill.ts';
import type { Freeze } from './freeze.ts';
import type { Incident } from './incident.ts';
import type { Judged } from './judge/judged.ts';
import type { GoodConfig } from './last-known-good.ts';
import type { Alarm, Fleet, Instant, Traffic } from './model.ts';
import type { Mutes } from './mutes.ts';
import type { Guard, Limits, Policy, VariantName } from './policy.ts';
import type { Storm } from './storm.ts';

/** What one look saw. Without the fleet and the alarms there is no look; what else could not be read says so. */
export type Situation = {
  readonly policy: Policy;
  /** Undefined: SageMaker knows no such endpoint. */
  readonly fleet: Fleet | undefined;
  /** The guards' alarms that exist. */
  readonly alarms: readonly GuardAlarm[];
  readonly traffic: Traffic | 'unreadable';
  /** The endpoint's newest incident, open or ended. An unreadable ledger counts as an empty one. */
  readonly incident: Incident | undefined;
  readonly freeze: Freeze;
  /** Absent: nothing limits this deployment. */
  readonly limits?: Limits;
  /** Present: so many endpoints open incidents at once that a cause which they share is likelier than bad canaries. */
  readonly storm?: Storm;
  /** By alarm name; absent: not read, which is all right as long as nothing is shifted by this look. */
  readonly mutes?: Mutes;
  /**
   * By alarm name, what a look found itself about a canary of which the judge says that it is worse. Absent for an alarm: its
   * minutes could not be read.
   */
  readonly judged?: Readonly<Record<string, Judged>>;
  /** By alarm name, what a look read of the metrics that guards of their own watch. Absent for an alarm: unreadable, or not asked. */
  readonly readings?: Readonly<Record<string, Readings>>;
  /** Read only for an endpoint that goes back to one of these. */
  readonly good?: readonly GoodConfig[] | 'unreadable';
  /** Read only where an alarm carries a drill's mark. */
  readonly order?: DrillOrder;
  /** The newest that a person gave. Read only in mode approve; an unreadable or malformed one counts as none. */
  readonly answer?: Answer;
};

/** An alarm together with the promise that it watches; without a variant, nobody knows which one it is about. */
export type GuardAlarm = { readonly variant?: VariantName; readonly guard: Guard; readonly alarm: Alarm };

/** Periods of one metric, oldest first. One without a datapoint is left out. */
export type Readings = {
  /** End of the newest period that was asked for. */
  readonly until: Instant;
  readonly points: readonly Reading[];
};

/**
 * `samples`: how many datapoints it stands for, where the guard asks. `beside`: of what `value` is a multiple; or, of a guard
 * on a band, the line that it is held against, and absent where CloudWatch had none.
 */
export type Reading = {
  readonly start: Instant;
  readonly value: number;
  readonly samples?: number;
  readonly beside?: number;
};
