import type { Instant } from '../types.ts';
import type { SteppedClock } from './clock.ts';
import type { Stillness } from './stillness.ts';

/** What lives beside the clock's queue: what arrived since the last stillness, and timers inside workers. */
export type Outside = {
  /** Takes up what came in, in an order that does not depend on real time; says whether there was anything. */
  readonly takeUp: () => boolean;
  /** Told the time of the next step just before it is taken. */
  readonly advancing?: (now: Instant) => void;
  /** The earliest virtual timer that may fire, and how to fire it. */
  readonly timer?: () => { readonly time: Instant; readonly fire: () => void } | undefined;
};

export type Moving = {
  readonly clock: SteppedClock;
  readonly stillness: Stillness;
  readonly outside: readonly Outside[];
};

export type Extent = {
  /** Virtual time at which the run ends at the latest. */
  readonly until: Instant;
  /** The run ends as soon as this holds; asked at every stillness. */
  readonly over?: () => boolean;
  /** Slows the run down: asked with the time of the next step before it is taken. */
  readonly pace?: (next: Instant) => Promise<void> | undefined;
};

/** Lets the world run: one effect, then stillness, then the next, until the extent is reached. */
export const runUntil = async (moving: Moving, extent: Extent): Promise<void> => {
  const { clock } = moving;
  for (;;) {
    await still(moving);
    if (extent.over?.() === true) return;
    const next = nextStep(moving);
    if (next === undefined || next.time > extent.until) return clock.advance(Math.max(clock.now(), extent.until));
    await extent.pace?.(next.time);
    for (const part of moving.outside) part.advancing?.(next.time);
    next.take();
  }
};

const still = async ({ stillness, outside }: Moving): Promise<void> => {
  do await stillness.settled();
  while (outside.map((part) => part.takeUp()).includes(true));
};

export type Step = { readonly time: Instant; readonly take: () => void };

/** The earliest of what is planned and of the timers outside. */
export const nextStep = ({ clock, outside }: Moving): Step | undefined => {
  const planned = clock.peek();
  const timers = outside.map((part) => part.timer?.()).filter((timer) => timer !== undefined);
  const steps: Step[] = timers.map(({ time, fire }) => ({
    // A timer that came due while its environment was frozen fires late.
    time: Math.max(time, clock.now()),
    take: () => {
      clock.advance(Math.max(time, clock.now()));
      fire();
    },
  }));
  if (planned !== undefined) steps.unshift({ time: planned, take: clock.step });
  return steps.reduce<Step | undefined>((first, step) => (first && first.time <= step.time ? first : step), undefined);
};
