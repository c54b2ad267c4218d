import type { Instant } from '../../lambdas/domain/model.ts';
import type { Policy } from '../../lambdas/domain/policy.ts';
import { type AlarmRun, evidenceOf, openRun, takeRow } from './alarm-run.ts';
import { openLooker } from './decision.ts';
import { closeEpisode, decided, type Episodes, episodeAt, openEpisodes, type Raised } from './episodes.ts';
import type { Incident } from './incident.ts';
import { type JudgeRun, judgesOf } from './judging.ts';
import type { History, Row } from './row.ts';
import type { Watch } from './watch.ts';
import { watchesOf } from './watches.ts';

export type Plan = {
  readonly watches: readonly Watch[];
  /** Absent: alarms alone are played, and each is taken for a decision. */
  readonly policy?: Policy;
  readonly incidents?: readonly Incident[];
  /** Told of each row. */
  readonly onRow?: (row: Row) => void;
};

export type Played = {
  /** Start of the first row, and end of the last one. */
  readonly from: Instant;
  readonly until: Instant;
  readonly rows: number;
  readonly alarms: readonly AlarmRun[];
  /** Those of them that can set off a shift: not stable's. */
  readonly judged: readonly AlarmRun[];
  readonly judges: readonly JudgeRun[];
  readonly episodes: Episodes;
  /** Mean requests a minute of each variant, over the minutes in which it had any. */
  readonly requests: ReadonlyMap<string, number>;
};

export const playPolicy = (policy: Policy, history: History, plan: Omit<Plan, 'watches' | 'policy'>): Promise<Played> =>
  play(history, { ...plan, policy, watches: watchesOf(policy) });

/** Every row once, in the order of time; nothing of it is kept but what has a bound. */
export const play = async (history: History, plan: Plan): Promise<Played> => {
  const player = openPlayer(plan);
  for await (const row of history) {
    player.take(row);
    plan.onRow?.(row);
  }
  return player.end();
};

export const openPlayer = ({ watches, policy, incidents = [] }: Plan) => {
  const alarms = watches.map(openRun);
  // A policy that restores has no canary, and no second variant to compare with.
  const looker = policy === undefined || policy.canaries.length === 0 ? undefined : openLooker(policy);
  const judges = policy === undefined ? [] : judgesOf(policy);
  const judged = alarms.filter(({ watch }) => looker === undefined || watch.variant !== policy?.stable);
  const step = Math.min(...watches.map(({ periodSeconds }) => periodSeconds)) * 1_000;
  const [episodes, load] = [openEpisodes(), openLoad()];
  let [from, until, rows] = [Number.NaN, Number.NaN, 0];

  const take = (row: Row): void => {
    if (rows === 0) from = row.start;
    until = row.start + step;
    rows += 1;
    const before = [...judged.map(({ state }) => state === 'ALARM'), ...judges.map(({ worse }) => worse)];
    for (const run of alarms) takeRow(run, row, { until, incidents });
    for (const judge of judges) judge.take(row);
    looker?.take(row);
    load.take(row);
    const now = [...judged.map(alarmed), ...judges.map(worse)];
    const raised = now.filter((one, place) => one !== undefined && !before[place]).filter((one) => one !== undefined);
    const due = episodeAt(episodes, { now: until, raised, isAlarmed: now.some((one) => one !== undefined), incidents });
    if (due === undefined) return;
    if (looker !== undefined) decided(due, looker.verdict({ alarms, judges }, until), until);
    else if (judged.some(alarmed)) due.rolledBackAt = until;
  };
  const end = (): Played => {
    closeEpisode(episodes, incidents);
    return { from, until, rows, alarms, judged, judges, episodes, requests: load.means() };
  };
  return { take, end };
};

const alarmed = (run: AlarmRun): Raised | undefined =>
  run.state === 'ALARM'
    ? { variant: run.watch.variant, id: run.watch.id, at: run.since, badSince: evidenceOf(run).from }
    : undefined;

const worse = ({ worse: isWorse, variant, id, since, from }: JudgeRun): Raised | undefined =>
  isWorse ? { variant, id, at: since, badSince: from } : undefined;

const REQUESTS = / Invocations Sum$/;

const openLoad = () => {
  const sums = new Map<string, { requests: number; minutes: number }>();
  return {
    take: ({ values }: Row): void => {
      for (const [name, value] of values) {
        if (value <= 0 || !REQUESTS.test(name)) continue;
        const variant = name.replace(REQUESTS, '');
        const so = sums.get(variant) ?? { requests: 0, minutes: 0 };
        so.requests += value;
        so.minutes += 1;
        sums.set(variant, so);
      }
    },
    means: (): ReadonlyMap<string, number> =>
      new Map([...sums].map(([variant, { requests, minutes }]) => [variant, requests / minutes])),
  };
};
