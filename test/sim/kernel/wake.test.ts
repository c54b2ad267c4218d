import { expect, test, vi } from 'vitest';
import { atSpeed, wallFrom } from '../../../sim/kernel/wake.ts';

test.each([1, 60, 600])(
  'at speed %d, a world has so many seconds in a real one, and sleeps in its own',
  async (speed) => {
    const now = vi.spyOn(performance, 'now').mockReturnValue(5_000);
    const wall = wallFrom(1_000, speed);
    now.mockReturnValue(7_000);
    expect(wall()).toBe(1_000 + 2_000 * speed);
    now.mockRestore();

    const slept: number[] = [];
    const sleep = async (ms: number) => void slept.push(ms);
    const paced = atSpeed({ ring: () => undefined, sleep }, speed);
    await paced.sleep(60_000);
    await paced.sleep(Number.POSITIVE_INFINITY);
    expect(slept).toEqual([60_000 / speed, Number.POSITIVE_INFINITY]);
  },
);
