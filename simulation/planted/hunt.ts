import { shipped } from '../automation.ts';
import { worldOf } from '../plan/world-of.ts';
import { play } from '../play.ts';
import { FITS } from './fits.ts';
import type { Planted } from './planted.ts';

export type Hunted = {
  readonly name: string;
  /** Absent: none of the seeds caught it. */
  readonly caught?: { readonly seed: number; readonly code: string; readonly what: string };
  readonly seeds: number;
};

/**
 * Plays worlds with the bug until an invariant that is there for it sees it. The same world without the bug must be clean:
 * with the code that is shipped, and with that in which the bug was put.
 */
export const hunt = async (
  { name, automation, control = shipped }: Planted,
  { from, seeds }: { readonly from: number; readonly seeds: number },
): Promise<Hunted> => {
  const fits = FITS[name] ?? [];
  for (let count = 1; count <= seeds; count += 1) {
    const seed = from + count - 1;
    const plan = worldOf(seed);
    const { violation } = await play(plan, { automation });
    if (violation === undefined || !fits.includes(violation.code)) continue;
    const isClean = async (one: typeof shipped): Promise<boolean> =>
      (await play(plan, { automation: one })).violation === undefined;
    if (!(await isClean(shipped)) || (control !== shipped && !(await isClean(control)))) continue;
    return { name, caught: { seed, code: violation.code, what: violation.what }, seeds: count };
  }
  return { name, seeds };
};
