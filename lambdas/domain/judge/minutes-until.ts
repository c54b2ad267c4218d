import { type Alternative, FROM_THE_START, logSum } from './growth.ts';

/** What a minute is expected to add for an alternative; below 0 where it speaks against it. */
type Rate = Alternative & { readonly aMinute: number };

/** Minutes until bets that grow at these rates from the start have won so much together; infinite if none of them grows. */
export const minutesUntil = (log: number, rates: readonly Rate[]): number => {
  const alone = rates.map(({ weight, aMinute }) =>
    aMinute > 0 ? (log - Math.log(FROM_THE_START * weight)) / aMinute : Number.POSITIVE_INFINITY,
  );
  const latest = Math.min(...alone);
  return Number.isFinite(latest) ? crossing((minutes) => wonBy(minutes, rates) >= log, latest) : latest;
};

const wonBy = (minutes: number, rates: readonly Rate[]): number =>
  rates.reduce(
    (so, { weight, aMinute }) => logSum(so, Math.log(FROM_THE_START * weight) + aMinute * minutes),
    Number.NEGATIVE_INFINITY,
  );

/** Where, below `latest`, a condition begins to hold that goes on to hold. */
const crossing = (holds: (at: number) => boolean, latest: number): number => {
  let [from, to] = [0, latest];
  for (let halved = 0; halved < 50; halved++) {
    const middle = (from + to) / 2;
    if (holds(middle)) to = middle;
    else from = middle;
  }
  return to;
};
