import { Worker } from 'node:worker_threads';
import { merge, noCounts } from './counts.ts';
import { type Ran, runSeeds, type Seeds } from './run.ts';
import { makeDigest } from './trace.ts';

/** However many jobs there are, a run is cut into these parts, and put together in their order. */
const PART = 50;

export type Running = Seeds & { readonly jobs: number; readonly progress?: (done: number) => void };

/** Plays a range of seeds on so many threads: what comes of it does not depend on how many. */
export const runAll = async ({ from, count, jobs, progress }: Running): Promise<Ran> => {
  const parts: readonly Seeds[] = Array.from({ length: Math.ceil(count / PART) }, (_, place) => ({
    from: from + place * PART,
    count: Math.min(PART, count - place * PART),
  }));
  const ran: Ran[] = [];
  let [next, done] = [0, 0];
  const work = async (play: (seeds: Seeds) => Promise<Ran>): Promise<void> => {
    for (let place = next++; place < parts.length; place = next++) {
      const part = parts[place];
      if (part === undefined) return;
      ran[place] = await play(part);
      done += part.count;
      progress?.(done);
    }
  };
  if (jobs <= 1) await work(runSeeds);
  else await Promise.all(Array.from({ length: jobs }, () => onThread(work)));
  return together(ran);
};

const onThread = async (work: (play: (seeds: Seeds) => Promise<Ran>) => Promise<void>): Promise<void> => {
  const worker = new Worker(new URL('worker.ts', import.meta.url));
  try {
    await work(
      (seeds) =>
        new Promise((resolve, reject) => {
          worker.removeAllListeners();
          worker.once('message', resolve);
          worker.once('error', reject);
          worker.postMessage(seeds);
        }),
    );
  } finally {
    await worker.terminate();
  }
};

const together = (ran: readonly Ran[]): Ran => {
  const counts = noCounts();
  const digest = makeDigest();
  for (const part of ran) {
    merge(counts, part.counts);
    digest.add(part.digest);
  }
  return { counts, failures: ran.flatMap(({ failures }) => failures), digest: digest.text() };
};
