import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { Instant } from '../../types.ts';
import type { AlarmDefinition } from './alarm-definition.ts';
import type { AlarmState } from './judge.ts';

/** What an alarm says of itself at one time. */
export type Standing = {
  readonly state: AlarmState;
  readonly reason: string;
  /** JSON; absent until the first evaluation that changed the state. */
  readonly reasonData?: string;
  /** When anything of this last changed. */
  readonly since: Instant;
  /** When the state last changed; absent: at `since`. */
  readonly transitioned?: Instant;
  readonly suppressedBy?: Suppression;
  readonly suppressedReason?: string;
};

/** What holds a composite alarm's actions back, as `ActionsSuppressedBy` names it. */
export type Suppression = 'WaitPeriod' | 'ExtensionPeriod' | 'Alarm';

/** A metric alarm, as it is now. */
export type Alarm = {
  readonly definition: AlarmDefinition;
  readonly configuredAt: Instant;
  readonly standing: Standing;
};

export type AlarmType = 'MetricAlarm' | 'CompositeAlarm';

export type Actions = { readonly enabled: boolean; readonly of: Readonly<Record<AlarmState, readonly string[]>> };

/** What the world is told of an alarm, whatever its type. */
export type Portrait = {
  readonly type: AlarmType;
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly configuredAt: Instant;
  readonly actions: Actions;
  /** `configuration` in state change events and in what functions get. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** What the SNS message says beside what every alarm's says: `Trigger`, or a composite's rule and children. */
  readonly inMessage: Readonly<Record<string, unknown>>;
};

export type Transition = { readonly alarm: Portrait; readonly from: Standing; readonly to: Standing };

/** Why a transition's actions are not carried out. Its event goes out all the same, and says so. */
export type Circumstances = {
  readonly suppressedBy?: Suppression;
  readonly suppressedReason?: string;
  /** Times as events write them. */
  readonly mute?: { readonly mutedByArn: string; readonly muteWindowStart: string; readonly muteWindowEnd: string };
};

export type HandSet = { readonly state: AlarmState; readonly reason: string; readonly reasonData?: string };

/** An alarm of any type, as the operations that work on all types see it. All alarms share one space of names. */
export type Member = {
  readonly type: AlarmType;
  readonly name: string;
  readonly arn: string;
  readonly standing: () => Standing;
  readonly actions: () => Actions;
  /** The names of the alarms in its rule; none for metric alarms. */
  readonly children: () => readonly string[];
  /** The names of the alarms that cannot go while it is there: its children and its suppressor. */
  readonly dependsOn: () => readonly string[];
  /** For DescribeAlarms, in the shape of its type; both shapes have only optional members. */
  readonly describe: () => MetricAlarm & CompositeAlarm;
  /** By hand. Does nothing when the alarm is in that state. */
  readonly set: (to: HandSet) => void;
  readonly enable: (enabled: boolean) => void;
  /** Called once, when the alarm is deleted: it tells so, and falls silent. */
  readonly remove: () => void;
};

export const INITIAL_REASON = 'Unchecked: Initial alarm creation';
