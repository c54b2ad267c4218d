import { GROSS } from '../cells.ts';
import type { Draws } from '../draws.ts';
import { HEALTHY } from '../world.ts';

export type Chance = Draws & { readonly draw: () => number };

/** Seconds between the metrics' datapoints; requests of both variants. */
export type Setting = { readonly period: number; readonly requestsPerSecond: number };

/** One play: seconds from the fault to the accepted shift; infinite where it is not seen within the hour. */
export type Way = (setting: Setting, chance: Chance) => number;

export const HOUR = 3_600;

/** Of the requests of a period that ends so many seconds after the fault began. */
export const badShare = (ends: number, period: number): number => {
  const hit = Math.max(0, Math.min(1, ends / period));
  return GROSS * hit + HEALTHY * (1 - hit);
};

/** EventBridge, a cold function, two rounds of calls: the same for all ways of ours. A peer acts at once. */
export const acted = (draw: () => number): number => ACT.least + (ACT.most - ACT.least) * draw();
const ACT = { least: 0.5, most: 2 };
