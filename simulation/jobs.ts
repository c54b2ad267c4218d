import { Worker } from 'node:worker_threads';
import { merge, noCounts } from './counts.ts';
import type { Ran, Seeds } from './run.ts';
import { makeDigest } from './trace.ts';
import { type Given, type Kind, type Task, workOn } from './work.ts';

/** However many jobs there are, a run is cut into these parts, and put together in their order. */
const PART = 50;

export type Running = Seeds & {
  readonly jobs: number;
  readonly progress?: (done: number) => void;
  readonly part?: number;
};

/** Plays a range of seeds on so many threads: what comes of it does not depend on how many. */
export const runAll = async ({ from, count, jobs, progress, part = PART }: Running): Promise<Ran> => {
  let done = 0;
  const ran = await onThreads({
    jobs,
    tasks: partsOf({ from, count }, part).map((seeds) => ({ kind: 'seeds', asked: seeds }) as const),
    finished: (_, { asked }) => {
      done += asked.count;
      progress?.(done);
    },
  });
  return together(ran);
};

export const partsOf = ({ from, count }: Seeds, size: number): readonly Seeds[] =>
  Array.from({ length: Math.ceil(count / size) }, (_, place) => ({
    from: from + place * size,
    count: Math.min(size, count - place * size),
  }));

export type Threads<Some extends Kind> = {
  readonly jobs: number;
  readonly tasks: readonly Task<Some>[];
  /** Told of each task in their order, as soon as those before it are done, too. */
  readonly finished?: (given: Given<Some>, task: Task<Some>) => void;
};

/** Does the tasks on so many threads, and gives what came of them in their order. */
export const onThreads = async <Some extends Kind>({
  jobs,
  tasks,
  finished,
}: Threads<Some>): Promise<readonly Given<Some>[]> => {
  const given: Given<Some>[] = [];
  let [next, told] = [0, 0];
  const work = async (one: (task: Task<Some>) => Promise<Given<Some>>): Promise<void> => {
    for (let place = next++; place < tasks.length; place = next++) {
      const task = tasks[place];
      if (task === undefined) return;
      given[place] = await one(task);
      for (; told in given; told += 1) {
        const [result, its] = [given[told], tasks[told]];
        if (result !== undefined && its !== undefined) finished?.(result, its);
      }
    }
  };
  if (jobs <= 1) await work(workOn);
  else await Promise.all(Array.from({ length: Math.min(jobs, tasks.length) }, () => onThread(work)));
  return given;
};

const onThread = async <Some extends Kind>(
  work: (one: (task: Task<Some>) => Promise<Given<Some>>) => Promise<void>,
): Promise<void> => {
  const worker = new Worker(new URL('worker.ts', import.meta.url));
  try {
    await work(
      (task) =>
        new Promise((resolve, reject) => {
          worker.removeAllListeners();
          worker.once('message', resolve);
          worker.once('error', reject);
          worker.postMessage(task);
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
