import type { MissingData } from './alarm-schema.ts';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export type Rule = {
  /** M: so many breaching datapoints make an alarm. */
  readonly breachesToAlarm: number;
  /** N: so many datapoints are judged. */
  readonly periodsToLookAt: number;
  readonly treatMissing: MissingData;
};

export type Judgement = {
  /** `retain`: the alarm stays what it is. */
  readonly state: AlarmState | 'retain';
  /** Places in the range of the real datapoints that were judged, newest first; at most N. */
  readonly judged: readonly number[];
  /** How many of the N had to be made up, as `treatMissing` says. */
  readonly filled: number;
};

/**
 * Judges the evaluation range, oldest first: true breaches, false does not, undefined is missing. Real datapoints of
 * the whole range are used before any is made up.
 */
export const judge = (range: readonly (boolean | undefined)[], rule: Rule): Judgement => {
  const judged = range
    .flatMap((breaching, index) => (breaching === undefined ? [] : [index]))
    .reverse()
    .slice(0, rule.periodsToLookAt);
  const breaches = judged.filter((index) => range[index]).length;
  const filled = rule.periodsToLookAt - judged.length;
  return { state: stateOf({ range, rule, judged, breaches, filled }), judged, filled };
};

type Counted = {
  readonly range: readonly (boolean | undefined)[];
  readonly rule: Rule;
  readonly judged: readonly number[];
  readonly breaches: number;
  readonly filled: number;
};

const stateOf = (counted: Counted): Judgement['state'] => {
  const { rule, judged, breaches, filled } = counted;
  const made = rule.treatMissing === 'breaching' ? filled : 0;
  if (breaches + made >= rule.breachesToAlarm) return 'ALARM';
  if (filled === 0 || rule.treatMissing === 'breaching' || rule.treatMissing === 'notBreaching') return 'OK';
  if (judged.length > breaches) return 'OK';
  if (rule.treatMissing === 'ignore') return 'retain';
  return premature(counted) ? 'ALARM' : 'INSUFFICIENT_DATA';
};

/**
 * Nothing but breaching datapoints, fewer than M, the oldest of them at least M periods old: no later datapoint could
 * turn the verdict, so CloudWatch does not wait for it.
 */
const premature = ({ range, rule, judged }: Counted): boolean => {
  const oldest = judged.at(-1);
  return oldest !== undefined && range.length - oldest >= rule.breachesToAlarm;
};
