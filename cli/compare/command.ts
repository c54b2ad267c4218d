import { Presets, SingleBar } from 'cli-progress';
import { play } from '../../sim/play/play.ts';
import type { Scenario } from '../../sim/play/scenario.ts';
import { COMPARED } from '../../sim/scenarios/index.ts';
import { loadTemplate } from '../../sim/template/load.ts';
import { synthDemo, synthNaive } from '../synth/synth.ts';
import { temporaryDirectory } from '../temporary.ts';
import type { Page, Rows } from '../terminal/page.ts';
import { compareLines } from './json.ts';
import type { CompareOptions } from './options.ts';
import { type Pair, pairOf } from './pair.ts';
import { sideBySideRows } from './side-by-side.ts';
import { tableRows } from './table.ts';

export type CompareOutput = Page & {
  readonly write: (text: string) => void;
  /** Where a progress bar is shown; undefined where nobody would see it. */
  readonly progress?: NodeJS.WriteStream;
};

/** `npm start -- --compare naive`. Whether ours did all that it should. */
export const runCompare = async (options: CompareOptions, output: CompareOutput): Promise<boolean> => {
  const { scenario, seed, json } = options;
  const pairs = await playPairs(scenario ? [scenario] : COMPARED, seed, output.progress);
  const lines = json ? compareLines(pairs, seed).map((line) => JSON.stringify(line)) : rows(pairs, options, output);
  for (const line of lines) output.write(`${line}\n`);
  return pairs.every(({ unmet }) => unmet.length === 0);
};

const rows = (pairs: readonly Pair[], { scenario }: CompareOptions, page: Page): Rows =>
  scenario ? pairs.flatMap((pair) => sideBySideRows(pair, page)) : tableRows(pairs, page);

const playPairs = async (
  scenarios: readonly Scenario[],
  seed: number,
  stream: NodeJS.WriteStream | undefined,
): Promise<readonly Pair[]> => {
  const bar = stream && new SingleBar({ stream, format: FORMAT, ...BAR }, Presets.shades_classic);
  bar?.start(scenarios.length, 0);
  try {
    const [demo, naive] = await Promise.all([
      synthDemo(temporaryDirectory('demo')),
      synthNaive(temporaryDirectory('naive')),
    ]);
    const pairs: Pair[] = [];
    for (const scenario of scenarios) {
      const ours = await play({ template: loadTemplate(demo), scenario, seed });
      pairs.push(await pairOf(scenario, ours, { template: naive, seed }));
      bar?.increment();
    }
    return pairs;
  } finally {
    bar?.stop();
  }
};

const FORMAT = 'playing {bar} {value} of {total} scenarios, twice each';
const BAR = { clearOnComplete: true, hideCursor: true, gracefulExit: false };
