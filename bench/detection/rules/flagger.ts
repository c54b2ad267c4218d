import { DAY, type Day } from '../world.ts';
import { NEVER, type Rule } from './rule.ts';

/**
 * fluxcd/flagger 1.44.0, commit 15bd6ad. Each minute (AnalysisInterval) the built-in request-success-rate of the last minute
 * (MetricInterval) is compared with the 99 % of its documentation. A minute without a request has no value, and counts as
 * failed (pkg/controller/scheduler_metrics.go). Failed checks are counted, never forgotten, and looked at when the next check
 * is due (scheduler.go): so what is `threshold` checks old is acted on one interval later.
 */
export const flagger =
  (threshold: number): Rule =>
  (day) => {
    let failed = 0;
    for (let minute = 0; minute < DAY; minute++) {
      if (failed >= threshold) return minute + 1;
      if (fails(day, minute)) failed++;
    }
    return NEVER;
  };

const LEAST_SUCCESS = 0.99;

const fails = ({ canaryRequests, canaryBad }: Day, minute: number): boolean => {
  const requests = canaryRequests[minute] ?? 0;
  return requests === 0 || 1 - (canaryBad[minute] ?? 0) / requests < LEAST_SUCCESS;
};
