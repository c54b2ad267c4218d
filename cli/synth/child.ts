import { pathToFileURL } from 'node:url';
import type { RollbackConfig } from '../../infra/config/shape.ts';
import { synthDemo, synthDozen, synthJudged, synthLadder, synthReadings, synthStrategies } from '../../infra/demo.ts';
import { synthFleet } from '../../infra/fleet.ts';
import { synthOwn } from '../../infra/own.ts';
import { synthTemplate } from '../../infra/synth.ts';
import type { Mode } from '../../lambdas/domain/policy.ts';
import { synthNaive } from '../compare/naive/stack.ts';

// Synthesises in a process of its own: aws-cdk-lib takes some 200 MB, which are given back when it ends.
const [what = '', outdir = '', ...rest] = process.argv.slice(2);

/** Each answers what the parent reads on stdout. */
const MAKES: Readonly<Record<string, () => Promise<string>>> = {
  demo: () => synthDemo(outdir),
  ladder: () => synthLadder(outdir),
  strategies: () => synthStrategies(outdir),
  judged: () => synthJudged(outdir),
  readings: () => synthReadings(outdir),
  dozen: () => synthDozen(outdir),
  naive: () => synthNaive(outdir),
  own: () => synthOwn(outdir, rest[0] as Mode | undefined),
  fleets: async () => {
    const [file = '', ...counts] = rest;
    const { default: config } = (await import(pathToFileURL(file).href)) as { readonly default: RollbackConfig };
    const fleets = counts.map((count) => synthFleet(config, Number(count), outdir));
    return JSON.stringify([[synthTemplate(config, outdir)], ...fleets]);
  },
};

try {
  process.stdout.write((await MAKES[what]?.()) ?? '');
} catch (error) {
  const mendable = error instanceof Error && error.name === 'Misconfigured';
  process.stderr.write(`${mendable ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = mendable ? 2 : 70;
}
