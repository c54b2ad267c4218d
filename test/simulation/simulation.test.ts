import { describe, expect, test } from 'vitest';
import { runAll } from '../../simulation/jobs.ts';
import { SITES } from '../../simulation/plan/faults.ts';
import { worldOf } from '../../simulation/plan/world-of.ts';
import { FITS } from '../../simulation/planted/fits.ts';
import { hunt } from '../../simulation/planted/hunt.ts';
import { PLANTED, plantedNamed as planted } from '../../simulation/planted/index.ts';
import { play } from '../../simulation/play.ts';
import { coverageOf } from '../../simulation/report.ts';
import { runSeeds } from '../../simulation/run.ts';
import { shrink } from '../../simulation/shrink.ts';

describe('the simulation', () => {
  test('plays forty worlds in which no invariant is broken', async () => {
    const { failures, counts } = await runSeeds({ from: 1, count: 40 });
    expect(failures).toEqual([]);
    expect(counts).toMatchObject({ worlds: 40 });
    expect(counts.shifts).toBeGreaterThan(10);
  });

  test('gives the same whatever number of threads plays it', async () => {
    const range = { from: 1, count: 12, part: 5 };
    expect(await runAll({ ...range, jobs: 2 })).toEqual(await runAll({ ...range, jobs: 1 }));
  });

  test('tells the same of a seed twice, byte by byte', async () => {
    const [one, other] = [await play(worldOf(4), { keepsTrace: true }), await play(worldOf(4), { keepsTrace: true })];
    expect(one.trace.length).toBeGreaterThan(50);
    expect(other).toEqual(one);
  });

  test('has a plan that is data, and nothing but data', () => {
    const plan = worldOf(7);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(worldOf(7)).toEqual(plan);
    expect(worldOf(8)).not.toEqual(plan);
  });

  test('counts the faults of each call site', async () => {
    const matrix = coverageOf(await runSeeds({ from: 1, count: 3 }));
    for (const site of SITES) expect(matrix).toContain(site);
  });

  test.each([
    ['no sweep', 'C3'],
    ['mode ignored', 'I4'],
    ['200 taken as proof', 'L2'],
    ['everything to zero', 'I1'],
    ['DesiredInstanceCount sent', 'I6'],
    ['acts without an intent', 'C1'],
    ['trusts the event without reading', 'I2'],
  ])('sees the planted bug "%s" by %s', async (name, code) => {
    expect(await hunt(planted(name), { from: 1, seeds: 20 })).toMatchObject({ caught: { code } });
  });

  test('makes a failing world smaller, and it still breaks the same invariant', async () => {
    const { automation } = planted('everything to zero');
    const plan = worldOf(1);
    const { plan: smaller, outcome } = await shrink(plan, 'I1', { automation });
    expect(outcome.violation).toMatchObject({ code: 'I1' });
    expect(smaller.happenings.length).toBeLessThan(plan.happenings.length);
  });

  test('has a name of its own for each planted bug, and the invariants that are there to see it', () => {
    expect(PLANTED.length).toBeGreaterThanOrEqual(25);
    expect(new Set(PLANTED.map(({ name }) => name)).size).toBe(PLANTED.length);
    expect(Object.keys(FITS).toSorted()).toEqual(PLANTED.map(({ name }) => name).toSorted());
  });
});
