import { goalsOf, isMet } from './goals.ts';
import { mitigate } from './mitigation/mitigate.ts';
import { detect } from './outcome.ts';
import { reportDetection } from './report.ts';

const DAYS = 2_000;

/** So few days only show that it runs: goals are printed, and judge nothing. */
const QUICK = 20;

export type Printed = { readonly text: string; readonly met: boolean };

/** How fast a bad canary is noticed, and how often a good one is taken for bad: ours beside others, on the same days. */
export const benchDetection = async (quick: boolean, tell: (what: string) => void): Promise<Printed> => {
  const days = quick ? QUICK : DAYS;
  const outcomes = await detect(days, tell);
  const mitigations = mitigate(days);
  const goals = goalsOf(outcomes, mitigations);
  return { text: reportDetection(outcomes, mitigations, goals), met: quick || goals.every(isMet) };
};
