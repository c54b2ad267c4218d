import { createHook } from 'node:async_hooks';

/** What can stay open for ever without anything being about to happen in this thread. */
const RESTFUL = new Set(['MessagePort', 'TCPSocketWrap', 'PipeWrap', 'TTYWrap']);

/** Turns of the event loop that must pass without a sign of life before the thread counts as idle. */
const CALM_TURNS = 3;

export type Activity = {
  /** A stimulus came in: the thread is not idle until it has come to rest again. */
  readonly touched: () => void;
};

/** Reports once after every stimulus, as soon as nothing more can follow from it without a new one. */
export const watchActivity = (mayRest: () => boolean, report: () => void): Activity => {
  const jobs = watchJobs();
  let calm = 0;
  let armed = false;

  const look = (): void => {
    const busy = jobs.size > 0 || process.getActiveResourcesInfo().some((kind) => !RESTFUL.has(kind)) || !mayRest();
    calm = busy ? 0 : calm + 1;
    if (calm < CALM_TURNS) return void setImmediate(look);
    armed = false;
    report();
  };
  return {
    touched: () => {
      calm = 0;
      if (armed) return;
      armed = true;
      setImmediate(look);
    },
  };
};

/** Jobs of the thread pool that `getActiveResourcesInfo` does not list: cryptography and compression. */
const watchJobs = (): ReadonlySet<number> => {
  const jobs = new Set<number>();
  const hook = {
    init: (id: number, kind: string): void => void (isJob(kind) && jobs.add(id)),
    destroy: (id: number): void => void jobs.delete(id),
    trackPromises: false,
  };
  createHook(hook).enable();
  return jobs;
};

const isJob = (kind: string): boolean =>
  (kind.endsWith('REQUEST') && !kind.startsWith('HTTP')) || /^(ZLIB|BROTLI|ZSTD)/.test(kind);
