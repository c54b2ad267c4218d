import type { Instant } from '../../types.ts';
import type { AlarmDefinition } from './alarm-definition.ts';
import type { AlarmState, Judgement } from './judge.ts';
import { COMPARISON_WORDS, doubleText, objectText, offsetTime, reasonTime } from './wording.ts';

/** What one evaluation saw, oldest first. */
export type Evaluation = {
  readonly at: Instant;
  readonly starts: readonly Instant[];
  readonly values: readonly (number | undefined)[];
  readonly judgement: Judgement;
};

/** How many samples the datapoint of a period stands for; undefined where nobody knows. */
export type Samples = (start: Instant) => number | undefined;

/** From so many datapoints on a reason tells only the newest, in a sentence of their own. */
const MANY = 5;

/** The longest StateReasonData of the service model. */
const LONGEST_DATA = 4000;

/** StateReason in CloudWatch's own words. */
export const reasonText = (alarm: AlarmDefinition, state: AlarmState, seen: Evaluation): string => {
  const { filled } = seen.judgement;
  if (state === 'INSUFFICIENT_DATA')
    return `Insufficient Data: ${counted(filled, 'datapoint')} ${was(filled)} unknown.`;

  const { crossed, recent } = received(alarm, state, seen);
  const parts = [`Threshold Crossed: ${crossed}`, madeUp(alarm, filled)].filter((part) => part !== '');
  return `${parts.join(' and ')}${recent}${minimum(alarm, state, seen)}.`;
};

/** StateReasonData: JSON as CloudWatch writes it. Only alarms on one metric have `statistic`. */
export const reasonData = (alarm: AlarmDefinition, seen: Evaluation, samples: Samples): string => {
  const all = dataOf(alarm, seen, { samples, most: alarm.periodsToLookAt });
  return all.length <= LONGEST_DATA ? all : dataOf(alarm, seen, { samples, most: MANY });
};

type Extent = { readonly samples: Samples /** How many evaluated datapoints are told. */; readonly most: number };

const dataOf = (alarm: AlarmDefinition, seen: Evaluation, { samples, most }: Extent): string => {
  const { given } = alarm;
  const { judged } = seen.judgement;
  const oldest = judged.at(-1);
  // A week of minutes does not fit: CloudWatch's own cut is not known.
  const recent = judged.slice(0, 100).reverse();
  return objectText({
    version: '"1.0"',
    queryDate: quoted(seen.at),
    startDate: oldest === undefined ? undefined : quoted(seen.starts[oldest] ?? 0),
    unit: JSON.stringify(given.Unit),
    statistic: JSON.stringify(given.Statistic ?? given.ExtendedStatistic),
    period: String(alarm.periodSeconds),
    recentDatapoints: `[${recent.map((index) => doubleText(seen.values[index] ?? 0)).join(',')}]`,
    threshold: doubleText(given.Threshold),
    evaluatedDatapoints: `[${evaluated(alarm, seen, samples).slice(0, most).join(',')}]`,
  });
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
const was = (count: number): string => (count === 1 ? 'was' : 'were');
const quoted = (time: Instant): string => JSON.stringify(offsetTime(time));

/** The datapoints that speak for the new state, newest first. */
const speaking = (alarm: AlarmDefinition, state: AlarmState, { judgement, values }: Evaluation): readonly number[] =>
  judgement.judged.filter((index) => alarm.compare(values[index] ?? 0) === (state === 'ALARM'));

const received = (alarm: AlarmDefinition, state: AlarmState, seen: Evaluation) => {
  const { periodsToLookAt, given } = alarm;
  const all = seen.judgement.judged.length;
  const places = speaking(alarm, state, seen);
  if (places.length === 0) {
    const got = all === 0 ? 'no datapoints' : counted(all, 'datapoint');
    return { crossed: `${got} ${was(all)} received for ${counted(periodsToLookAt, 'period')}`, recent: '' };
  }
  const list = places
    .slice(0, MANY)
    .map((index) => `${doubleText(seen.values[index] ?? 0)} (${reasonTime(seen.starts[index] ?? 0)})`)
    .join(', ');
  const howMany =
    given.DatapointsToAlarm === undefined
      ? counted(places.length, 'datapoint')
      : `${places.length} out of the last ${periodsToLookAt} datapoints`;
  const not = state === 'ALARM' ? '' : 'not ';
  const than = COMPARISON_WORDS[given.ComparisonOperator];
  const verdict = `${was(places.length)} ${not}${than} the threshold (${doubleText(given.Threshold)})`;
  if (places.length < MANY) return { crossed: `${howMany} [${list}] ${verdict}`, recent: '' };
  return {
    crossed: `${howMany} ${verdict}`,
    recent: `. The most recent datapoints which crossed the threshold: [${list}]`,
  };
};

const madeUp = ({ treatMissing }: AlarmDefinition, filled: number): string => {
  if (filled === 0 || treatMissing === 'missing' || treatMissing === 'ignore') return '';
  const as = treatMissing === 'breaching' ? 'Breaching' : 'NonBreaching';
  return `${counted(filled, 'missing datapoint')} ${was(filled)} treated as [${as}]`;
};

/** Alarms with M of N say how many datapoints the transition takes. */
const minimum = (alarm: AlarmDefinition, state: AlarmState, seen: Evaluation): string => {
  const { given, breachesToAlarm, periodsToLookAt } = alarm;
  if (given.DatapointsToAlarm === undefined || speaking(alarm, state, seen).length === 0) return '';
  return state === 'ALARM'
    ? ` (minimum ${counted(breachesToAlarm, 'datapoint')} for OK -> ALARM transition)`
    : ` (minimum ${counted(periodsToLookAt - breachesToAlarm + 1, 'datapoint')} for ALARM -> OK transition)`;
};

/** Newest first; a missing datapoint is a timestamp without a value. */
const evaluated = (alarm: AlarmDefinition, seen: Evaluation, samples: Samples): readonly string[] => {
  const newest = seen.starts.map((_, index) => index).slice(-alarm.periodsToLookAt);
  const missing = newest
    .filter((index) => seen.values[index] === undefined)
    .reverse()
    .slice(0, seen.judgement.filled);
  const places = [...seen.judgement.judged, ...missing].sort((a, b) => b - a);
  return places.map((index) => {
    const start = seen.starts[index] ?? 0;
    const value = seen.values[index];
    const count = value === undefined ? undefined : samples(start);
    return objectText({
      timestamp: quoted(start),
      sampleCount: count === undefined ? undefined : doubleText(count),
      value: value === undefined ? undefined : doubleText(value),
    });
  });
};
