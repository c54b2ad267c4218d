import type { Day } from '../world.ts';
import { argo } from './argo.ts';
import { flagger } from './flagger.ts';
import { kayenta } from './kayenta.ts';
import { judge } from './ours.ts';
import { alarmAbove, highest, type Rule, type Statistic, thresholdFor } from './rule.ts';
import { difference, scoreTest, staticOf, staticShare } from './windows.ts';

export const OURS = 'the judge';
export const STATIC = 'static, 1 × 5 min';

/** They need a threshold, which nobody knows beforehand: here each gets the best one, for its traffic. */
const STATISTICS: Readonly<Record<string, Statistic>> = {
  [STATIC]: staticShare(5),
  'static, 3 of 5 min': staticOf(3, 5),
  'difference, 1 × 5 min': difference(5),
  'score test, 1 × 5 min': scoreTest(5),
  'score test, 1 × 15 min': scoreTest(15),
};

/** As they come. */
const RULES: Readonly<Record<string, Rule>> = {
  [OURS]: judge,
  'Flagger, default': flagger(1),
  'Flagger, example': flagger(10),
  'Argo Rollouts, example': argo,
  'Kayenta, every hour': kayenta(60),
  'Kayenta, once after a day': kayenta(1_440),
};

export const NAMES: readonly string[] = [OURS, ...Object.keys(STATISTICS), ...Object.keys(RULES).slice(1)];

export type Thresholds = Readonly<Record<string, number>>;

export const calibrate = (days: Iterable<Day>, falseAlarms: number): Thresholds => {
  const statistics = Object.entries(STATISTICS).map(([name, of]) => ({ name, of, highests: [] as number[] }));
  for (const day of days) for (const { of, highests } of statistics) highests.push(highest(of(day)));
  return Object.fromEntries(statistics.map(({ name, highests }) => [name, thresholdFor(highests, falseAlarms)]));
};

/** All rules, by name. */
export const rulesWith = (thresholds: Thresholds): Readonly<Record<string, Rule>> => ({
  ...RULES,
  ...Object.fromEntries(
    Object.entries(STATISTICS).map(([name, statistic]) => [
      name,
      alarmAbove(statistic, thresholds[name] ?? Number.POSITIVE_INFINITY),
    ]),
  ),
});
