import { describe, expect, test } from 'vitest';
import { type Figures, figuresOf } from '../../bench/figures.ts';
import { report } from '../../bench/report.ts';
import { median, percentile } from '../../bench/statistics.ts';
import { table } from '../../bench/table.ts';

describe('a percentile', () => {
  test.each([
    [[3, 1, 2], 0.5, 2],
    [[4, 1, 3, 2], 0.5, 2],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9, 9],
    [[7], 0.99, 7],
    [[1, 2], 0, 1],
  ])('of %j at %d is %d, one of the values', (values, share, expected) => {
    expect(percentile(values, share)).toBe(expected);
  });
  test('of nothing is no number', () => expect(median([])).toBeNaN());
});

test('a table aligns its first column left and the others right', () => {
  expect(table(['a', 'bb'], [['ccc', '1']])).toBe('a    bb\n---  --\nccc   1');
});

const call = (operation: string) => ({ operation, asked: 0, answered: 0 });
const cold = (wall: number) => ({
  wall,
  cpuToLoad: 50,
  cpuToShift: 80,
  cpu: 90,
  rssMb: 60,
  calls: ['DescribeEndpoint', 'UpdateEndpointWeightsAndCapacities', 'Publish'].map(call),
});
const weight = { before: 1_000, filesBefore: 1, later: 500, files: 3 };
const figures = (over: Partial<Parameters<typeof figuresOf>[0]> = {}): Figures =>
  figuresOf({
    cold: new Map([
      ['shipped', [cold(100), cold(120), cold(110)]],
      ["esbuild's default", [cold(220)]],
    ]),
    warm: new Map([['shipped', [{ invocations: [{ toShift: 30, whole: 60 }], cpuEach: 9, callsEach: 10, rssMb: 70 }]]]),
    bytes: new Map([
      ['reconcile', weight],
      ["reconcile, esbuild's default", { ...weight, before: 3_000 }],
    ]),
    played: new Map([['quiet', [{ minutes: 60, seconds: 2, calls: 100 }]]]),
    start: { seconds: 4, failed: false },
    tests: { seconds: 100, failed: false, at: '2026-01-05T10:00:00.000Z' },
    ...over,
  });

describe('the figures', () => {
  test('are medians, and ratios to what is shipped', () => {
    const { cold: measured, played, walls } = figures();
    expect(measured['shipped']).toMatchObject({ n: 3, p50: 110, p99: 120, ratio: 1, calls: 3, callsBeforeShift: 1 });
    expect(measured["esbuild's default"]).toMatchObject({ n: 1, p50: 220, ratio: 2 });
    expect(played['quiet']?.perSecond).toBe(30);
    expect(walls).toMatchObject({ start: { seconds: 4 }, tests: { seconds: 100, ratio: 25 } });
  });
  test('are told in lines of a terminal’s width or little more', () => {
    const text = report(figures());
    expect(text).toMatch(/esbuild's default +1 +220 +220 +2\.00/);
    expect(text).toMatch(/reconcile, esbuild's default +3,000 +1 +500 +2 +3\.00/);
    expect(text).toContain('npm test, as it was at 2026-01-05T10:00:00.000Z');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  });
  test('say so when the tests were never run', () => {
    expect(report(figures({ tests: undefined }))).toContain('no whole run so far');
  });
  test('say so when a command failed', () => {
    expect(report(figures({ start: { seconds: 1, failed: true } }))).toMatch(/npm start .*, which FAILED +1\.0/);
  });
});
