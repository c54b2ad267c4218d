import { DEFAULT_SETTINGS } from '../../lambdas/domain/judge/measure.ts';
import { minutesToDetect } from '../../lambdas/domain/judge/minutes-to-detect.ts';
import { FAULT, RATES, ROUGH } from './cells.ts';
import { FLAGGER, GROSS_GUARD, LOADS, type Mitigations, settingName } from './mitigation/mitigate.ts';
import type { Outcomes } from './outcome.ts';
import { OURS, STATIC } from './rules/index.ts';
import { CANARY_SHARE, HEALTHY } from './world.ts';

export type Goal = { readonly what: string; readonly most: number; readonly now: number };

/**
 * Wald's: nobody who knew both error shares beforehand would need less on average for so few false alarms. Minutes of the
 * canary's requests.
 */
export const waldBound = (requestsPerSecond: number, bad: number): number => {
  const information = bad * Math.log(bad / HEALTHY) + (1 - bad) * Math.log((1 - bad) / (1 - HEALTHY));
  return -Math.log(DEFAULT_SETTINGS.falseAlarms) / (60 * requestsPerSecond * CANARY_SHARE * information);
};

/** What `explain` tells beforehand. */
export const expected = (requestsPerSecond: number, bad: number): number =>
  minutesToDetect(
    { requestsPerMinute: 60 * requestsPerSecond, canaryShare: CANARY_SHARE, bad: HEALTHY, dispersion: 1 },
    { bad },
  );

export const goalsOf = ({ cells }: Outcomes, mitigations: Mitigations): readonly Goal[] => {
  const of = (cell: string, rule: string) => cells[cell]?.[rule] ?? { median: Number.NaN, found: Number.NaN };
  const worst = (names: readonly string[]) => Math.max(...names.map((cell) => of(cell, OURS).found));
  const atTen = of('10, fault', OURS).median;
  const mitigated = (setting: string) =>
    (mitigations[GROSS_GUARD]?.[setting]?.mean ?? Number.NaN) / (mitigations[FLAGGER]?.[setting]?.mean ?? Number.NaN);
  const [many = 0] = LOADS.slice(-1);
  return [
    { what: 'at 10 req/s, of the least possible', most: 1.35, now: atTen / waldBound(10, FAULT) },
    { what: `at 10 req/s, of ${STATIC}`, most: 0.3, now: atTen / of('10, fault', STATIC).median },
    {
      what: 'at 100 req/s, minutes above the least',
      most: 1,
      now: of('100, fault', OURS).median - waldBound(100, FAULT),
    },
    { what: 'false alarms in 24 h', most: 0.01, now: worst(RATES.map((rate) => `${rate}, healthy`)) },
    { what: 'false alarms when both rise', most: 0.01, now: worst(RATES.map((rate) => `${rate}, both rise`)) },
    {
      what: 'false alarms on rough days',
      most: 0.01,
      now: worst(Object.keys(ROUGH).map((name) => `${name}, healthy`)),
    },
    { what: 'gross fault, 60 s metrics, of Flagger', most: 1, now: mitigated(settingName(many, 60)) },
    { what: 'gross fault, 10 s metrics, of Flagger', most: 0.2, now: mitigated(settingName(many, 10)) },
  ];
};

export const isMet = ({ most, now }: Goal): boolean => now <= most;
