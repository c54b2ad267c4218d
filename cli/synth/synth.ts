import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Mode } from '../../lambdas/domain/policy.ts';

/** A config that cannot be deployed; the message lists its problems. */
export class SynthFailure extends Error {
  override name = 'SynthFailure';
}

/** Synthesises the demo's config, or the adopter's own, and answers the path of the template in `outdir`. */
export const synthDemo = (outdir: string): Promise<string> => run(['demo', outdir]);
/** What a scenario is played on. */
export const synthStack = (
  stack: 'demo' | 'ladder' | 'strategies' | 'dozen' | 'judged' | 'readings',
  outdir: string,
): Promise<string> => run([stack, outdir]);
/** The naive function that the product is compared with, on the demo's alarms. */
export const synthNaive = (outdir: string): Promise<string> => run(['naive', outdir]);
export const synthOwn = (outdir: string, mode?: Mode, signal?: AbortSignal): Promise<string> =>
  run(['own', outdir, ...(mode ? [mode] : [])], signal);

/** Paths of the templates that a config takes as it is and, for each count, with its first endpoint so many times. */
export const synthFleets = async (
  outdir: string,
  { file, counts }: { readonly file: string; readonly counts: readonly number[] },
): Promise<readonly (readonly string[])[]> =>
  JSON.parse(await run(['fleets', outdir, file, ...counts.map(String)])) as readonly (readonly string[])[];

const MENDABLE = 2;

const run = async (args: readonly string[], signal?: AbortSignal): Promise<string> => {
  try {
    const child = [join(import.meta.dirname, 'child.ts'), ...args];
    const { stdout } = await promisify(execFile)(process.execPath, child, { encoding: 'utf8', signal });
    return stdout;
  } catch (error) {
    const { code, stderr = '' } = error as { readonly code?: unknown; readonly stderr?: string };
    throw code === MENDABLE ? new SynthFailure(stderr.trimEnd()) : error;
  }
};
