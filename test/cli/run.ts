import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs Node as a user's shell would: no terminal, and nothing of the test runner in its environment. */
export const node = (...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const { PATH = '', HOME = '' } = process.env;
    const options = { cwd: ROOT, env: { PATH, HOME }, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [...args], options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr }),
    );
  });

export const start = (...args: readonly string[]): Promise<Ended> =>
  node('-r', './cli/need-node.cjs', 'cli/start.ts', ...args);
