import { describe, expect, test } from 'vitest';
import { stormReport } from '../../bench/storm/report.ts';
import { playStorm } from '../../bench/storm/storm.ts';

/** As many endpoints as SageMaker takes two minutes for; `npm run bench -- storm` plays a thousand. */
const ENDPOINTS = 120;
const outcome = playStorm({ endpoints: ENDPOINTS, healthy: 30, callsPerSecond: 1, minutes: 14 });

describe('F52: when all endpoints alarm within a minute', () => {
  test('none is lost, no event is dropped and no run fails', async () => {
    expect(await outcome).toMatchObject({ endpoints: ENDPOINTS, lost: 0, dropped: 0, failed: 0 });
  });
  test('none waits for its look longer than 1.2 times what all the calls take', async () => {
    const { longestWait, leastTime } = await outcome;
    expect(longestWait).toBeLessThanOrEqual(1.2 * leastTime);
  });
  test('each canary that is worse than its own stable is shifted', async () => {
    const { worse, shiftedWorse } = await outcome;
    expect([worse, shiftedWorse]).toEqual([36, 36]);
  });
  test('I7: of the others no more than may open incidents before it is a storm, and one for each container', async () => {
    expect((await outcome).shiftedShared).toBeLessThanOrEqual(10 + 5);
  });
  test('people get a letter a minute at the most, and those of the few that came before it was seen', async () => {
    const { letters, stormLetters } = await outcome;
    expect(stormLetters).toBeGreaterThan(0);
    expect(stormLetters).toBeLessThanOrEqual(14);
    expect(letters - stormLetters).toBeLessThanOrEqual(2 * (10 + 5));
  });
  test('SageMaker is asked no more than it takes, and no run is longer than its function may take', async () => {
    const { calls, budget, longestRun } = await outcome;
    expect(calls).toBeLessThanOrEqual(budget * 60 * (14 + 1));
    expect(longestRun).toBeLessThan(30);
  });
  test('it is told in a table, a column for each budget', async () => {
    expect(stormReport([await outcome])).toContain('worse than their own stable, and shifted');
  });
});
