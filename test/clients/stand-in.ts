import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { ROOT, SHELL } from '../cli/run.ts';

export type StandIn = {
  readonly endpointUrl: string;
  readonly region: string;
  readonly accountId: string;
  readonly process: ChildProcess;
};

/** `npm run sim` without npm, from its line of JSON on; rejects with what it says when it ends before that. */
export const standIn = async (...args: readonly string[]): Promise<StandIn> => {
  const child = spawn(process.execPath, ['cli/sim.ts', '--port', '0', ...args], { cwd: ROOT, env: SHELL });
  let told = '';
  child.stderr.on('data', (chunk) => {
    told += String(chunk);
  });
  for await (const line of createInterface(child.stdout)) {
    return { ...(JSON.parse(line) as Omit<StandIn, 'process'>), process: child };
  }
  throw new Error(told);
};

export const stop = async ({ process: child }: Pick<StandIn, 'process'>): Promise<number | null> => {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const [code] = (await ended) as [number | null];
  return code;
};

/** What a program prints, whether it fails or not. */
export const output = (program: string, ...args: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    // Python's own files would be left in the tree.
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
    execFile(program, args, { cwd: import.meta.dirname, env }, (_error, stdout, stderr) => resolve(stdout || stderr));
  });

/** Undefined when a program is there and does this, else why the tests that need it are skipped. */
export const absence = (what: string, program: string, ...args: readonly string[]): string | undefined => {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return undefined;
  } catch {
    return `skipped: ${what} is not installed`;
  }
};
