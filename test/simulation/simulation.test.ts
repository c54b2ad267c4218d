import { describe, expect, test } from 'vitest';
import { SITES } from '../../simulation/plan/faults.ts';
import { worldOf } from '../../simulation/plan/world-of.ts';
import { hunt } from '../../simulation/planted/hunt.ts';
import { PLANTED } from '../../simulation/planted/index.ts';
import { play } from '../../simulation/play.ts';
import { coverageOf } from '../../simulation/report.ts';
import { runSeeds } from '../../simulation/run.ts';
import { shrink } from '../../simulation/shrink.ts';

const planted = (name: string) => {
  const found = PLANTED.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no planted bug is called ${name}`);
  return found;
};

describe('the simulation', () => {
  test('plays ten worlds in which no invariant is broken', async () => {
    const { failures, counts } = await runSeeds({ from: 1, count: 10 });
    expect(failures).toEqual([]);
    expect(counts).toMatchObject({ worlds: 10 });
    expect(counts.shifts).toBeGreaterThan(0);
  });

  test('tells the same of a seed twice, byte by byte', async () => {
    const [one, other] = [await play(worldOf(3), { keepsTrace: true }), await play(worldOf(3), { keepsTrace: true })];
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

  test('has a name of its own for each planted bug', () => {
    expect(PLANTED.length).toBeGreaterThanOrEqual(25);
    expect(new Set(PLANTED.map(({ name }) => name)).size).toBe(PLANTED.length);
  });
});
