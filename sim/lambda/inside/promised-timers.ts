import type { TimerFunctions } from './timers.ts';

type Options = { readonly signal?: AbortSignal };

export type PromisedTimers = {
  readonly setTimeout: <T>(delay?: number, value?: T, options?: Options) => Promise<T | undefined>;
  readonly setInterval: <T>(delay?: number, value?: T, options?: Options) => AsyncGenerator<T | undefined>;
  readonly wait: (delay: number, options?: Options) => Promise<void>;
};

/** `timers/promises` on top of the given timers. */
export const promisedTimers = (timers: TimerFunctions): PromisedTimers => {
  const sleep = <T>(delay?: number, value?: T, options?: Options): Promise<T | undefined> =>
    new Promise((resolve, reject) => {
      const { signal } = options ?? {};
      const abort = (): void => {
        timers.clearTimeout(timer);
        reject(aborted(signal));
      };
      const timer = timers.setTimeout(() => {
        signal?.removeEventListener('abort', abort);
        resolve(value);
      }, delay);
      if (signal?.aborted === true) abort();
      else signal?.addEventListener('abort', abort, { once: true });
    });
  return {
    setTimeout: sleep,
    setInterval: async function* <T>(delay?: number, value?: T, options?: Options) {
      for (;;) yield await sleep(delay, value, options);
    },
    wait: async (delay, options) => {
      await sleep(delay, undefined, options);
    },
  };
};

const aborted = (signal: AbortSignal | undefined): Error =>
  Object.assign(new Error('The operation was aborted', { cause: signal?.reason }), {
    name: 'AbortError',
    code: 'ABORT_ERR',
  });
