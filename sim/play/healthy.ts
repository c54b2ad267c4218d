import type { Behaviour } from '../traffic/behaviour.ts';

/** A model that does its job. */
export const HEALTHY: Behaviour = {
  errorRatio5xx: 0.005,
  errorRatio4xx: 0.002,
  modelErrorRatio: 0.005,
  medianMs: 60,
  p99Ms: 180,
};
