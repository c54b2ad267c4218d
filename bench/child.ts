import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { environmentOf } from './invocation.ts';

/** What a process wrote on descriptor 3, and when it was spawned and ended, in milliseconds of `performance.now()`. */
export type Reported<T> = { readonly report: T; readonly began: number; readonly ended: number };

/** Runs one of the files in `inside/` against the stub at `url`, to its end. What it prints itself is thrown away. */
export const reported = async <T>(url: string, args: readonly string[]): Promise<Reported<T>> => {
  const began = performance.now();
  const child = spawn(process.execPath, args, {
    env: environmentOf(url),
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit').then(([code]) => ({ code, ended: performance.now() }));
  const said = [text(child.stdio[3] as Readable), text(child.stderr as Readable)] as const;
  const [report, complaint, { code, ended }] = await Promise.all([...said, exited]);
  if (code !== 0) throw new Error(`${args.join(' ')}: the process ended with ${code}: ${complaint}`);
  return { report: JSON.parse(report) as T, began, ended };
};
