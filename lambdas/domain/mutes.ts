import type { Alarm, Instant } from './model.ts';
import type { HoldReason } from './reasons.ts';

/** A mute rule of a person's that is in force. `until`: absent where its schedule does not say so plainly. */
export type Mute = { readonly rule: string; readonly until?: Instant };

/** What is muted now, by alarm name. */
export type Mutes = Readonly<Record<string, Mute>>;

/**
 * Whoever mutes an alarm, or disables its actions, wants nothing to come of it; a shift would. CloudWatch sends the event
 * of a muted alarm all the same.
 */
export const whyMuted = (
  mutes: Mutes | undefined,
  { name, actionsEnabled }: Alarm,
  now: Instant,
): HoldReason | undefined => {
  const mute = mutes?.[name];
  // What was read last may be of minutes ago, and its end is known.
  if (mute !== undefined && (mute.until ?? Number.POSITIVE_INFINITY) > now) return { kind: 'muted', ...mute };
  return actionsEnabled ? undefined : { kind: 'muted', rule: ACTIONS_DISABLED };
};

/** Where no rule does it. */
export const ACTIONS_DISABLED = 'disable-alarm-actions';
