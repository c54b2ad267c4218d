import { table } from '../table.ts';
import type { Alone } from './alone.ts';
import type { Outcome } from './storm.ts';

const seconds = (value: number): string => `${value.toFixed(0)} s`;

const ROWS: readonly (readonly [string, (outcome: Outcome) => string])[] = [
  ['endpoints that alarm within a minute', ({ endpoints }) => `${endpoints}`],
  ['never looked at', ({ lost }) => `${lost}`],
  ['worse than their own stable, and shifted', ({ worse, shiftedWorse }) => `${shiftedWorse} of ${worse}`],
  ['no worse, and shifted before it was a storm', ({ shiftedShared }) => `${shiftedShared}`],
  ['proved in time', ({ proved }) => `${proved}`],
  ['endpoints that are well described before that', ({ needless }) => `${needless}`],
  ['longest wait for a look', ({ longestWait }) => seconds(longestWait)],
  ['of 1.2 times what the calls take', ({ leastTime }) => seconds(1.2 * leastTime)],
  ['median wait', ({ medianWait }) => seconds(medianWait)],
  ['of the tenth with the most traffic', ({ medianWaitOfLargest }) => seconds(medianWaitOfLargest)],
  ['calls of SageMaker', ({ calls }) => `${calls}`],
  ['throttled', ({ throttled }) => `${throttled}`],
  ['most in one second', ({ peak }) => `${peak}`],
  ['events left to a sweep', ({ deferred }) => `${deferred}`],
  ['events too old, runs that failed', ({ dropped, failed }) => `${dropped}, ${failed}`],
  ['longest run of the function', ({ longestRun }) => `${longestRun.toFixed(1)} s`],
  ['messages', ({ letters }) => `${letters}`],
  ['that nothing was shifted', ({ heldLetters }) => `${heldLetters}`],
  ['of all the storm', ({ stormLetters }) => `${stormLetters}`],
];

export const stormReport = (outcomes: readonly Outcome[]): string =>
  table(
    ['SageMaker takes, calls a second', ...outcomes.map(({ budget }) => `${budget}`)],
    ROWS.map(([what, cell]) => [what, ...outcomes.map(cell)]),
  );

const ALONE_ROWS: readonly (readonly [string, (alone: Alone) => string])[] = [
  ['its memory at the most', ({ rssMb }) => `${rssMb.toFixed(0)} MB`],
  ['of what its function has', ({ memoryMb }) => `${memoryMb} MB`],
  ['runs', ({ invocations }) => `${invocations}`],
  ['runs that failed, events too old', ({ failures, dropped }) => `${failures.length}, ${dropped}`],
  ['endpoints looked at, and shifted', ({ looked, shifted }) => `${looked}, ${shifted}`],
  ['guard alarms', ({ alarms }) => `${alarms}`],
  ['DescribeAlarms in a sweep', ({ pagesPerListing }) => `${pagesPerListing}`],
  ['messages', ({ letters }) => `${letters}`],
  ['that nothing was shifted', ({ heldLetters }) => `${heldLetters}`],
  ['of all the storm', ({ stormLetters }) => `${stormLetters}`],
];

export const aloneReport = (all: readonly Alone[]): string =>
  table(
    ['one container alone, calls a second', ...all.map(({ budget }) => `${budget}`)],
    ALONE_ROWS.map(([what, cell]) => [what, ...all.map(cell)]),
  );
