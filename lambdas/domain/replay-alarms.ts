import type { Alarm } from './model.ts';

/** What an alarm makes of a period without a datapoint, as CloudWatch names it. */
export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

export type AlarmRule = {
  /** M of N. */
  readonly breachingPeriods: number;
  readonly outOfPeriods: number;
  readonly missing: MissingData;
};

export type AlarmState = Alarm['state'];

/** Whether a period breached; undefined: it has no datapoint. */
export type Period = boolean | undefined;

/**
 * How many periods CloudWatch looks at for N, so that real datapoints can stand in for missing ones. Its user guide shows 5
 * for N = 3.
 */
export const periodsLookedAt = (outOfPeriods: number): number => Math.max(outOfPeriods + 2, 5);

/**
 * What an alarm is after these periods, oldest first, of which `periodsLookedAt` are wanted: fewer count as missing before
 * them. Real datapoints of all of them are used before any is made up (CloudWatch user guide, "Configuring how CloudWatch
 * alarms treat missing data").
 */
export const stateAfter = (periods: readonly Period[], rule: AlarmRule, before: AlarmState): AlarmState => {
  const { breachingPeriods, outOfPeriods, missing } = rule;
  const real = periods.filter((period) => period !== undefined).slice(-outOfPeriods);
  const breaching = real.filter(Boolean).length;
  const absent = outOfPeriods - real.length;

  if (breaching + (missing === 'breaching' ? absent : 0) >= breachingPeriods) return 'ALARM';
  if (absent === 0 || missing === 'breaching' || missing === 'notBreaching' || breaching < real.length) return 'OK';
  if (missing === 'ignore') return before;
  return isSettled(periods, breachingPeriods) ? 'ALARM' : 'INSUFFICIENT_DATA';
};

/** The oldest datapoint is so old that no later one could turn what is nothing but breaches: it is not waited for. */
const isSettled = (periods: readonly Period[], breachingPeriods: number): boolean => {
  const oldest = periods.findIndex((period) => period !== undefined);
  return oldest >= 0 && periods.length - oldest >= breachingPeriods;
};
