import { type Moving, nextStep } from './run.ts';
import type { Wake } from './wake.ts';

export type Bound = {
  /** Real time, in epoch milliseconds. */
  readonly wall: () => number;
  /** Rung when something came in from outside, and when the signal aborts. */
  readonly wake: Wake;
  /** Ends the run. */
  readonly signal: AbortSignal;
};

/**
 * Lets the world run in real time: what is planned happens when its time has come, and what comes in from outside is
 * taken up at once. Work that takes longer than it should makes the world late, never out of order.
 */
export const runLive = async (moving: Moving, { wall, wake, signal }: Bound): Promise<void> => {
  while (!signal.aborted) {
    await moving.stillness.settled();
    catchUp(moving, wall());
    if (moving.outside.map((part) => part.takeUp()).includes(true)) continue;

    const next = nextStep(moving);
    const wait = next === undefined ? Number.POSITIVE_INFINITY : next.time - wall();
    if (wait > 0) {
      await wake.sleep(wait);
    } else {
      for (const part of moving.outside) part.advancing?.(next?.time ?? moving.clock.now());
      next?.take();
    }
  }
};

/** The clock goes on to the present, but never past what is planned. */
const catchUp = (moving: Moving, present: number): void => {
  const { clock, outside } = moving;
  const now = Math.min(present, nextStep(moving)?.time ?? present);
  if (now <= clock.now()) return;
  for (const part of outside) part.advancing?.(now);
  clock.advance(now);
};
