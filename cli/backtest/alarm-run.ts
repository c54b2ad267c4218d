import type { Instant } from '../../lambdas/domain/model.ts';
import { type AlarmState, periodsLookedAt, stateAfter } from '../../lambdas/domain/replay-alarms.ts';
import type { Incident } from './incident.ts';
import type { Row } from './row.ts';
import { type Candidate, candidatesOf, levelOf, tryAll } from './thresholds.ts';
import { addFigure, openTimeline, type Timeline, worst } from './timeline.ts';
import { breachesAt, type Watch } from './watch.ts';

type Point = { readonly start: Instant; readonly figure: number | undefined };

/** One alarm on its way through a history: all that is kept of it has a bound. */
export type AlarmRun = {
  readonly watch: Watch;
  state: AlarmState;
  /** End of the period with which it came to be so. */
  since: Instant;
  /** The periods that it looks at, oldest first. */
  readonly range: Point[];
  /** Its period is not over. */
  waiting: Point | undefined;
  last: Instant;
  /** Periods with a datapoint, and those of them that breached. */
  judged: number;
  breached: number;
  alarms: number;
  worst: number | undefined;
  readonly candidates: readonly Candidate[];
  readonly timeline: Timeline;
};

export const openRun = (watch: Watch): AlarmRun => ({
  watch,
  state: 'INSUFFICIENT_DATA',
  since: Number.NEGATIVE_INFINITY,
  range: [],
  waiting: undefined,
  last: Number.NaN,
  judged: 0,
  breached: 0,
  alarms: 0,
  worst: undefined,
  candidates: candidatesOf(watch),
  timeline: openTimeline(watch.periodSeconds),
});

type Moment = {
  /** End of the row. */
  readonly until: Instant;
  readonly incidents: readonly Incident[];
};

/** One row on. A figure is known once its period is over; periods that were left out in between have no data. */
export const takeRow = (run: AlarmRun, row: Row, { until, incidents }: Moment): void => {
  const period = run.watch.periodSeconds * 1_000;
  if (Number.isNaN(run.last)) run.last = Math.ceil(row.start / period) * period - period;
  takeWaiting(run, { until, incidents });
  const figure = run.watch.figureOf(row);
  if (figure !== undefined) run.waiting = { start: row.start, figure };
  takeWaiting(run, { until, incidents });
  if (run.waiting === undefined) takeMissing(run, until, incidents);
};

const takeWaiting = (run: AlarmRun, { until, incidents }: Moment): void => {
  const { waiting, watch } = run;
  if (waiting === undefined || waiting.start + watch.periodSeconds * 1_000 > until) return;
  run.waiting = undefined;
  takeMissing(run, waiting.start, incidents);
  takePoint(run, waiting, incidents);
};

/** After as many missing periods as an alarm looks at, one more changes nothing. */
const takeMissing = (run: AlarmRun, until: Instant, incidents: readonly Incident[]): void => {
  const period = run.watch.periodSeconds * 1_000;
  const enough = periodsLookedAt(run.watch.rule.outOfPeriods);
  for (let taken = 0; taken < enough && until - run.last >= 2 * period; taken++)
    takePoint(run, { start: run.last + period, figure: undefined }, incidents);
  if (until - run.last >= 2 * period) run.last += (Math.floor((until - run.last) / period) - 1) * period;
};

const takePoint = (run: AlarmRun, point: Point, incidents: readonly Incident[]): void => {
  const { watch, range } = run;
  range.push(point);
  if (range.length > periodsLookedAt(watch.rule.outOfPeriods)) range.shift();
  run.last = point.start;
  const at = point.start + watch.periodSeconds * 1_000;
  if (point.figure !== undefined) count(run, point.start, point.figure);
  become(run, at);
  const figures = range.map(({ figure }) => figure);
  tryAll(run.candidates, watch, { at, level: levelOf(figures, watch), incidents });
};

const count = (run: AlarmRun, at: Instant, figure: number): void => {
  const { watch } = run;
  run.judged += 1;
  if (breachesAt(watch, watch.threshold, figure)) run.breached += 1;
  run.worst = worst(run.worst, figure, watch.worse);
  addFigure(run.timeline, { at, figure }, watch.worse);
};

const become = (run: AlarmRun, at: Instant): void => {
  const { watch, range } = run;
  const periods = range.map(({ figure }) =>
    figure === undefined ? undefined : breachesAt(watch, watch.threshold, figure),
  );
  const state = stateAfter(periods, watch.rule, run.state);
  if (state === run.state) return;
  run.state = state;
  run.since = at;
  if (state === 'ALARM') run.alarms += 1;
};

/** What its alarm would name as its reason, with the start of the first bad period. */
export const evidenceOf = ({
  watch,
  range,
}: AlarmRun): { readonly from: Instant; readonly datapoints: readonly number[] } => {
  const bad = range.flatMap(({ start, figure }) =>
    figure !== undefined && breachesAt(watch, watch.threshold, figure) ? [{ start, figure }] : [],
  );
  return { from: bad[0]?.start ?? range[0]?.start ?? 0, datapoints: bad.map(({ figure }) => figure) };
};
