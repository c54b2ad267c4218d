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
 * How many periods CloudWatch looks at for N: more than N, so that real datapoints can stand in for missing ones. Its
 * user guide shows 5 for N = 3; alarms with N = 1 and N = 2 were seen to look back as far.
 */
export const evaluationRange = (periodsToLookAt: number): number => Math.max(periodsToLookAt + 2, 5);

/**
 * Judges the evaluation range, oldest first: true breaches, false does not, undefined is missing. Real datapoints of
 * the whole range are used before any is made up.
 */
export const judge = (range: readonly (boolean | undefined)[], rule: Rule): Judgement => {
  const judged: number[] = [];
  let breaches = 0;
  for (let index = range.length - 1; index >= 0 && judged.length < rule.periodsToLookAt; index -= 1) {
    if (range[index] === undefined) continue;
    judged.push(index);
    if (range[index]) breaches += 1;
  }
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
