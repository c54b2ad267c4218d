import { isJudged } from '../../lambdas/domain/judged.ts';
import type { Comparison, Guard, Policy, VariantName } from '../../lambdas/domain/policy.ts';
import type { GuardAlarm } from '../../lambdas/domain/situation.ts';
import { amount, measureName, plusWords } from '../../lambdas/domain/words/figures.ts';

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
  guard.compares ? moreThanStable(guard, guard.compares) : aboveLimit(guard);

const moreThanStable = (guard: Guard, { smallest }: Comparison): string =>
  `${measureName(guard)} more often than stable, by at least ${amount(guard, smallest)} of requests`;

const aboveLimit = (guard: Guard): string =>
  `${measureName(guard)} above ${amount(guard, guard.above)}${guard.signal === 'latency' ? '' : ' of requests'}${plusWords(guard)}`;

/** `in 2 of 3 minutes with at least 20 requests each`. */
export const periodWords = ({ breachingPeriods, outOfPeriods, minRequests, compares }: Guard): string => {
  if (compares) return 'over all minutes since the canary began';
  return outOfPeriods === 1
    ? `in one minute with at least ${minRequests} requests`
    : `in ${breachingPeriods} of ${outOfPeriods} minutes with at least ${minRequests} requests each`;
};

/** The variants whose guards trigger: the canaries, or the one variant that there is. */
export const judgedOf = ({ stable, canaries }: Pick<Policy, 'stable' | 'canaries'>): readonly VariantName[] =>
  [stable, ...canaries].filter((variant) => isJudged({ stable, canaries }, variant));

export const promiseWords = (guard: Guard): string => `${limitWords(guard)}, ${periodWords(guard)}`;

/** For programs: what `threshold` counts. */
export const unitOf = ({ signal }: Guard): 'share of requests' | 'milliseconds' =>
  signal === 'latency' ? 'milliseconds' : 'share of requests';
