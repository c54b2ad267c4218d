/** Real time, for a world that is bound to it. */
export type Wake = {
  /** Ends the sleep under way, or the next one. */
  readonly ring: () => void;
  /** Sleeps so long, in milliseconds of real time, or until somebody rings. */
  readonly sleep: (ms: number) => Promise<void>;
};

/** Timers hold no longer than this. */
const LONGEST_SLEEP_MS = 2 ** 31 - 1;

export const makeWake = (): Wake => {
  let rung = false;
  let awake: (() => void) | undefined;
  const ring = (): void => {
    rung = true;
    awake?.();
  };
  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(ring, Math.min(ms, LONGEST_SLEEP_MS));
      awake = () => {
        clearTimeout(timer);
        awake = undefined;
        rung = false;
        resolve();
      };
      if (rung) awake();
    });
  return { ring, sleep };
};

/**
 * Epoch milliseconds that begin at `start` and go on `speed` times as fast as real time, whatever is done to the
 * machine's clock.
 */
export const wallFrom = (start: number, speed: number): (() => number) => {
  const began = performance.now();
  return () => start + Math.floor((performance.now() - began) * speed);
};

/** Sleeps in the milliseconds of a world that goes `speed` times as fast as real time. */
export const atSpeed = ({ ring, sleep }: Wake, speed: number): Wake => ({ ring, sleep: (ms) => sleep(ms / speed) });
