import type { DrillOrder } from './drill.ts';
import type { Freeze } from './freeze.ts';
import type { Incident } from './incident.ts';
import type { Alarm, Fleet, Traffic } from './model.ts';
import type { Guard, Policy, VariantName } from './policy.ts';

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
  /** Read only where an alarm carries a drill's mark. */
  readonly order?: DrillOrder;
};

/** An alarm together with the promise that it watches. */
export type GuardAlarm = { readonly variant: VariantName; readonly guard: Guard; readonly alarm: Alarm };
