import type { Instant } from '../../types.ts';
import type { AlarmDefinition } from './alarm-definition.ts';
import type { AlarmState } from './judge.ts';

/** What an alarm says of itself at one time. */
export type Standing = {
  readonly state: AlarmState;
  readonly reason: string;
  /** JSON; absent until the first evaluation that changed the state. */
  readonly reasonData?: string;
  readonly since: Instant;
};

export type Alarm = {
  readonly definition: AlarmDefinition;
  readonly configuredAt: Instant;
  readonly standing: Standing;
};

export type Transition = { readonly alarm: AlarmDefinition; readonly configuredAt: Instant } & {
  readonly from: Standing;
  readonly to: Standing;
};

export const INITIAL_REASON = 'Unchecked: Initial alarm creation';
