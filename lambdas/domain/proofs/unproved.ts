import { isBeyond } from '../guards/limit.ts';
import type { Instant } from '../model.ts';
import type { HoldReason } from '../reasons.ts';
import type { GuardAlarm } from '../situation.ts';

/** The alarm names a datapoint beyond what its guard allows. */
export const saysBeyond = ({ alarm, guard }: GuardAlarm): boolean =>
  alarm.evidence?.datapoints.some((datapoint, place) =>
    isBeyond(guard, datapoint, alarm.evidence?.bounds?.[place] ?? alarm.evidence?.threshold ?? Number.NaN),
  ) === true;

type Checks = {
  readonly isMeasured: () => boolean;
  readonly isSaid: () => boolean;
  /** What it watches was read, and does not show it since the alarm's own time began. */
  readonly isContradicted: (from: Instant) => boolean;
};

/** The alarm's reason names what broke the guard, and what it watches does not say otherwise. */
export const whyUnproved = (
  { alarm }: GuardAlarm,
  { isMeasured, isSaid, isContradicted }: Checks,
): HoldReason | undefined => {
  // A drill has put its reason in the place of CloudWatch's own: then the metrics have to say all of it.
  if (alarm.drill !== undefined) return isMeasured() ? undefined : { kind: 'no-breaching-datapoint' };
  if (!isSaid()) return { kind: 'no-breaching-datapoint' };
  return isContradicted(alarm.evidence?.from ?? 0) ? { kind: 'metrics-disagree' } : undefined;
};
