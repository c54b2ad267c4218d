import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { assemblies } from './assemblies.ts';

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'assemblies-'));
  onTestFinished(() => rmSync(cache, { recursive: true }));
});

const writing =
  (made: string[]) =>
  async (name: string, outdir: string): Promise<void> => {
    made.push(name);
    mkdirSync(outdir);
    writeFileSync(join(outdir, 'template'), name);
  };

test('what was synthesised of the same sources is not synthesised again', async () => {
  const made: string[] = [];
  const first = await assemblies(['a', 'b'], writing(made), cache);
  expect(await assemblies(['a', 'b'], writing(made), cache)).toBe(first);
  expect(made).toEqual(['a', 'b']);
  expect(readFileSync(join(first, 'b', 'template'), 'utf8')).toBe('b');
});

test('other stacks are synthesised anew, and leave those of before', async () => {
  const made: string[] = [];
  const first = await assemblies(['a'], writing(made), cache);
  const second = await assemblies(['a', 'b'], writing(made), cache);
  expect(made).toEqual(['a', 'a', 'b']);
  expect(readdirSync(first)).toEqual(['a']);
  expect(readdirSync(second)).toEqual(['a', 'b']);
});

test('a synthesis that fails is tried again by the next run', async () => {
  const failing = assemblies(['a'], () => Promise.reject(new Error('no such stack')), cache);
  await expect(failing).rejects.toThrow('no such stack');
  const made: string[] = [];
  await assemblies(['a'], writing(made), cache);
  expect(made).toEqual(['a']);
});

test('what nobody asked for since yesterday is taken away when something is made', async () => {
  const longAgo = new Date(Date.now() - 2 * 86_400_000);
  const old = await assemblies(['a'], writing([]), cache);
  utimesSync(old, longAgo, longAgo);
  const made = await assemblies(['b'], writing([]), cache);
  expect(readdirSync(cache).map((name) => join(cache, name))).toEqual([made]);
});
