import { kindOf } from '../../lambdas/domain/guards/index.ts';
import { type Bad, badIn } from '../../lambdas/domain/guards/judge.ts';
import { type Followed, followOn, NOT_FOLLOWED, sidesSince } from '../../lambdas/domain/judge/follow.ts';
import { evidenceOf } from '../../lambdas/domain/judge/growth.ts';
import { judgeRatio } from '../../lambdas/domain/judge/judge.ts';
import type { Judgement } from '../../lambdas/domain/judge/judgement.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../lambdas/domain/judge/measure.ts';
import type { Pair, Side } from '../../lambdas/domain/judge/pair.ts';
import { ratio } from '../../lambdas/domain/judge/ratio.ts';
import { type Window, windowOf } from '../../lambdas/domain/judge/window.ts';
import { type Instant, MINUTE, type Minute } from '../../lambdas/domain/model.ts';
import type { Guard, Policy } from '../../lambdas/domain/policy.ts';
import { minuteReader } from './minute-watch.ts';
import type { Row } from './row.ts';

/** The judge on its way through a history, for one canary and one thing that it compares. */
export type JudgeRun = {
  readonly id: string;
  readonly variant: string;
  /** The guard that asks it; undefined: none is deployed, and it is played with its default parameters. */
  readonly guard: Guard | undefined;
  worse: boolean;
  /** Since when the newest time, with the start of the stretch that speaks the loudest. */
  since: Instant;
  from: Instant;
  alarms: number;
  judged: number;
  readonly take: (row: Row) => void;
  /** What a look that judges for itself would find now. */
  readonly judgement: () => Judgement;
};

/** A canary that had no traffic for so long is another one. */
const ANEW_AFTER = 60 * MINUTE;
/** Stable's newest minutes, for what its errors usually are like. */
const KEPT = 480;

/** One for each canary and each guard that asks it, and each kind of error that some guard counts and none compares. */
export const judgesOf = (policy: Policy): readonly JudgeRun[] => {
  const asked = policy.guards.flatMap((guard) => {
    const bad = badIn(guard);
    return bad && guard.compares ? [{ id: guard.id, guard, bad, settings: guard.compares }] : [];
  });
  const compared = new Set(asked.map(({ bad }) => bad.reading.key));
  const counted = policy.guards.flatMap((guard) => {
    const reading = kindOf(guard).reading(guard);
    return reading && kindOf(guard).countsFailures(guard) && !compared.has(reading.key) ? [reading] : [];
  });
  const byDefault = [...new Map(counted.map((reading) => [reading.key, reading])).values()].map((reading) => ({
    id: `judge-${reading.key}`,
    guard: undefined,
    bad: { reading, badOf: (read: number) => read },
    settings: DEFAULT_SETTINGS,
  }));
  return policy.canaries.flatMap((canary) => [...asked, ...byDefault].map((one) => openJudge(policy, canary, one)));
};

type Asked = {
  readonly id: string;
  readonly guard: Guard | undefined;
  readonly bad: Bad;
  readonly settings: Settings;
};
type Past = { readonly start: Instant; readonly side: Side };

const openJudge = (policy: Policy, canary: string, { id, guard, bad, settings }: Asked): JudgeRun => {
  const [canaryMinute, stableMinute] = [minuteReader(policy, canary), minuteReader(policy, policy.stable)];
  const fold = openFold(settings);
  const run: JudgeRun = {
    id,
    variant: canary,
    guard,
    worse: false,
    since: 0,
    from: 0,
    alarms: 0,
    judged: 0,
    take: (row) => {
      const found = fold.take({
        start: row.start,
        canary: sideOf(canaryMinute(row), bad),
        stable: sideOf(stableMinute(row), bad),
      });
      if (found === undefined) return;
      run.judged += 1;
      if (found.worse && !run.worse)
        Object.assign(run, { since: row.start + MINUTE, from: found.from, alarms: run.alarms + 1 });
      run.worse = found.worse;
    },
    judgement: fold.judgement,
  };
  return run;
};

const sideOf = (minute: Minute | undefined, { reading, badOf }: Bad): Side | undefined => {
  const read = minute?.values[reading.key];
  return minute === undefined || minute.requests === 0 || read === undefined
    ? undefined
    : { requests: minute.requests, bad: Math.min(minute.requests, badOf(read, minute.requests)) };
};

type Both = { readonly start: Instant; readonly canary: Side | undefined; readonly stable: Side | undefined };
type Found = { readonly worse: boolean; readonly from: Instant };

export type Fold = {
  /** Undefined: the minute is not judged. */
  readonly take: (both: Both) => Found | undefined;
  readonly judgement: () => Judgement;
};

/** Goes on from minute to minute, where the judge itself folds them all afresh. */
export const openFold = (settings: Settings): Fold => {
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
  const take: Fold['take'] = ({ start, canary, stable }) => {
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
  const judgement = () => judgeRatio({ pairs, history, until: (pairs.at(-1)?.start ?? 0) + MINUTE }, settings);
  return { take, judgement };
};
