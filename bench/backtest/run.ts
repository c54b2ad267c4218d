import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { writeHistory } from './history.ts';
import type { Recorded } from './records.ts';

/** One length of history, as the command played it. */
export type Backtested = {
  readonly days: number;
  readonly rows: number;
  readonly guards: number;
  readonly alarms: number;
  readonly episodes: number;
  /** Real ones, with the start of Node. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly rssMb: number;
  /** After a collection, shortly before the end. */
  readonly aliveMb: number;
};

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const INSIDE = new URL('../inside/backtest.ts', import.meta.url).href;
const CONFIG = join('bench', 'backtest', 'recorded.config.ts');

/** Twice: once for its time and its peak as they are, and once with collections, which take time. */
export const backtested = async (records: readonly Recorded[], days: number): Promise<Backtested> => {
  const directory = mkdtempSync(join(tmpdir(), 'sagemaker-rollback-bench-'));
  try {
    const metrics = join(directory, 'metrics.csv');
    writeHistory(metrics, records, days);
    const asked = ['--metrics', metrics, '--html', join(directory, 'backtest.html')];
    const plain = await run([], asked);
    const collected = await run(['--expose-gc'], asked);
    const { rows, episodes, guards } = plain.said;
    return {
      days,
      rows,
      guards: new Set(guards.map(({ guard }) => guard)).size,
      alarms: guards.filter(({ periods }) => periods > 0).length,
      episodes,
      seconds: plain.seconds,
      cpuSeconds: plain.took.cpuSeconds,
      rssMb: plain.took.rssMb,
      aliveMb: collected.took.aliveMb,
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

type Said = {
  readonly rows: number;
  readonly episodes: number;
  readonly guards: readonly { readonly guard: string; readonly periods: number }[];
};
type Run = {
  readonly said: Said;
  readonly seconds: number;
  readonly took: Record<'rssMb' | 'aliveMb' | 'cpuSeconds', number>;
};

const run = async (node: readonly string[], asked: readonly string[]): Promise<Run> => {
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [...node, '--import', INSIDE, join('cli', 'main.cjs'), 'backtest', '--config', CONFIG, '--json', ...asked],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] },
  );
  const exited = once(child, 'exit').then(([code]) => ({ code, ended: performance.now() }));
  const outputs = child.stdio.slice(1).map((stream) => text(stream as Readable));
  const [{ code, ended }, [said = '', complaint = '', took = '']] = await Promise.all([exited, Promise.all(outputs)]);
  if (code !== 0) throw new Error(`backtest ended with ${code}: ${complaint}${said}`);
  return {
    said: JSON.parse(said) as Said,
    seconds: (ended - began) / 1_000,
    took: JSON.parse(took) as Run['took'],
  };
};
