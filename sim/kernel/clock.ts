import type { Clock, Instant } from '../types.ts';

type Planned = { readonly time: Instant; readonly seq: number; readonly what: string; readonly effect: () => void };

export type SteppedClock = Clock & {
  /** When the next planned effect is due. */
  readonly peek: () => Instant | undefined;
  /** Moves to the next planned effect and runs exactly that one. */
  readonly step: () => void;
  /** Moves to `time` without running anything; refuses to go back or to jump over a planned effect. */
  readonly advance: (time: Instant) => void;
};

/** A clock that stands still until it is stepped. Effects run in order of time, ties in the order they were planned. */
export const makeClock = (start: Instant): SteppedClock => {
  const heap: Planned[] = [];
  let now = start;
  let seq = 0;

  const at: Clock['at'] = (time, what, effect) => {
    if (!Number.isFinite(time)) throw new Error(`cannot plan "${what}" at ${time}: not a time`);
    seq += 1;
    push(heap, { time: Math.max(now, time), seq, what, effect });
  };
  return {
    now: () => now,
    at,
    after: (ms, what, effect) => at(now + ms, what, effect),
    peek: () => heap[0]?.time,
    advance: (time) => {
      const head = heap[0];
      if (time < now) throw new Error(`the clock cannot go back from ${now} to ${time}`);
      if (head !== undefined && head.time < time) throw new Error(`the clock would jump over "${head.what}"`);
      now = time;
    },
    step: () => {
      const head = pop(heap);
      if (head === undefined) throw new Error('nothing is planned: the clock cannot step');
      now = head.time;
      run(head);
    },
  };
};

const run = (planned: Planned): void => {
  try {
    planned.effect();
  } catch (cause) {
    throw new Error(`${planned.what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
};

const before = (a: Planned, b: Planned): boolean => a.time < b.time || (a.time === b.time && a.seq < b.seq);

const push = (heap: Planned[], planned: Planned): void => {
  let hole = heap.length;
  while (hole > 0) {
    const parent = (hole - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || !before(planned, above)) break;
    heap[hole] = above;
    hole = parent;
  }
  heap[hole] = planned;
};

const pop = (heap: Planned[]): Planned | undefined => {
  const head = heap[0];
  const last = heap.pop();
  if (head === undefined || last === undefined || heap.length === 0) return head;
  let hole = 0;
  for (let child = smallerChild(heap, 0); child !== undefined; child = smallerChild(heap, hole)) {
    const below = heap[child];
    if (below === undefined || !before(below, last)) break;
    heap[hole] = below;
    hole = child;
  }
  heap[hole] = last;
  return head;
};

const smallerChild = (heap: readonly Planned[], hole: number): number | undefined => {
  const [left, right] = [heap[2 * hole + 1], heap[2 * hole + 2]];
  if (left === undefined) return undefined;
  return right !== undefined && before(right, left) ? 2 * hole + 2 : 2 * hole + 1;
};
