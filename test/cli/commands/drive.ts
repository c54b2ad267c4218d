import { subscribe } from 'node:diagnostics_channel';
import { setImmediate } from 'node:timers/promises';
import type { World } from '../../../sim/world.ts';

export type Waits = {
  /** As a command waits: until so much virtual time has passed. */
  readonly wait: (ms: number) => Promise<void>;
  /** When the first of them is over; undefined: nobody waits. */
  readonly next: () => number | undefined;
  readonly ring: () => void;
};

type Waiting = { readonly until: number; readonly resolve: () => void };

export const makeWaits = ({ wires: { clock } }: World): Waits => {
  let waiting: readonly Waiting[] = [];
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        waiting = [...waiting, { until: clock.now() + ms, resolve }];
      }),
    next: () => (waiting.length === 0 ? undefined : Math.min(...waiting.map(({ until }) => until))),
    ring: () => {
      const over = waiting.filter(({ until }) => until <= clock.now());
      waiting = waiting.filter((one) => !over.includes(one));
      for (const { resolve } of over) resolve();
    },
  };
};

/** Requests of this process that wait for their answer. */
let open = 0;
subscribe('http.client.request.start', () => {
  open += 1;
});
for (const end of ['http.client.response.finish', 'http.client.request.error'])
  subscribe(end, () => {
    open -= 1;
  });

/** What a request under way costs at most in virtual time that nobody asked for. */
const SLICE = 10;

/** Turns of the event loop in which a command that has something to do would have done it. */
const TURNS = 5;

/** Lets virtual time pass only while the command waits for AWS or on purpose, so that its figures are the same each time. */
export const drive = async <Value>(world: World, waits: Waits, work: Promise<Value>): Promise<Value> => {
  let over = false;
  const end = (): void => {
    over = true;
  };
  work.then(end, end);
  while (!over) {
    for (let turn = 0; turn < TURNS && !over; turn += 1) await setImmediate();
    const until = open > 0 ? world.wires.clock.now() + SLICE : waits.next();
    if (over || until === undefined) continue;
    await world.run({ until });
    waits.ring();
  }
  return work;
};
