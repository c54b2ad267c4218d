import { kindOf } from '../../lambdas/domain/guards/index.ts';
import { type Followed, followOn, NOT_FOLLOWED, sidesSince } from '../../lambdas/domain/judge/follow.ts';
import { evidenceOf } from '../../lambdas/domain/judge/growth.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../lambdas/domain/judge/measure.ts';
import type { Pair, Side } from '../../lambdas/domain/judge/pair.ts';
import { ratio } from '../../lambdas/domain/judge/ratio.ts';
import { type Window, windowOf } from '../../lambdas/domain/judge/window.ts';
import { type Instant, MINUTE, type Minute } from '../../lambdas/domain/model.ts';
import type { Policy } from '../../lambdas/domain/policy.ts';
import type { Row } from './row.ts';
import { minuteReader } from './watch.ts';

/** The judge on its way through a history, for one canary and one kind of error. */
export type JudgeRun = {
  readonly id: string;
  readonly variant: string;
  worse: boolean;
  /** Since when the newest time, with the start of the stretch that speaks the loudest. */
  since: Instant;
  from: Instant;
  alarms: number;
  judged: number;
  readonly take: (row: Row) => void;
};

/** A canary that had no traffic for so long is another one. */
const ANEW_AFTER = 60 * MINUTE;
/** Stable's newest minutes, for what its errors usually are like. */
const KEPT = 480;

/** One for each canary and each kind of error that some guard counts. */
export const judgesOf = (policy: Policy, settings: Settings = DEFAULT_SETTINGS): readonly JudgeRun[] => {
  const counted = policy.guards.filter((guard) => kindOf(guard).countsFailures(guard));
  const keys = new Set(counted.map((guard) => kindOf(guard).reading(guard).key));
  return policy.canaries.flatMap((canary) => [...keys].map((key) => openJudge(policy, { canary, key }, settings)));
};

type Of = { readonly canary: string; readonly key: string };
type Past = { readonly start: Instant; readonly side: Side };

const openJudge = (policy: Policy, { canary, key }: Of, settings: Settings): JudgeRun => {
  const [canaryMinute, stableMinute] = [minuteReader(policy, canary), minuteReader(policy, policy.stable)];
  const fold = openFold(settings);
  const run: JudgeRun = {
    id: `judge-${key}`,
    variant: canary,
    worse: false,
    since: 0,
    from: 0,
    alarms: 0,
    judged: 0,
    take: (row) => {
      const found = fold({
        start: row.start,
        canary: sideOf(canaryMinute(row), key),
        stable: sideOf(stableMinute(row), key),
      });
      if (found === undefined) return;
      run.judged += 1;
      if (found.worse && !run.worse)
        Object.assign(run, { since: row.start + MINUTE, from: found.from, alarms: run.alarms + 1 });
      run.worse = found.worse;
    },
  };
  return run;
};

const sideOf = (minute: Minute | undefined, key: string): Side | undefined => {
  const bad = minute?.values[key];
  return minute === undefined || minute.requests === 0 || bad === undefined
    ? undefined
    : { requests: minute.requests, bad };
};

type Both = { readonly start: Instant; readonly canary: Side | undefined; readonly stable: Side | undefined };
type Found = { readonly worse: boolean; readonly from: Instant };

/** Undefined: the minute is not judged. The fold goes on from minute to minute, where the judge itself folds them all afresh. */
export const openFold = (settings: Settings): ((both: Both) => Found | undefined) => {
  const measure = ratio(settings);
  const past: Past[] = [];
  let [began, lastSeen] = [Number.NaN, Number.NEGATIVE_INFINITY];
  let window: Window | undefined;
  let pairs: Pair[] = [];
  let history: readonly Side[] = [];
  let so: Followed = NOT_FOLLOWED;

  const isWorse = (): Found => {
    const evidence = evidenceOf(so.growth);
    if (evidence === undefined || evidence.log < -Math.log(settings.falseAlarms)) return { worse: false, from: 0 };
    const stretch = sidesSince(measure, pairs, evidence.since);
    return { worse: measure.worseBy(stretch.canary, stretch.stable) >= settings.smallest, from: evidence.since };
  };
  const openWindow = (start: Instant): void => {
    if (start - lastSeen > ANEW_AFTER) began = start;
    lastSeen = start;
    const next = windowOf(began, start + MINUTE);
    if (next.from === window?.from) return;
    [window, pairs, so] = [next, [], NOT_FOLLOWED];
    history = past.filter((one) => one.start >= next.historyFrom).map(({ side }) => side);
  };
  return ({ start, canary, stable }) => {
    if (canary !== undefined) openWindow(start);
    let found: Found | undefined;
    if (canary !== undefined && stable !== undefined) {
      const pair = { start, canary, stable };
      pairs.push(pair);
      so = followOn(measure, { pairs, history }, so, pair, pairs.length - 1);
      found = isWorse();
    }
    if (stable !== undefined) past.push({ start, side: stable });
    if (past.length > KEPT) past.shift();
    return found;
  };
};
