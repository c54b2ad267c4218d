import { worldOf } from '../plan/world-of.ts';
import { play } from '../play.ts';
import type { Planted } from './planted.ts';

export type Hunted = {
  readonly name: string;
  /** Absent: none of the seeds caught it. */
  readonly caught?: { readonly seed: number; readonly code: string; readonly what: string };
  readonly seeds: number;
};

/** Plays worlds with the bug until an invariant sees it, which the shipped code keeps in that world. */
export const hunt = async (
  { name, automation }: Planted,
  { from, seeds }: { readonly from: number; readonly seeds: number },
): Promise<Hunted> => {
  for (let count = 1; count <= seeds; count += 1) {
    const seed = from + count - 1;
    const { violation } = await play(worldOf(seed), { automation });
    if (violation === undefined || (await play(worldOf(seed))).violation !== undefined) continue;
    return { name, caught: { seed, code: violation.code, what: violation.what }, seeds: count };
  }
  return { name, seeds };
};
