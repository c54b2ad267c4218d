import type { Outcome } from '../../sim/play/outcome.ts';
import { type Played, play } from '../../sim/play/play.ts';
import type { Scenario } from '../../sim/play/scenario.ts';
import { loadTemplate } from '../../sim/template/load.ts';

/** One scenario, seed and stretch of time, played twice. */
export type Pair = {
  readonly scenario: Scenario;
  readonly naive: Outcome;
  readonly ours: Outcome;
  /** What ours did not do as it should. */
  readonly unmet: readonly string[];
};

/** The naive function's play lasts as long as ours did. Only ours is held to the scenario's expectations. */
export const pairOf = async (
  scenario: Scenario,
  ours: Played,
  naive: { readonly template: string; readonly seed: number },
): Promise<Pair> => {
  const beside = await play({
    template: loadTemplate(naive.template),
    scenario: { ...scenario, expects: [] },
    seed: naive.seed,
    until: ours.endedAt,
  });
  return { scenario, naive: beside.outcome, ours: ours.outcome, unmet: ours.unmet };
};
