import { compileGuards } from '../../../infra/config/guards.ts';
import type { Guard } from '../../../lambdas/domain/policy.ts';
import { drawsFrom } from '../../../sim/kernel/chance.ts';
import { percentile } from '../../statistics.ts';
import { drawsOf } from '../draws.ts';
import { CANARY_SHARE } from '../world.ts';
import { judge } from './judge.ts';
import { acted, badShare, HOUR, type Setting, type Way } from './way.ts';

/** Of the metrics, in seconds; alarms of 10 s metrics are evaluated every 10 s, others once a minute. */
export const PERIODS = [60, 10] as const;

/** Requests a second of both variants. */
export const LOADS = [100, 1_000] as const;

/** A fault of one request in ten: seconds from the fault until the shift was accepted. */
export type Mitigation = { readonly mean: number; readonly p90: number };

/** M of N periods, each with enough requests, in which more than a share of them and some beside it are bad. */
const guard =
  ({ above = 0, plus = 0, minRequests, breachingPeriods: most, outOfPeriods: of }: Guard): Way =>
  (setting, { draw, poisson }) => {
    const { period } = setting;
    const rate = setting.requestsPerSecond * CANARY_SHARE * period;
    const recent: boolean[] = [];
    // The fault begins somewhere within a period, and the alarm is evaluated at a second that nobody chooses.
    const began = draw() * period;
    const evaluated = draw() * period;
    for (let ends = period - began; ends < HOUR; ends += period) {
      const share = badShare(ends, period);
      const bad = poisson(rate * share);
      const requests = bad + poisson(rate * (1 - share));
      recent.push(requests >= minRequests && (bad - plus) / requests > above);
      if (recent.slice(-of).filter(Boolean).length >= most) return ends + evaluated + acted(draw);
    }
    return Number.POSITIVE_INFINITY;
  };

/** Flagger's tick every minute, over the minute before it, whatever the metrics' period; acted on at the tick after it. */
const flagger =
  (threshold: number): Way =>
  ({ requestsPerSecond }, { draw, poisson }) => {
    const rate = requestsPerSecond * CANARY_SHARE * 60;
    let failed = 0;
    for (let tick = draw() * 60; tick < HOUR; tick += 60) {
      if (failed >= threshold) return tick;
      const share = badShare(tick, 60);
      const bad = poisson(rate * share);
      if (bad / (bad + poisson(rate * (1 - share))) > 0.01) failed++;
    }
    return Number.POSITIVE_INFINITY;
  };

export const GROSS_GUARD = 'gross guard shipped: above 5 % plus 3';
const GUARD = 'guard shipped: above 2 % plus 2, 2 of 3';
const JUDGE = 'the judge, by its metric and alarm';
export const FLAGGER = 'Flagger, default';

const WAYS: Readonly<Record<string, Way>> = {
  ...Object.fromEntries(
    compileGuards({}, { endpoint: 'fraud', stable: 'stable', canaries: ['canary'] }).map((one) => [
      one.gross ? GROSS_GUARD : GUARD,
      guard(one),
    ]),
  ),
  [JUDGE]: judge,
  [FLAGGER]: flagger(1),
  'Flagger, example': flagger(10),
};

export type Mitigations = Readonly<Record<string, Readonly<Record<string, Mitigation>>>>;

export const settingName = (requestsPerSecond: number, period: number): string =>
  `${requestsPerSecond.toLocaleString('en-US')} req/s, ${period} s`;

/** By way, by setting. */
export const mitigate = (plays: number): Mitigations =>
  Object.fromEntries(
    Object.entries(WAYS).map(([name, way]) => [
      name,
      Object.fromEntries(
        LOADS.flatMap((requestsPerSecond) =>
          PERIODS.map((period) => {
            const setting = settingName(requestsPerSecond, period);
            return [setting, played(way, { period, requestsPerSecond }, `held out ${name} ${setting}`, plays)];
          }),
        ),
      ),
    ]),
  );

const played = (way: Way, setting: Setting, seed: string, plays: number): Mitigation => {
  const draw = drawsFrom(seed);
  const chance = { draw, ...drawsOf(draw) };
  const seconds = Array.from({ length: plays }, () => way(setting, chance));
  return { mean: seconds.reduce((so, one) => so + one, 0) / plays, p90: percentile(seconds, 0.9) };
};
