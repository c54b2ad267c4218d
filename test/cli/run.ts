import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env;

/** Of a user's shell, with nothing of the test runner in it but what it knows of compiled code. */
export const SHELL: Readonly<Record<string, string>> = { PATH, HOME, NODE_COMPILE_CACHE };

export type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs Node as a user's shell would, without a terminal. */
export const node = (...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const options = { cwd: ROOT, env: SHELL, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [...args], options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr }),
    );
  });

export const start = (...args: readonly string[]): Promise<Ended> =>
  node('-r', './cli/need-node.cjs', 'cli/start.ts', ...args);
