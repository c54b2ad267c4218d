/** Says what is still moving, for people to read; undefined when nothing is. */
export type Unrest = () => string | undefined;

/**
 * Knows whether anything is in flight outside the clock's queue: workers that run, bytes on the wire. Real time passes
 * here, and only here; virtual time stands still meanwhile.
 */
export type Stillness = {
  /** Every part that can be in flight says so. */
  readonly watch: (unrest: Unrest) => void;
  /** To be called after every change that might have brought stillness. */
  readonly touched: () => void;
  /** Makes the run fail: for what goes wrong where nobody can catch it. */
  readonly broke: (cause: unknown) => void;
  /** Resolves when nothing moves; rejects with a list of what does if that takes too long in real time. */
  readonly settled: () => Promise<void>;
};

type Waiting = { readonly resolve: () => void; readonly reject: (cause: unknown) => void };

/** `patienceMs` is real time, in milliseconds. */
export const makeStillness = (patienceMs = 30_000): Stillness => {
  const watched: Unrest[] = [];
  let waiting: Waiting | undefined;
  let broken: { readonly cause: unknown } | undefined;

  const moving = (): readonly string[] => watched.map((unrest) => unrest()).filter((what) => what !== undefined);
  const finish = (end: (whoWaits: Waiting) => void): void => {
    const whoWaits = waiting;
    waiting = undefined;
    if (whoWaits !== undefined) end(whoWaits);
  };

  return {
    watch: (unrest) => watched.push(unrest),
    touched: () => {
      if (waiting !== undefined && watched.every((unrest) => unrest() === undefined))
        finish(({ resolve }) => resolve());
    },
    broke: (cause) => {
      broken ??= { cause };
      finish(({ reject }) => reject(cause));
    },
    settled: () => {
      if (broken !== undefined) return Promise.reject(broken.cause);
      if (moving().length === 0) return Promise.resolve();
      return within(patienceMs, moving, (whoWaits) => {
        waiting = whoWaits;
      });
    },
  };
};

const within = (patienceMs: number, moving: () => readonly string[], begin: (waiting: Waiting) => void) =>
  new Promise<void>((resolve, reject) => {
    const watchdog = setTimeout(() => {
      const culprits = moving().join('\n  ');
      reject(new Error(`not quiet after ${patienceMs / 1000} s of real time; still in flight:\n  ${culprits}`));
    }, patienceMs);
    begin({
      resolve: () => {
        clearTimeout(watchdog);
        resolve();
      },
      reject: (cause) => {
        clearTimeout(watchdog);
        reject(cause);
      },
    });
  });
