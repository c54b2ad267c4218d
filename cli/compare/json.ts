import type { Pair } from './pair.ts';
import { SIDES, verdictOn } from './verdict.ts';

/** What a comparison found out, for programs: a line for each scenario, the summary last. */
export const compareLines = (pairs: readonly Pair[], seed: number): readonly Readonly<Record<string, unknown>>[] => [
  ...pairs.map(pairLine),
  {
    kind: 'summary',
    seed,
    scenarios: pairs.length,
    fewerHurt: counts(pairs, (pair) => verdictOn(pair).users),
    toldMore: counts(pairs, (pair) => verdictOn(pair).told),
    movedWhatToLeaveAlone: Object.fromEntries(
      SIDES.map((side) => [side, pairs.filter((pair) => verdictOn(pair).moved.includes(side)).length]),
    ),
    asExpected: pairs.every(({ unmet }) => unmet.length === 0),
  },
];

const pairLine = (pair: Pair) => ({
  kind: 'pair',
  scenario: pair.scenario.name,
  title: pair.scenario.title,
  leaveAloneBecause: pair.scenario.leaveAloneBecause ?? null,
  naive: pair.naive,
  ours: pair.ours,
  verdict: verdictOn(pair),
  unmet: pair.unmet,
});

const counts = (pairs: readonly Pair[], better: (pair: Pair) => string): Record<string, number> => {
  const groups = Map.groupBy(pairs, better);
  return Object.fromEntries(['same', ...SIDES].map((one) => [one, groups.get(one)?.length ?? 0]));
};
