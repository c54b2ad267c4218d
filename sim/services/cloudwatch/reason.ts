import type { Instant } from '../../types.ts';
import type { AlarmDefinition } from './alarm-definition.ts';
import type { AlarmState, Judgement } from './judge.ts';
import { COMPARISON_WORDS, doubleText, offsetTime, reasonTime } from './wording.ts';

/** What one evaluation saw, oldest first. */
export type Evaluation = {
  readonly at: Instant;
  readonly starts: readonly Instant[];
  readonly values: readonly (number | undefined)[];
  /** Only alarms on one metric know how many samples a datapoint stands for. */
  readonly sampleCounts?: readonly (number | undefined)[];
  readonly judgement: Judgement;
};

/** StateReason in CloudWatch's own words. */
export const reasonText = (alarm: AlarmDefinition, state: AlarmState, seen: Evaluation): string => {
  const { filled } = seen.judgement;
  if (state === 'INSUFFICIENT_DATA')
    return `Insufficient Data: ${counted(filled, 'datapoint')} ${was(filled)} unknown.`;

  const parts = [`Threshold Crossed: ${received(alarm, state, seen)}`, madeUp(alarm, filled)];
  return `${parts.filter((part) => part !== '').join(' and ')}${minimum(alarm, state, seen)}.`;
};

/** StateReasonData: JSON as CloudWatch writes it. Only alarms on one metric have `statistic`. */
export const reasonData = (alarm: AlarmDefinition, seen: Evaluation): string => {
  const { given } = alarm;
  const judged = seen.judgement.judged;
  const oldest = judged.at(-1);
  const recent = judged.toReversed().map((index) => doubleText(seen.values[index] ?? 0));
  const members = [
    ['version', '"1.0"'],
    ['queryDate', quoted(seen.at)],
    ['startDate', oldest === undefined ? undefined : quoted(seen.starts[oldest] ?? 0)],
    ['unit', given.Unit && JSON.stringify(given.Unit)],
    ['statistic', JSON.stringify(given.Statistic ?? given.ExtendedStatistic)],
    ['period', String(alarm.periodSeconds)],
    ['recentDatapoints', `[${recent.join(',')}]`],
    ['threshold', doubleText(given.Threshold)],
    ['evaluatedDatapoints', `[${evaluated(alarm, seen).join(',')}]`],
  ] as const;
  return object(members);
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
const was = (count: number): string => (count === 1 ? 'was' : 'were');
const quoted = (time: Instant): string => JSON.stringify(offsetTime(time));
const object = (members: readonly (readonly [string, string | undefined])[]): string =>
  `{${members.flatMap(([key, value]) => (value === undefined ? [] : [`"${key}":${value}`])).join(',')}}`;

/** The datapoints that speak for the new state, newest first. */
const speaking = (alarm: AlarmDefinition, state: AlarmState, { judgement, values }: Evaluation): readonly number[] =>
  judgement.judged.filter((index) => alarm.compare(values[index] ?? 0) === (state === 'ALARM'));

const received = (alarm: AlarmDefinition, state: AlarmState, seen: Evaluation): string => {
  const { periodsToLookAt, given } = alarm;
  const all = seen.judgement.judged.length;
  const places = speaking(alarm, state, seen);
  if (places.length === 0) {
    return `${all === 0 ? 'no datapoints' : counted(all, 'datapoint')} ${was(all)} received for ${counted(periodsToLookAt, 'period')}`;
  }
  const list = places.map((i) => `${doubleText(seen.values[i] ?? 0)} (${reasonTime(seen.starts[i] ?? 0)})`).join(', ');
  const many =
    given.DatapointsToAlarm === undefined
      ? counted(places.length, 'datapoint')
      : `${places.length} out of the last ${periodsToLookAt} datapoints`;
  const not = state === 'ALARM' ? '' : 'not ';
  const than = COMPARISON_WORDS[given.ComparisonOperator];
  return `${many} [${list}] ${was(places.length)} ${not}${than} the threshold (${doubleText(given.Threshold)})`;
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
const evaluated = (alarm: AlarmDefinition, seen: Evaluation): readonly string[] => {
  const newest = seen.starts.map((_, index) => index).slice(-alarm.periodsToLookAt);
  const missing = newest
    .filter((index) => seen.values[index] === undefined)
    .reverse()
    .slice(0, seen.judgement.filled);
  const places = [...seen.judgement.judged, ...missing].sort((a, b) => b - a);
  return places.map((index) => {
    const samples = seen.sampleCounts?.[index];
    const value = seen.values[index];
    return object([
      ['timestamp', quoted(seen.starts[index] ?? 0)],
      ['sampleCount', samples === undefined ? undefined : doubleText(samples)],
      ['value', value === undefined ? undefined : doubleText(value)],
    ]);
  });
};
