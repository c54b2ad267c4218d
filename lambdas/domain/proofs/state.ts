import type { GuardAlarm } from '../situation.ts';
import type { Proof } from './proof.ts';

/**
 * An alarm that is not ours: that it is in ALARM, and since when, is all that is known. One on metrics names the
 * datapoints that it saw; one without has been set by hand. A composite alarm has none, and is believed.
 */
export const state: Proof = {
  figures: () => ({}),
  whyNot: (_, { alarm }) => (isExplained({ alarm }) ? undefined : { kind: 'no-breaching-datapoint' }),
  brokenSince: (_, { alarm }, since) => alarm.transitionedAt >= since,
  isMeasured: () => false,
};

const isExplained = ({ alarm }: Pick<GuardAlarm, 'alarm'>): boolean =>
  alarm.composite === true || (alarm.drill === undefined && (alarm.evidence?.datapoints.length ?? 0) > 0);
