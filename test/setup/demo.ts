import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { synthNaive } from '../../cli/compare/naive/stack.ts';
import { synthDemo, synthLadder, synthStrategies } from '../../infra/demo.ts';

/** Every test plays the same synthesised templates and bundles: made once, before the first of them. */
export default async ({ provide }: TestProject): Promise<() => void> => {
  const outdir = mkdtempSync(join(tmpdir(), 'sagemaker-rollback-test-'));
  provide('demoTemplate', await synthDemo(outdir));
  provide('ladderTemplate', await synthLadder(join(outdir, 'ladder')));
  provide('strategiesTemplate', await synthStrategies(join(outdir, 'strategies')));
  provide('naiveTemplate', await synthNaive(join(outdir, 'naive')));
  return () => rmSync(outdir, { recursive: true, force: true });
};

declare module 'vitest' {
  export interface ProvidedContext {
    demoTemplate: string;
    /** The demo with its endpoints in the modes in which people are asked. */
    ladderTemplate: string;
    strategiesTemplate: string;
    naiveTemplate: string;
  }
}
