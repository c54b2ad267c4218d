import { periodIn } from '../../lambdas/domain/alarm-definition.ts';
import { isFine } from '../../lambdas/domain/guards/kind.ts';
import { limitOf } from '../../lambdas/domain/guards/limit.ts';
import { isJudged } from '../../lambdas/domain/judged.ts';
import { SECOND } from '../../lambdas/domain/model.ts';
import type { Comparison, Guard, MetricWatched, Policy, VariantName } from '../../lambdas/domain/policy.ts';
import type { GuardAlarm } from '../../lambdas/domain/situation.ts';
import { amount, measureName, plusWords, trainingWords } from '../../lambdas/domain/words/figures.ts';
import { duration } from '../screen/figures.ts';

/** How a guard's alarm stands. `blind`: CloudWatch cannot tell. `missing`: there is no alarm. */
export type Health = 'well' | 'broken' | 'blind' | 'missing';

export const healthOf = (found: GuardAlarm | undefined): Health => {
  if (found === undefined) return 'missing';
  const { state, evaluated } = found.alarm;
  if (state === 'ALARM') return 'broken';
  return state === 'OK' && evaluated ? 'well' : 'blind';
};

/** `server errors (5XX) above 2 % of requests plus 2`. */
export const limitWords = (guard: Guard): string =>
  guard.compares ? moreThanStable(guard, guard.compares) : beyondLimit(guard);

const moreThanStable = (guard: Guard, { smallest }: Comparison): string =>
  `${measureName(guard)} more often than stable, by at least ${amount(guard, smallest)} of requests`;

const beyondLimit = (guard: Guard): string => {
  const limit = limitOf(guard);
  if (limit === undefined) return `${measureName(guard)} in ALARM`;
  const way = guard.below === undefined ? 'above' : 'below';
  if (guard.anomalyBand) return `${measureName(guard)} ${way} ${bandWords(limit)}`;
  return `${measureName(guard)} ${way} ${amount(guard, limit)}${unitOf(guard) === SHARE ? ' of requests' : ''}${plusWords(guard)}${trainingWords(guard)}`;
};

/** `what is usual (band of 3 standard deviations)`. */
export const bandWords = (deviations: number): string => `what is usual (band of ${deviations} standard deviations)`;

/** `in 2 of 3 minutes with at least 20 requests each`. */
export const periodWords = (guard: Guard): string => {
  const { breachingPeriods, outOfPeriods, minRequests, compares } = guard;
  if (compares) return 'over all minutes since the canary began';
  if (guard.existing) return 'as its owner made it';
  if (guard.metric) return ownPeriods(guard, guard.metric);
  if (isFine(guard)) return `${ownPeriods(guard)} with at least ${minRequests} requests`;
  if (guard.sums) return `in ${breachingPeriods} of ${outOfPeriods} minutes`;
  return outOfPeriods === 1
    ? `in one minute with at least ${minRequests} requests`
    : `in ${breachingPeriods} of ${outOfPeriods} minutes with at least ${minRequests} requests each`;
};

/** `in 2 of 3 periods of 60 min, with at least 30 samples each`. */
const ownPeriods = (guard: Guard, { minSamples }: Partial<MetricWatched> = {}): string => {
  const span = duration(periodIn(guard) * SECOND);
  const periods =
    guard.outOfPeriods === 1
      ? `in one period of ${span}`
      : `in ${guard.breachingPeriods} of ${guard.outOfPeriods} periods of ${span}`;
  return minSamples === undefined ? periods : `${periods} with at least ${minSamples} samples`;
};

/** The variants whose guards trigger: the canaries, or the one variant that there is. */
export const judgedOf = ({ stable, canaries }: Pick<Policy, 'stable' | 'canaries'>): readonly VariantName[] =>
  [stable, ...canaries].filter((variant) => isJudged({ stable, canaries }, variant));

export const promiseWords = (guard: Guard): string => `${limitWords(guard)}, ${periodWords(guard)}`;

/** For programs: what `threshold` counts. */
export const unitOf = ({ signal, metric, timesOf, anomalyBand }: Guard): string => {
  if (anomalyBand) return 'standard deviations of its anomaly detection band';
  if (timesOf !== undefined) return `times ${timesOf}'s`;
  return UNITS[signal] ?? metric?.unit ?? 'as published';
};

const SHARE = 'share of requests';

const UNITS: Readonly<Record<Guard['signal'], string | undefined>> = {
  '5xx': SHARE,
  '4xx': SHARE,
  model: SHARE,
  slow: SHARE,
  judge: SHARE,
  latency: 'milliseconds',
  overhead: 'milliseconds',
  traffic: 'requests a minute',
  metric: undefined,
  alarm: undefined,
};
