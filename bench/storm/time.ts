/** Time that passes only when everything waits for it. */
export type Time = {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly at: (when: number, act: () => void) => void;
  /** Lets it pass until nothing is left to happen, or until then. */
  readonly runUntil: (end: number) => Promise<void>;
};

type Timer = { readonly when: number; readonly order: number; readonly act: () => void };

export const makeTime = (start: number): Time => {
  let now = start;
  let made = 0;
  const heap: Timer[] = [];
  const at = (when: number, act: () => void): void => {
    push(heap, { when: Math.max(when, now), order: made++, act });
  };
  return {
    now: () => now,
    at,
    sleep: (ms) =>
      new Promise((resolve) => {
        at(now + ms, resolve);
      }),
    runUntil: async (end) => {
      for (let next = heap[0]; next !== undefined && next.when <= end; next = heap[0]) {
        now = next.when;
        pop(heap).act();
        // Whatever was waiting for this goes as far as it can before time passes again.
        await new Promise((resolve) => setImmediate(resolve));
      }
      now = Math.max(now, end);
    },
  };
};

const isBefore = (one: Timer | undefined, other: Timer | undefined): boolean =>
  one !== undefined &&
  other !== undefined &&
  (one.when < other.when || (one.when === other.when && one.order < other.order));

const swap = (heap: Timer[], one: number, other: number): void => {
  const [a, b] = [heap[one], heap[other]];
  if (a === undefined || b === undefined) return;
  heap[one] = b;
  heap[other] = a;
};

const push = (heap: Timer[], timer: Timer): void => {
  heap.push(timer);
  for (let at = heap.length - 1; at > 0; ) {
    const parent = (at - 1) >> 1;
    if (!isBefore(heap[at], heap[parent])) return;
    swap(heap, at, parent);
    at = parent;
  }
};

const pop = (heap: Timer[]): Timer => {
  swap(heap, 0, heap.length - 1);
  const first = heap.pop();
  if (first === undefined) throw new Error('nothing is left to happen');
  for (let at = 0; ; ) {
    const children = [2 * at + 1, 2 * at + 2].filter((child) => isBefore(heap[child], heap[at]));
    const least = children.reduce((one, other) => (isBefore(heap[other], heap[one]) ? other : one), children[0] ?? at);
    if (children.length === 0) return first;
    swap(heap, at, least);
    at = least;
  }
};
