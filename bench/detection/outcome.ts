import { median, percentile } from '../statistics.ts';
import { CELLS, RATES } from './cells.ts';
import { type Alarms, calibrateAt, play, type Task } from './play.ts';
import type { Thresholds } from './rules/index.ts';
import { onThreads } from './threads.ts';

/** Of one rule on the days of one cell. */
export type Outcome = {
  /** Minutes from the fault to the alarm; infinite where most days have none. */
  readonly median: number;
  readonly p90: number;
  /** Share of the days with an alarm since the fault, and with one before. */
  readonly found: number;
  readonly before: number;
};

export type Outcomes = {
  readonly days: number;
  /** By requests a second, by rule. */
  readonly thresholds: Readonly<Record<number, Thresholds>>;
  /** By cell, by rule. */
  readonly cells: Readonly<Record<string, Readonly<Record<string, Outcome>>>>;
};

export const detect = async (days: number, tell: (what: string) => void): Promise<Outcomes> => {
  const calibrations = RATES.map((rate): Task => ({ kind: 'calibrate', rate, days }));
  const calibrated = await onThreads<Task, Thresholds>(calibrations, () => tell('thresholds of the alternatives'));
  const thresholds = Object.fromEntries(RATES.map((rate, place) => [rate, calibrated[place] ?? {}]));
  const plays = Object.keys(CELLS).map((cell) => ({ kind: 'play', cell, ...playOf(cell, thresholds), days }) as const);
  const alarms = await onThreads<(typeof plays)[number], Alarms>(plays, ({ cell }) => tell(cell));
  return outcomesOf(days, thresholds, Object.fromEntries(plays.map(({ cell }, place) => [cell, alarms[place] ?? {}])));
};

/** The same on this thread. */
export const detectHere = (days: number): Outcomes => {
  const thresholds = Object.fromEntries(RATES.map((rate) => [rate, calibrateAt(rate, days)]));
  const alarms = Object.keys(CELLS).map((cell) => [cell, play(cell, playOf(cell, thresholds).thresholds, days)]);
  return outcomesOf(days, thresholds, Object.fromEntries(alarms));
};

const playOf = (cell: string, thresholds: Outcomes['thresholds']): { readonly thresholds: Thresholds } => ({
  thresholds: thresholds[CELLS[cell]?.requestsPerSecond ?? 0] ?? {},
});

const outcomesOf = (
  days: number,
  thresholds: Outcomes['thresholds'],
  alarms: Readonly<Record<string, Alarms>>,
): Outcomes => ({
  days,
  thresholds,
  cells: Object.fromEntries(
    Object.entries(alarms).map(([cell, byRule]) => [
      cell,
      Object.fromEntries(Object.entries(byRule).map(([name, minutes]) => [name, outcomeOf(minutes)])),
    ]),
  ),
});

const outcomeOf = (minutes: readonly number[]): Outcome => {
  const since = minutes.filter((one) => one > 0);
  return {
    median: median(since),
    p90: percentile(since, 0.9),
    found: since.filter(Number.isFinite).length / since.length,
    before: 1 - since.length / minutes.length,
  };
};
