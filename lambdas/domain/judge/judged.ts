import { type Bad, badIn } from '../guards/judge.ts';
import { type Instant, MINUTE } from '../model.ts';
import type { Guard } from '../policy.ts';
import { beganAt } from './began.ts';
import { sidesSince } from './follow.ts';
import { judgeRatio } from './judge.ts';
import type { Judgement } from './judgement.ts';
import { type Datapoint, type Pair, pairsOf } from './pair.ts';
import { ratio } from './ratio.ts';
import { windowOf } from './window.ts';

/** What was found of one canary. */
export type Judged = {
  readonly judgement: Judgement;
  /** What both served since the endpoint was changed last, where that was after the fault began. */
  readonly sinceChange?: Omit<Pair, 'start'>;
};

/** By the start of each minute. */
export type Series = ReadonlyMap<Instant, number>;

/** One variant's requests, and what the guard reads of it. */
export type VariantSeries = { readonly requests: Series; readonly read: Series };

export type JudgedSeries = { readonly canary: VariantSeries; readonly stable: VariantSeries };

/** Starts of minutes; `until` is no longer part of it. */
export type Span = { readonly from: Instant; readonly until: Instant };

/** `changedAt`: when the endpoint was changed last. Undefined: no canary is in progress. */
export const judgeCanary = (
  guard: Guard,
  { canary, stable }: JudgedSeries,
  { span, changedAt = 0 }: { readonly span: Span; readonly changedAt?: Instant },
): Judged | undefined => {
  const began = beganAt(canary.requests, span);
  const bad = badIn(guard);
  if (began === undefined || guard.compares === undefined || bad === undefined) return undefined;
  const window = windowOf(began, span.until);
  const [ours, its] = [datapoints(bad, stable), datapoints(bad, canary)];
  const isIn = ({ start }: { readonly start: Instant }): boolean => start >= window.from && start < window.until;
  const pairs = pairsOf(its.filter(isIn), ours.filter(isIn));
  const history = ours.filter(({ start }) => start >= window.historyFrom && start < window.from);
  const judgement = judgeRatio({ pairs, history, until: span.until }, guard.compares);
  if (judgement.kind !== 'worse' || changedAt <= judgement.since) return { judgement };
  const { canary: after, stable: beside } = sidesSince(ratio(guard.compares), pairs, nextMinute(changedAt));
  return { judgement, sinceChange: { canary: after, stable: beside } };
};

const nextMinute = (at: Instant): Instant => Math.ceil(at / MINUTE) * MINUTE;

/** SageMaker's metrics come late and in parts: a minute cannot hold more bad requests than requests. */
const datapoints = ({ badOf }: Bad, { requests, read }: VariantSeries): readonly Datapoint[] =>
  [...requests]
    .filter(([, count]) => count > 0)
    .map(([start, count]) => ({
      start,
      requests: count,
      bad: Math.min(count, badOf(read.get(start) ?? 0, count)),
    }))
    .toSorted((one, other) => one.start - other.start);
