import { DEFAULT_SETTINGS } from '../../lambdas/domain/judge/measure.ts';
import { CELLS } from './cells.ts';
import { calibrate, rulesWith, type Thresholds } from './rules/index.ts';
import { daysOf, world } from './world.ts';

/**
 * Thresholds are calibrated on other days than those on which they are judged; ours were chosen on yet
 * others. The number of days is part of the seed: who looks at a few does not see those on which it is judged.
 */
const SEEDS = { calibration: 'calibration', held: 'held out' };

export type Task =
  | { readonly kind: 'calibrate'; readonly rate: number; readonly days: number }
  | { readonly kind: 'play'; readonly cell: string; readonly thresholds: Thresholds; readonly days: number };

/** By rule: the minute of its alarm, day by day. */
export type Alarms = Readonly<Record<string, readonly number[]>>;

export const calibrateAt = (rate: number, days: number): Thresholds =>
  calibrate(daysOf(world(rate), `${SEEDS.calibration} ${rate}`, days), DEFAULT_SETTINGS.falseAlarms);

export const play = (cell: string, thresholds: Thresholds, days: number): Alarms => {
  const of = CELLS[cell] ?? world(1);
  const rules = Object.entries(rulesWith(thresholds)).map(([name, rule]) => ({ name, rule, alarms: [] as number[] }));
  for (const day of daysOf(of, `${SEEDS.held} ${days} ${cell}`, days))
    for (const { rule, alarms } of rules) alarms.push(rule(day) - of.onset);
  return Object.fromEntries(rules.map(({ name, alarms }) => [name, alarms]));
};
