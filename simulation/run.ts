import { type Counts, merge, noCounts } from './counts.ts';
import { worldOf } from './plan/world-of.ts';
import { play, type Violation } from './play.ts';
import { makeDigest } from './trace.ts';

export type Seeds = { readonly from: number; readonly count: number };

export type Failure = Violation & { readonly seed: number };

/** What came of a range of seeds. */
export type Ran = { readonly counts: Counts; readonly failures: readonly Failure[]; readonly digest: string };

/** Plays a range of seeds, one after the other. */
export const runSeeds = async ({ from, count }: Seeds): Promise<Ran> => {
  const counts = noCounts();
  const failures: Failure[] = [];
  const digest = makeDigest();
  for (let seed = from; seed < from + count; seed += 1) {
    const outcome = await play(worldOf(seed));
    merge(counts, outcome.counts);
    digest.add(outcome.digest);
    if (outcome.violation) failures.push({ seed, ...outcome.violation });
  }
  return { counts, failures, digest: digest.text() };
};
