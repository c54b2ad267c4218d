import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
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

/** Those of them that the small AWS has read, and not answered yet. Functions of its own come in by another port. */
let held = 0;
subscribe('http.server.request.start', (message) => {
  const { request, response, socket } = message as ServerExchange;
  if (String(socket.localPort) !== new URL(process.env['AWS_ENDPOINT_URL'] ?? 'http://none').port) return;
  request.once('end', () => {
    held += 1;
    let answered = false;
    const end = (): void => {
      if (!answered) held -= 1;
      answered = true;
    };
    // By the close alone the client may have read the answer before.
    response.once('finish', end).once('close', end);
  });
});

type ServerExchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
};

/** What a request under way costs at most in virtual time that nobody asked for. */
const SLICE = 10;

/** Turns of the event loop in which a command that has something to do would have done it. */
const TURNS = 5;

/**
 * Lets virtual time pass only while the command waits for AWS or on purpose, so that its figures are the same each time.
 * While a request or an answer is between the two it stands still: how long that takes is the machine's affair.
 */
export const drive = async <Value>(world: World, waits: Waits, work: Promise<Value>): Promise<Value> => {
  let over = false;
  const end = (): void => {
    over = true;
  };
  work.then(end, end);
  while (!over) {
    for (let turn = 0; turn < TURNS && !over; turn += 1) await setImmediate();
    if (open > held) continue;
    const until = open > 0 ? world.wires.clock.now() + SLICE : waits.next();
    if (over || until === undefined) continue;
    await world.run({ until });
    waits.ring();
  }
  return work;
};
