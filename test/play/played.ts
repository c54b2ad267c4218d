import { inject } from 'vitest';
import { type Pair, pairOf } from '../../cli/compare/pair.ts';
import { type Played, play, STORY_START } from '../../sim/play/play.ts';
import type { Scenario } from '../../sim/play/scenario.ts';
import { furnish, makeStage } from '../../sim/play/stage.ts';
import { loadTemplate } from '../../sim/template/load.ts';
import type { JournalKind, JournalLine } from '../../sim/types.ts';
import { makeWorld, type World } from '../../sim/world.ts';
import { scenarioNamed } from './mutated.ts';

const plays = new Map<string, Promise<Played>>();
const pairs = new Map<string, Promise<Pair>>();

/** The scenario as it goes with seed 1; however many sentences ask, it is played once. */
export const played = (name: string): Promise<Played> => once(plays, name, () => playedAnew(name));

const once = <T>(made: Map<string, T>, name: string, make: () => T): T => {
  const one = made.get(name) ?? make();
  made.set(name, one);
  return one;
};

export const playedAnew = (name: string, seed = 1): Promise<Played> => {
  const scenario = scenarioNamed(name);
  return play({ template: templateOf(scenario), scenario, seed });
};

const templateOf = ({ stack }: Scenario) => loadTemplate(inject(`${stack ?? 'demo'}Template`));

/** The same beside the naive function. */
export const paired = (name: string): Promise<Pair> =>
  once(pairs, name, async () =>
    pairOf(scenarioNamed(name), await played(name), { template: inject('naiveTemplate'), seed: 1 }),
  );

export type Wanted = Readonly<Record<string, unknown>>;

export const linesOf = (lines: readonly JournalLine[], kind: JournalKind, wanted: Wanted = {}) =>
  lines.filter((line) => line.kind === kind && Object.entries(wanted).every(([name, value]) => line[name] === value));

/** The world of a scenario as its story starts, for tests that ask the world itself. `minutes`: how long it then lives. */
export const lived = async (name: string, minutes: number): Promise<World> => {
  const scenario = scenarioNamed(name);
  const template = templateOf(scenario);
  const world = await makeWorld({ template, seed: 1, start: STORY_START, faults: scenario.faults ?? {} });
  furnish(world, scenario);
  scenario.script(makeStage(world, scenario));
  await world.run({ until: STORY_START + minutes * 60_000 });
  return world;
};
