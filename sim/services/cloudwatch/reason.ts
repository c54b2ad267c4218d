import type { Instant } from '../../types.ts';
import type { AlarmDefinition } from './alarm-definition.ts';
import type { Bounds, Side } from './bar.ts';
import type { AlarmState, Judgement } from './judge.ts';
import { COMPARISON_WORDS, doubleText, objectText, offsetTime, reasonTime, SIDE_WORDS } from './wording.ts';

/** What one evaluation saw, oldest first. */
export type Evaluation = {
  readonly at: Instant;
  readonly starts: readonly Instant[];
  readonly values: readonly (number | undefined)[];
  /** Of an alarm on a band, in each period that has one. */
  readonly bounds: readonly (Bounds | undefined)[];
  /** Whether each value is beyond the bar; undefined where there is no value, or no band to hold it against. */
  readonly crossed: readonly (boolean | undefined)[];
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
  const parts = [crossed, madeUp(alarm, filled)].filter((part) => part !== '');
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
  const recent = judged.slice(0, mostRecent(alarm)).reverse();
  return objectText({
    version: '"1.0"',
    queryDate: quoted(seen.at),
    startDate: oldest === undefined ? undefined : quoted(seen.starts[oldest] ?? 0),
    unit: JSON.stringify(given.Unit),
    statistic: JSON.stringify(given.Statistic ?? given.ExtendedStatistic),
    period: String(alarm.periodSeconds),
    recentDatapoints: `[${recent.map((index) => doubleText(seen.values[index] ?? 0)).join(',')}]`,
    ...thresholdsOf(alarm, recent, seen),
    evaluatedDatapoints: `[${evaluated(alarm, seen, samples).slice(0, most).join(',')}]`,
  });
};

/** A week of minutes does not fit, and bounds less so: CloudWatch's own cut is not known. */
const mostRecent = ({ bar }: AlarmDefinition): number =>
  Math.floor(100 / (bar.kind === 'threshold' ? 1 : 1 + bar.sides.length));

/** Of a band, only the sides that the alarm looks at. */
const thresholdsOf = ({ bar }: AlarmDefinition, recent: readonly number[], { bounds }: Evaluation) => {
  if (bar.kind === 'threshold') return { threshold: doubleText(bar.threshold) };
  const of = (side: Side) => (bar.sides.includes(side) ? `[${boundsAt(bounds, side, recent).join(',')}]` : undefined);
  return { recentLowerThresholds: of('lower'), recentUpperThresholds: of('upper') };
};

const boundsAt = (bounds: Evaluation['bounds'], side: Side, places: readonly number[]): readonly string[] =>
  places.map((place) => doubleText(bounds[place]?.[side] ?? 0));

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
const was = (count: number): string => (count === 1 ? 'was' : 'were');
const quoted = (time: Instant): string => JSON.stringify(offsetTime(time));

/** The datapoints that speak for the new state, newest first. */
const speaking = (state: AlarmState, { judgement, crossed }: Evaluation): readonly number[] =>
  judgement.judged.filter((index) => crossed[index] === (state === 'ALARM'));

const received = (alarm: AlarmDefinition, state: AlarmState, seen: Evaluation) => {
  const { periodsToLookAt, given, bar } = alarm;
  const all = seen.judgement.judged.length;
  const places = speaking(state, seen);
  if (places.length === 0) {
    const got = all === 0 ? 'no datapoints' : counted(all, 'datapoint');
    const crossed = `Threshold Crossed: ${got} ${was(all)} received for ${counted(periodsToLookAt, 'period')}`;
    return { crossed, recent: '' };
  }
  const newest = places.slice(0, MANY);
  const list = newest
    .map((index) => `${doubleText(seen.values[index] ?? 0)} (${reasonTime(seen.starts[index] ?? 0)})`)
    .join(', ');
  const howMany =
    given.DatapointsToAlarm === undefined
      ? counted(places.length, 'datapoint')
      : `${places.length} out of the last ${periodsToLookAt} datapoints`;
  const [subject, thresholds] = bar.kind === 'band' ? ['Thresholds', 'thresholds'] : ['Threshold', 'threshold'];
  const verdict = `${was(places.length)} ${beyond(alarm, state === 'ALARM' ? '' : 'not ', { ...seen, newest })}`;
  if (places.length < MANY) return { crossed: `${subject} Crossed: ${howMany} [${list}] ${verdict}`, recent: '' };
  return {
    crossed: `${subject} Crossed: ${howMany} ${verdict}`,
    recent: `. The most recent datapoints which crossed the ${thresholds}: [${list}]`,
  };
};

type Newest = Pick<Evaluation, 'bounds'> & { readonly newest: readonly number[] };

/** `greater than the threshold (5.0)`; of a band each datapoint's own bounds, side by side. */
const beyond = ({ bar }: AlarmDefinition, not: string, { bounds, newest }: Newest): string =>
  bar.kind === 'threshold'
    ? `${not}${COMPARISON_WORDS[bar.comparison]} the threshold (${doubleText(bar.threshold)})`
    : bar.sides
        .map(
          (side) => `${not}${SIDE_WORDS[side]} the ${side} thresholds [${boundsAt(bounds, side, newest).join(', ')}]`,
        )
        .join(' or ');

const madeUp = ({ treatMissing }: AlarmDefinition, filled: number): string => {
  if (filled === 0 || treatMissing === 'missing' || treatMissing === 'ignore') return '';
  const as = treatMissing === 'breaching' ? 'Breaching' : 'NonBreaching';
  return `${counted(filled, 'missing datapoint')} ${was(filled)} treated as [${as}]`;
};

/** Alarms with M of N say how many datapoints the transition takes. */
const minimum = (alarm: AlarmDefinition, state: AlarmState, seen: Evaluation): string => {
  const { given, breachesToAlarm, periodsToLookAt } = alarm;
  if (given.DatapointsToAlarm === undefined || speaking(state, seen).length === 0) return '';
  return state === 'ALARM'
    ? ` (minimum ${counted(breachesToAlarm, 'datapoint')} for OK -> ALARM transition)`
    : ` (minimum ${counted(periodsToLookAt - breachesToAlarm + 1, 'datapoint')} for ALARM -> OK transition)`;
};

/** Newest first; a missing datapoint is a timestamp without a value. */
const evaluated = (alarm: AlarmDefinition, seen: Evaluation, samples: Samples): readonly string[] => {
  const newest = seen.starts.map((_, index) => index).slice(-alarm.periodsToLookAt);
  const missing = newest
    .filter((index) => seen.crossed[index] === undefined)
    .reverse()
    .slice(0, seen.judgement.filled);
  const places = [...seen.judgement.judged, ...missing].sort((a, b) => b - a);
  return places.map((index) => {
    const start = seen.starts[index] ?? 0;
    const value = seen.crossed[index] === undefined ? undefined : seen.values[index];
    const count = value === undefined ? undefined : samples(start);
    return objectText({
      timestamp: quoted(start),
      sampleCount: count === undefined ? undefined : doubleText(count),
      value: value === undefined ? undefined : doubleText(value),
      threshold: value === undefined ? undefined : onlyBound(alarm, seen, index),
    });
  });
};

/** Only an alarm on one side of a band tells the bound of each datapoint. */
const onlyBound = ({ bar }: AlarmDefinition, { bounds }: Evaluation, place: number): string | undefined => {
  const [side, other] = bar.kind === 'band' ? bar.sides : [];
  return side === undefined || other !== undefined ? undefined : boundsAt(bounds, side, [place])[0];
};
