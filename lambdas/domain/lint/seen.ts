import { type Instant, SECOND } from '../model.ts';
import { type Figure, figureOf, type Values } from './math.ts';
import { factsOf } from './metric-facts.ts';
import { beyond, type Watch } from './watch.ts';
import { judgesFrom } from './worlds.ts';

/** One period in which at least one of an alarm's metrics had data. */
export type Period = { readonly start: Instant; readonly values: Values };

/** What the account says of one alarm and its metrics. */
export type Seen = {
  readonly now: Instant;
  /** Undefined: there is no such alarm. */
  readonly alarm: SeenAlarm | undefined;
  /** Whether the variant that it watches has traffic by its weight; of one without a variant, whether any has. */
  readonly serves: boolean;
  /** So far back as was asked, oldest first. */
  readonly periods: readonly Period[] | 'unread';
};

export type SeenAlarm = {
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly since: Instant;
  readonly actionsEnabled: boolean;
  readonly muted: boolean;
  /** What is not as it was deployed, in words; of an alarm that is not ours, nothing. */
  readonly changes: readonly string[];
};

/** What was read of one alarm, as it would have seen it. */
export type History = {
  readonly periodMs: number;
  /** Of periods with enough requests, oldest first. */
  readonly judged: readonly { readonly start: Instant; readonly figure: number }[];
  /** Share of the periods with data that had enough requests; undefined: it asks for none, or nobody can tell. */
  readonly enough: number | undefined;
  readonly needed: number;
};

export const historyOf = (watch: Watch, periods: readonly Period[]): History => {
  const needed = judgesFrom(watch) ?? 1;
  const counts = requestsIn(watch);
  const judged = counts === undefined ? periods : periods.filter(({ values }) => (counts(values) ?? 0) >= needed);
  const figure: Figure = figureOf(watch.expression) ?? (() => undefined);
  return {
    periodMs: Math.max(...watch.metrics.map(({ period }) => period)) * SECOND,
    judged: judged.flatMap(({ start, values }) => {
      const value = figure(values);
      return value === undefined ? [] : [{ start, figure: value }];
    }),
    enough: counts === undefined || periods.length === 0 ? undefined : judged.length / periods.length,
    needed,
  };
};

/** The metric that counts requests, where the alarm has one. */
const requestsIn = ({ metrics }: Watch): Figure | undefined => {
  const counted = metrics.find((metric) => metric.stat === 'Sum' && factsOf(metric)?.nature === 'request');
  return counted && ((values) => values[counted.id]);
};

/** How often M of N periods were beyond the threshold, each time once. */
export const timesFired = (watch: Watch, { judged, periodMs }: History): number => {
  const bad = judged.filter(({ figure }) => beyond(watch, figure)).map(({ start }) => start);
  const fired = bad.filter((start, place) => {
    const oldest = bad[place - watch.breaching + 1];
    return oldest !== undefined && start - oldest < watch.outOf * periodMs;
  });
  return fired.filter((start, place) => start - (fired[place - 1] ?? Number.NEGATIVE_INFINITY) > watch.outOf * periodMs)
    .length;
};
