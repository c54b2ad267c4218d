import { DAY } from '../world.ts';
import { NEVER, type Rule } from './rule.ts';

/**
 * argoproj/argo-rollouts 1.9.1, commit b6bd3bc. It has no default rule (without an interval it measures once); this is the
 * example of docs/features/analysis.md: every five minutes a success rate of at least 95 %, by irate, so of the newest samples
 * only, here of the newest minute; failed once more than three measurements have (analysis/analysis.go). A measurement without
 * a value meets no condition, and counts as failed (utils/evaluate/evaluate.go).
 */
export const argo: Rule = ({ canaryRequests, canaryBad }) => {
  let failed = 0;
  for (let minute = INTERVAL - 1; minute < DAY; minute += INTERVAL) {
    const share = (canaryBad[minute] ?? 0) / (canaryRequests[minute] ?? 0);
    if (!(1 - share >= LEAST_SUCCESS)) failed++;
    if (failed > FAILURE_LIMIT) return minute + 1;
  }
  return NEVER;
};

const INTERVAL = 5;
const LEAST_SUCCESS = 0.95;
const FAILURE_LIMIT = 3;
