import { problemAt } from './problem.ts';
import type { Series } from './recording.ts';

export const MINUTE = 60_000;

/** So many datapoints at equal distances, or on one coarser grid, are no accident of traffic that comes now and then. */
const IN_A_ROW = 12;
const ON_A_GRID = 20;
const FEWEST = 6;

/** Every guard judges single minutes; what was summed over longer periods would be judged as if it came in one. */
export const checkGrain = ({ label, times, lineOfTime }: Series, file: string): void => {
  const coarse = coarsePart(times);
  if (coarse === undefined) return;
  const minutes = coarse.step / MINUTE;
  const told = `${JSON.stringify(label)} has a datapoint only every ${minutes} minutes from here on`;
  const mend = 'export with a Period of 60 (CloudWatch keeps minutes for 15 days)';
  problemAt(file, lineOfTime(coarse.index), `${told}, and guards judge single minutes; ${mend}`);
};

type Coarse = { readonly step: number; readonly index: number };

const coarsePart = (times: readonly number[]): Coarse | undefined => {
  if (times.length < FEWEST) return undefined;
  return regularPart(times, Math.min(IN_A_ROW, times.length - 1)) ?? gridOf(times);
};

/** The first run of equal distances that is so long. */
const regularPart = (times: readonly number[], length: number): Coarse | undefined => {
  let began = 0;
  for (let index = 1; index < times.length; index += 1) {
    const step = distance(times, index);
    if (step === MINUTE || step !== distance(times, began + 1)) began = step === MINUTE ? index : index - 1;
    else if (index - began >= length) return { step, index: began };
  }
  return undefined;
};

const gridOf = (times: readonly number[]): Coarse | undefined => {
  if (times.length < ON_A_GRID) return undefined;
  let step = 0;
  for (let index = 1; index < times.length && step !== MINUTE; index += 1) step = divisor(distance(times, index), step);
  return step > MINUTE ? { step, index: 0 } : undefined;
};

const distance = (times: readonly number[], index: number): number => (times[index] ?? 0) - (times[index - 1] ?? 0);

/** The greatest that both have in common. */
const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
