/**
 * What the CloudWatch user guide says of evaluating an alarm, sentence by sentence, for tests to compare with. It shares
 * nothing with the evaluator, and does everything the long way.
 */

export type Datum = { readonly at: number; readonly value: number };

export type Case = {
  readonly data: readonly Datum[];
  readonly now: number;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: 'missing' | 'ignore' | 'breaching' | 'notBreaching';
  readonly threshold: number;
};

export type Verdict = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' | 'retain';

type Point = '0' | 'X' | '-';

/** Seconds after which a period that is over can be seen. */
const VISIBLE_AFTER = 5;

export const bruteForce = (one: Case): Verdict => {
  const range = evaluationRangeOf(one);
  const real = range.filter((point) => point !== '-');
  const n = one.evaluationPeriods;
  const m = one.datapointsToAlarm;
  const count = (points: readonly Point[]) => points.filter((point) => point === 'X').length;

  // "If no data points in the evaluation range are missing …" and "… equal to or more than the alarm's Evaluation Periods":
  // the most recent real data points decide, and the setting for missing data is ignored.
  if (real.length >= n) return count(real.slice(0, n)) >= m ? 'ALARM' : 'OK';

  // "CloudWatch fills in the missing data points with the result you specified … all real data points are included."
  const short = n - real.length;
  const fill = (point: Point) => Array.from({ length: short }, () => point);
  if (one.treatMissingData === 'breaching') return count([...real, ...fill('X')]) >= m ? 'ALARM' : 'OK';
  if (one.treatMissingData === 'notBreaching') return count([...real, ...fill('0')]) >= m ? 'ALARM' : 'OK';

  // "missing – If all data points are missing, the alarm transitions to INSUFFICIENT_DATA", "ignore – the current state is
  // maintained"; the tables show that a real data point that is good makes OK, and that M breaching ones make ALARM.
  if (real.length === 0) return one.treatMissingData === 'missing' ? 'INSUFFICIENT_DATA' : 'retain';
  if (count(real) >= m) return 'ALARM';
  if (real.includes('0')) return 'OK';
  if (one.treatMissingData === 'ignore') return 'retain';

  // "… always go into ALARM state when the oldest available breaching datapoint is at least as old as Datapoints to Alarm,
  // and all other more recent data points are breaching or missing."
  let age = 0;
  range.forEach((point, index) => {
    if (point === 'X') age = index + 1;
  });
  return age >= m ? 'ALARM' : 'INSUFFICIENT_DATA';
};

/** The points of the evaluation range, newest first. */
const evaluationRangeOf = (one: Case): readonly Point[] => {
  const points: Point[] = [];
  let end = newestEnd(one);
  while (points.length < one.evaluationPeriods + 2 || points.length < 5) {
    points.push(pointIn(one, end - one.periodSeconds * 1000, end));
    end -= one.periodSeconds * 1000;
  }
  return points;
};

/** The end of the newest stretch that can be seen: on the minute, or on ten seconds for a high-resolution alarm. */
const newestEnd = ({ now, periodSeconds }: Case): number => {
  const step = periodSeconds < 60 ? 10 : 60;
  let second = Math.floor(now / 1000);
  while (second % step !== 0 || (second + VISIBLE_AFTER) * 1000 > now) second -= 1;
  return second * 1000;
};

const pointIn = ({ data, threshold }: Case, from: number, to: number): Point => {
  const values: number[] = [];
  for (const { at, value } of data) if (at >= from && at < to) values.push(value);
  if (values.length === 0) return '-';
  let sum = 0;
  for (const value of values) sum += value;
  return sum > threshold ? 'X' : '0';
};
