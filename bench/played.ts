import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthDemo } from '../infra/demo.ts';
import { play } from '../sim/play/play.ts';
import type { Scenario } from '../sim/play/scenario.ts';
import { SCENARIOS } from '../sim/scenarios/index.ts';
import { loadTemplate } from '../sim/template/load.ts';

/** One story on the stand-in: virtual minutes, real seconds, and calls of the functions that AWS would have seen. */
export type Played = { readonly minutes: number; readonly seconds: number; readonly calls: number };

/** An hour in which nothing happens: the sweep looks, three endpoints serve, alarms are evaluated. */
const QUIET: Scenario = {
  name: 'quiet',
  title: 'Nothing happens.',
  endpoint: 'fraud-detector',
  canaryShare: 0.1,
  requestsPerMinute: 6_000,
  atMostMinutes: 60,
  endsAs: null,
  script: () => undefined,
  expects: [],
};

/** Each story in each round, by its name. The template is synthesised once, and not counted. */
export const playRounds = async (rounds: number): Promise<ReadonlyMap<string, readonly Played[]>> => {
  const outdir = mkdtempSync(join(tmpdir(), 'sagemaker-rollback-bench-'));
  const incident = SCENARIOS.filter(({ name }) => name === 'bad-canary');
  const measured = new Map<string, Played[]>();
  try {
    const file = await synthDemo(outdir);
    for (let round = 0; round < rounds; round += 1)
      for (const scenario of [QUIET, ...incident])
        measured.set(scenario.name, [...(measured.get(scenario.name) ?? []), await playOnce(file, scenario)]);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
  return measured;
};

const playOnce = async (file: string, scenario: Scenario): Promise<Played> => {
  const began = performance.now();
  const { lines, story } = await play({ template: loadTemplate(file), scenario, seed: 1 });
  const seconds = (performance.now() - began) / 1_000;
  const calls = Object.values(story.awsCalls).reduce((sum, count) => sum + count, 0);
  return { minutes: Number(lines.at(-1)?.['virtualMinutes']), seconds, calls };
};
