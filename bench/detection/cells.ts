import { type World, world } from './world.ts';

export const RATES = [1, 10, 100] as const;

/** Share of the canary's requests that fail: four times and twenty times stable's. */
export const FAULT = 0.02;
export const GROSS = 0.1;

/** At ten requests a second, what departs from the model that the test is built on. */
export const ROUGH: Readonly<Record<string, Partial<World>>> = {
  'errors in clusters of 3': { cluster: 3 },
  'clusters of 8': { cluster: 8 },
  'daily cycle, ± 80 %': { swing: 0.8 },
  'a tenth of the minutes missing': { missing: 0.1 },
};

export const LATER = 600;

/** All days that are played, by name. */
export const CELLS: Readonly<Record<string, World>> = {
  ...Object.fromEntries(
    RATES.flatMap((rate) => [
      [`${rate}, healthy`, world(rate)],
      [`${rate}, both rise`, world(rate, { stable: 0.01, canary: 0.01 })],
      [`${rate}, fault`, world(rate, { canary: FAULT })],
      [`${rate}, gross`, world(rate, { canary: GROSS })],
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(ROUGH).flatMap(([name, over]) => [
      [`${name}, healthy`, world(10, over)],
      [`${name}, fault`, world(10, { ...over, canary: FAULT })],
    ]),
  ),
  later: world(10, { canary: FAULT, onset: LATER }),
};
