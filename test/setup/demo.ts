import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { assemblies } from './assemblies.ts';

const NAMES = ['demo', 'ladder', 'strategies', 'dozen', 'judged', 'readings', 'naive'] as const;
type Name = (typeof NAMES)[number];

/** Every test plays the same synthesised templates and bundles: made before the first of them, if they are not there yet. */
export default async ({ provide }: TestProject): Promise<() => void> => {
  const made = await assemblies(NAMES, synth);
  const outdir = mkdtempSync(join(tmpdir(), 'sagemaker-rollback-test-'));
  for (const name of NAMES) provide(`${name}Template`, laidOut(join(made, name), join(outdir, name)));
  return () => rmSync(outdir, { recursive: true, force: true });
};

/** Loads the CDK only where there is something to synthesise. */
const synth = async (name: string, outdir: string): Promise<string> => {
  const { synthDemo, synthDozen, synthJudged, synthLadder, synthReadings, synthStrategies } = await import(
    '../../infra/demo.ts'
  );
  const { synthNaive } = await import('../../cli/compare/naive/stack.ts');
  const by: Readonly<Record<Name, (directory: string) => Promise<string>>> = {
    demo: synthDemo,
    ladder: synthLadder,
    strategies: synthStrategies,
    dozen: synthDozen,
    judged: synthJudged,
    readings: synthReadings,
    naive: synthNaive,
  };
  return by[name as Name](outdir);
};

/** The path of an assembly's template; a copy, since tests may write beside it and into its bundles. */
const laidOut = (made: string, outdir: string): string => {
  cpSync(made, outdir, { recursive: true });
  const template = readdirSync(outdir).find((name) => name.endsWith('.template.json'));
  if (template === undefined) throw new Error(`no template was synthesised in ${made}`);
  return join(outdir, template);
};

declare module 'vitest' {
  export interface ProvidedContext {
    demoTemplate: string;
    /** The demo with its endpoints in the modes in which people are asked. */
    ladderTemplate: string;
    strategiesTemplate: string;
    /** A dozen endpoints, with tight limits. */
    dozenTemplate: string;
    /** Canaries that are compared with their stable. */
    judgedTemplate: string;
    readingsTemplate: string;
    naiveTemplate: string;
  }
}
