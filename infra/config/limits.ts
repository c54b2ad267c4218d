import type { Limits } from '../../lambdas/domain/policy.ts';
import type { LimitsConfig } from './shape.ts';

export const DEFAULT_LIMITS: Limits = {
  /** As long as a shift has to be proved: whoever gives the canary its traffic back sooner has not seen how it ended. */
  cooldownMinutes: 10,
  flaps: { shifts: 3, withinMinutes: 60 },
  shiftsPerDay: 6,
  storm: { endpoints: 10, share: 0.2, withinMinutes: 10 },
  /** AWS publishes no bound. Its own SDK was throttled by a DescribeEndpoint every five seconds from each of many tests. */
  callsPerSecond: 2,
};

/** Fills in every default. */
export const compileLimits = (config: LimitsConfig): Limits => ({
  ...DEFAULT_LIMITS,
  ...config,
  flaps: { ...DEFAULT_LIMITS.flaps, ...config.flaps },
  storm: { ...DEFAULT_LIMITS.storm, ...config.storm },
});
