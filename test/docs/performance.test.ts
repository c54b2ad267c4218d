import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Weight, weigh } from '../../bench/bytes.ts';
import { bundle } from '../../infra/bundle.ts';
import { OUR_ENTRIES } from '../../infra/rollback-automation.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { read, section, shellLines, tableRows } from './pages.ts';

const page = read('docs/performance.md');
const [, printed = ''] = /<!-- bench -->\n```text\n([\s\S]*?)```\n<!-- \/bench -->/.exec(page) ?? [];

const weightOf = (name: keyof typeof OUR_ENTRIES): Weight => {
  const directory = mkdtempSync(join(tmpdir(), 'performance-test-'));
  try {
    return weigh(bundle(OUR_ENTRIES[name], directory));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

const numberIn = (cell = ''): number => Number(cell.replaceAll(',', ''));

/** A table is of one run; between two runs the code may change a little. */
const near = (value: number): readonly [number, number] => [value * 0.97, value * 1.03];

test.each(['reconcile', 'notify'] as const)('tells about the bytes that %s has', (name) => {
  const [, first, , later] =
    printed
      .split('\n')
      .map((line) => line.split(/ {2,}/))
      .find(([cell]) => cell === name) ?? [];
  const weight = weightOf(name);
  for (const [told, measured] of [
    [first, weight.before],
    [later, weight.later],
  ] as const) {
    const [least, most] = near(measured);
    expect(numberIn(told)).toBeGreaterThanOrEqual(least);
    expect(numberIn(told)).toBeLessThanOrEqual(most);
  }
});

test('tells as goals what the table of the same page holds', () => {
  const now = Object.fromEntries(
    tableRows(section(page, '## Goals') ?? '').map(([goal = '', value]) => [goal.split(':')[0], value]),
  );
  const cells = (name: string, nth: number) =>
    printed
      .split('\n')
      .filter((line) => line.startsWith(`${name}  `))
      [nth]?.split(/ {2,}/) ?? [];
  const [bytes, bytesByDefault] = [cells('reconcile', 0)[1], cells("reconcile, esbuild's default", 0)[1]];
  expect(now['Bytes loaded before a shift']).toBe(
    `${bytes}, ${(numberIn(bytes) / numberIn(bytesByDefault)).toFixed(2)}`,
  );
  expect(now['New process → shift accepted']).toBe((1 / Number(cells("esbuild's default", 0)[4])).toFixed(2));
  const overhead = Number(cells('shipped', 1)[2]) - Number(cells('the calls alone', 1)[2]);
  expect(now['Warm invocation']).toBe(overhead.toFixed(0));
});

test('names commands that exist', () => {
  const scripts: readonly string[] = Object.keys(packageJson.scripts);
  const named = shellLines(page).map((line) => /^npm run (\w+)/.exec(line)?.[1] ?? line);
  expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
});
