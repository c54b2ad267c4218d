import { MINUTE } from '../../model.ts';
import type { Said } from '../codes.ts';
import type { Seen, SeenAlarm } from '../seen.ts';

const LONG = 60 * MINUTE;

/** How the alarm itself is. */
export const state = (name: string, seen: Seen): readonly Said[] => {
  const { alarm } = seen;
  if (alarm === undefined) return [MISSING];
  return [...CHECKS.flatMap(({ is, said }) => (is(alarm, seen) ? [said(name)] : [])), ...changed(alarm)];
};

const MISSING: Said = {
  code: 'alarm-missing',
  what: 'it does not exist',
  mend: 'npx cdk deploy --revert-drift',
};

const changed = ({ changes }: SeenAlarm): readonly Said[] =>
  changes.map((what) => ({ code: 'alarm-changed', what, mend: 'npx cdk deploy --revert-drift' }));

type Check = { readonly is: (alarm: SeenAlarm, seen: Seen) => boolean; readonly said: (name: string) => Said };

const CHECKS: readonly Check[] = [
  {
    is: ({ actionsEnabled }) => !actionsEnabled,
    said: (name) => ({
      code: 'alarm-disabled',
      what: 'its actions are disabled: it pages nobody',
      mend: `aws cloudwatch enable-alarm-actions --alarm-names ${name}`,
    }),
  },
  {
    is: ({ muted }) => muted,
    said: () => ({
      code: 'alarm-muted',
      what: 'a mute rule holds its pages back now',
      mend: 'Ask who made it: aws cloudwatch list-alarm-mute-rules --statuses ACTIVE',
    }),
  },
  {
    is: (alarm) => alarm.state === 'ALARM',
    said: () => ({
      code: 'in-alarm',
      what: 'it is in ALARM already, and an alarm that does not change starts nothing',
      mend: 'Mend what it shows, or choose a threshold that is not usual.',
    }),
  },
  {
    is: (alarm, { now, serves, periods }) =>
      alarm.state === 'INSUFFICIENT_DATA' &&
      now - alarm.since > LONG &&
      serves &&
      periods !== 'unread' &&
      periods.length > 0,
    said: () => ({
      code: 'no-state',
      what: 'it has been INSUFFICIENT_DATA for more than an hour, though its metric has data',
      mend: 'Compare its dimensions, period and unit with those of the metric.',
    }),
  },
];
