import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where a whole run of the tests leaves how long it took. */
export const LAST_RUN = fileURLToPath(new URL('../node_modules/.cache/sagemaker-rollback/tests.json', import.meta.url));

/** Real seconds of one command. One that failed took its time, too, but may have stopped early. */
export type Wall = { readonly seconds: number; readonly failed: boolean };

/** A whole run of the tests, and when it ended (ISO 8601). */
export type TestRun = Wall & { readonly at: string };

export const lastRun = (): TestRun | undefined =>
  existsSync(LAST_RUN) ? (JSON.parse(readFileSync(LAST_RUN, 'utf8')) as TestRun) : undefined;

/** Runs one command of npm's from the root of the project; its output is thrown away. */
export const npmWall = async (...args: readonly string[]): Promise<Wall> => {
  const began = performance.now();
  const child = spawn('npm', args, { cwd: fileURLToPath(new URL('..', import.meta.url)), stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  return { seconds: (performance.now() - began) / 1_000, failed: code !== 0 };
};
