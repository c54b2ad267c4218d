import type { AlarmState, Instant } from '../../../types.ts';
import { offsetTime } from '../wording.ts';

/** An alarm in the reason of a composite alarm's state, and since when it is in its own. */
export type Trigger = { readonly arn: string; readonly state: AlarmState; readonly since: Instant };

export type Cause =
  | { readonly kind: 'created' | 'updated'; readonly children: readonly Trigger[] }
  | { readonly kind: 'child'; readonly child: Trigger };

/** StateReason in CloudWatch's own words. */
export const compositeReason = (arn: string, state: AlarmState, cause: Cause): string =>
  cause.kind === 'child'
    ? `${cause.child.arn} transitioned to ${cause.child.state} at ${longTime(cause.child.since)}`
    : `${arn} was ${cause.kind} and its alarm rule evaluates to ${state}`;

/** StateReasonData: the alarm that made the difference, or all of them after the rule was put. */
export const compositeReasonData = (cause: Cause): string =>
  JSON.stringify({
    triggeringAlarms: triggersOf(cause).map(({ arn, state, since }) => ({
      arn,
      state: { value: state, timestamp: offsetTime(since) },
    })),
  });

/** `Friday 22 July, 2022 15:57:45 UTC`. */
export const longTime = (time: Instant): string => {
  const date = new Date(time);
  const day = String(date.getUTCDate()).padStart(2, '0');
  const words = { weekday: WEEKDAYS[date.getUTCDay()], month: MONTHS[date.getUTCMonth()] };
  const clock = date.toISOString().slice(11, 19);
  return `${words.weekday} ${day} ${words.month}, ${date.getUTCFullYear()} ${clock} UTC`;
};

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const triggersOf = (cause: Cause): readonly Trigger[] => (cause.kind === 'child' ? [cause.child] : cause.children);
