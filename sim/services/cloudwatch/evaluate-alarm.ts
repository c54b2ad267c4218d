import { COSTS } from '../../costs.ts';
import type { Instant } from '../../types.ts';
import type { AlarmDefinition } from './alarm-definition.ts';
import { type Bar, type Bounds, crosses } from './bar.ts';
import { evaluationRange, judge } from './judge.ts';
import { boundsIn } from './math/band.ts';
import type { Frame } from './math/value.ts';
import type { MetricStore } from './metric-store.ts';
import { type Expects, frameOver } from './queries.ts';
import type { Evaluation } from './reason.ts';
import { sampleCount } from './statistics.ts';

const HOUR = 3_600_000;
const HIGH_RESOLUTION = 10_000;
const DAY_SECONDS = 86_400;

/** Milliseconds between two evaluations: ten seconds below a minute, an hour where N periods exceed a day. */
export const evaluationInterval = ({ periodSeconds, periodsToLookAt }: AlarmDefinition): number => {
  if (periodSeconds < 60) return HIGH_RESOLUTION;
  return periodSeconds * periodsToLookAt > DAY_SECONDS ? HOUR : COSTS.alarmEvaluation;
};

/**
 * The starts of the periods that an evaluation looks at, oldest first. The last one ends at the newest whole interval
 * that can be seen: on the minute, not on a multiple of the period.
 */
export const periodsAt = (alarm: AlarmDefinition, now: Instant): readonly Instant[] => {
  const interval = evaluationInterval(alarm);
  const until = Math.floor((now - COSTS.metricDelay) / interval) * interval;
  const length = evaluationRange(alarm.periodsToLookAt);
  return Array.from({ length }, (_, index) => until - (length - index) * alarm.periodSeconds * 1000);
};

/** Where an alarm looks. Without `expects` no metric has a band. */
export type Sources = { readonly store: MetricStore; readonly expects?: Expects };

export const evaluateAlarm = (alarm: AlarmDefinition, { store, expects }: Sources, now: Instant): Evaluation => {
  const starts = periodsAt(alarm, now);
  const frame = frameOver(alarm.queries, { store, starts, expects });
  const values = frame.series(alarm.watched);
  const bounds = boundsOf(alarm.bar, frame);
  const crossed = values.map((value, place) =>
    value === undefined ? undefined : crosses(alarm.bar, value, bounds[place]),
  );
  const judgement = judge(crossed, alarm);
  const held = tooFewSamples(alarm, store, starts[judgement.judged[0] ?? -1]);
  const verdict = held ? ({ ...judgement, state: 'retain' } as const) : judgement;
  return { at: now, starts, values, bounds, crossed, judgement: verdict };
};

const boundsOf = (bar: Bar, frame: Frame): readonly (Bounds | undefined)[] => {
  if (bar.kind === 'threshold') return [];
  const members = frame.array(bar.id);
  return frame.starts.map((_, place) => boundsIn(members, place));
};

/** How many samples a datapoint stands for, which only alarms on one metric know. */
export const samplesOf = (alarm: AlarmDefinition, store: MetricStore, from: Instant): number | undefined => {
  const [only] = alarm.given.Metrics === undefined ? alarm.queries : [];
  if (only?.kind !== 'metric') return undefined;
  const tally = store.tally(only.metric, { from, to: from + alarm.periodSeconds * 1000 }, only.unit);
  return tally && sampleCount(tally);
};

/** The newest datapoint decides whether there are samples enough. A replay's may not say how many: they are enough. */
const tooFewSamples = (alarm: AlarmDefinition, store: MetricStore, newest: Instant | undefined): boolean => {
  if (alarm.fewestSamples === undefined || newest === undefined) return false;
  const samples = samplesOf(alarm, store, newest);
  return samples !== undefined && samples < alarm.fewestSamples;
};
