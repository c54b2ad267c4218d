import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { timesPlayed, writeHistory } from '../../bench/backtest/history.ts';
import { type Recorded, records } from '../../bench/backtest/records.ts';
import { goalsOf, isMet, reportBacktest } from '../../bench/backtest/report.ts';
import { type Backtested, backtested } from '../../bench/backtest/run.ts';
import { read } from '../docs/pages.ts';

const recorded = (columns: readonly string[], length: number): Recorded => ({
  columns,
  figures: Array.from({ length }, (_, place) => String(place)),
});

/** Cells of the file that is written of these records, row by row. */
const written = (all: readonly Recorded[], days: number): readonly (readonly string[])[] => {
  const directory = mkdtempSync(join(tmpdir(), 'bench-backtest-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, 'metrics.csv');
  writeHistory(file, all, days);
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
};

describe('the history that is played', () => {
  const all = [recorded(['cpu'], 1_000), recorded(['requests', 'orders'], 600)];
  test('has a row for each minute, and a column for each metric of both variants', () => {
    const [header, ...rows] = written(all, 1);
    expect(header).toEqual([
      'timestamp',
      ...['canary', 'stable'].flatMap((of) => ['cpu', 'requests', 'orders'].map((one) => `${of} ${one}`)),
    ]);
    expect(rows.map(([time]) => time)).toEqual(
      Array.from({ length: 1_440 }, (_, minute) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()),
    );
  });
  test('begins each record again where it ends, and gives stable the figures of half a record later', () => {
    const rows = written(all, 1);
    expect([1, 601, 1_001].map((place) => rows[place]?.slice(1))).toEqual([
      ['0', '0', '0', '500', '300', '300'],
      ['600', '0', '0', '100', '300', '300'],
      ['0', '400', '400', '500', '100', '100'],
    ]);
    expect(timesPlayed(all, 1)).toBe(3);
  });
});

const measured = (over: Partial<Backtested> = {}): Backtested => ({
  days: 14,
  rows: 20_160,
  guards: 10,
  alarms: 20,
  episodes: 17,
  seconds: 3,
  cpuSeconds: 2.5,
  rssMb: 200,
  aliveMb: 45,
  ...over,
});
const longer = (over: Partial<Backtested> = {}): Backtested => measured({ days: 140, rows: 201_600, ...over });

describe('the goals', () => {
  test.each<readonly [string, Partial<Backtested>, Partial<Backtested>, readonly boolean[]]>([
    ['are met by what is fast and flat', {}, {}, [true, true]],
    ['want fourteen days in ten seconds', { seconds: 10.1 }, {}, [false, true]],
    ['want next to nothing of each row kept', {}, { aliveMb: 48 }, [true, false]],
  ])('%s', (_, short, long, met) => {
    expect(goalsOf({ short: measured(short), long: longer(long) }).map(isMet)).toEqual(met);
  });
});

test('docs/backtest.md has every row that is printed, and each goal as met', () => {
  const page = read('docs/backtest.md');
  const names = reportBacktest({ short: measured(), long: longer() }, records())
    .split('\n')
    .map((line) => line.split(/ {2,}/)[0] ?? '')
    .filter((name) => !/^-*$/.test(name));
  expect(names.filter((name) => !page.includes(name))).toEqual([]);
  expect(page).not.toContain('NOT MET');
});

test('the command plays ten guards on both variants, over nothing but what was recorded', async () => {
  const { rows, guards, alarms, aliveMb, rssMb } = await backtested(records(), 1);
  expect({ rows, guards, alarms }).toEqual({ rows: 1_440, guards: 10, alarms: 20 });
  expect(aliveMb).toBeGreaterThan(1);
  expect(rssMb).toBeGreaterThan(aliveMb);
}, 60_000);
