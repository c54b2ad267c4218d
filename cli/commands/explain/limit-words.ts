import type { Limits } from '../../../lambdas/domain/policy.ts';
import { SMALLEST_FLEET } from '../../../lambdas/domain/storm.ts';
import { percent } from '../../../lambdas/domain/words/figures.ts';

/** What stops a rollback from being repeated, as it is deployed. */
export const limitWords = (limits: Limits | undefined): readonly string[] => {
  if (limits === undefined) return ['None: the stack was deployed before there were any.'];
  const { cooldownMinutes, flaps, shiftsPerDay, storm } = limits;
  return [
    'None of them stops the first rollback of an endpoint config.',
    `Of one config again: ${cooldownMinutes} minutes after the one before at the earliest, ${flaps.shifts} times within ${flaps.withinMinutes} minutes and ${shiftsPerDay} times a day at the most. A person's own shift is not limited.`,
    `In a storm (of at least ${SMALLEST_FLEET} guarded endpoints, more than ${storm.endpoints} or ${percent(storm.share)} open incidents within ${storm.withinMinutes} minutes) only where the canary is shown to be worse than its own stable.`,
  ];
};
