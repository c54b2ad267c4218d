import type { Outside } from '../kernel/run.ts';
import type { Stillness } from '../kernel/stillness.ts';
import type { Wires } from '../types.ts';
import { openBackDoor } from './back-door.ts';
import type { Desk } from './call.ts';
import { type Exchange, inOrder } from './exchange.ts';
import { type Freezer, makeFreezer } from './freezer.ts';
import { openFrontDoor } from './front-door.ts';
import { makeOpenRequests, type OpenRequests } from './open-requests.ts';
import { makeServe, type Serving, serveAtOnce } from './serve.ts';
import { checkModelled } from './services.ts';
import type { Slack } from './slack.ts';

export type ServerOptions = Desk & {
  readonly slack?: Slack;
  readonly stillness: Stillness;
  /** Answers without what a call costs, for clients that are no functions. */
  readonly immediately?: boolean;
};

/** The loopback end of the wire, as the functions' host needs it. */
export type Wire = {
  readonly url: string;
  readonly requests: Pick<OpenRequests, 'of' | 'connected'>;
  /** Replies to a frozen environment wait until it is thawed. */
  readonly freeze: Freezer['freeze'];
  readonly thaw: Freezer['thaw'];
  readonly outside: Outside;
  /**
   * Lets clients in from outside, on this port of 127.0.0.1 (0: a free one); answers the URL. `rung` is called whenever a
   * request of theirs is there to be taken up. Whoever holds a key that is no function's is a person of that name.
   */
  readonly open: (port: number, rung: () => void) => Promise<string>;
  readonly close: () => Promise<void>;
};

export const makeServer = async (wires: Wires, options: ServerOptions): Promise<Wire> => {
  checkModelled(options.apis);
  const requests = makeOpenRequests();
  const { freeze, thaw, deliver } = makeFreezer(wires);
  const arrivals: Exchange[] = [];
  const serving: Serving = { ...options, deliver, settled: ({ caller }) => requests.closed(caller) };
  const serve = makeServe(wires, serving);
  const arrived = (exchange: Exchange): void => {
    if (options.immediately === true) guarded(options.stillness, exchange, () => serveAtOnce(wires, serving, exchange));
    else arrivals.push(exchange);
  };
  const inside = await openBackDoor(requests, options.stillness, arrived);
  const doors = [inside];

  return {
    url: inside.url,
    requests,
    freeze,
    thaw,
    outside: {
      takeUp: () => {
        // What was given up again before the world came to rest was never sent, as far as this world goes.
        const taken = inOrder(arrivals.splice(0)).filter(({ gone }) => !gone());
        for (const exchange of taken) serve(exchange);
        return taken.length > 0;
      },
    },
    open: async (port, rung) => {
      const door = await openFrontDoor(port, (exchange) => {
        arrivals.push(exchange);
        rung();
      });
      doors.push(door);
      return door.url;
    },
    close: async () => {
      await Promise.all(doors.map(({ close }) => close()));
    },
  };
};

/** Nobody waits for what is served at once: a mistake of ours breaks the connection, so that the client hears of it. */
const guarded = (stillness: Stillness, { response }: Exchange, act: () => void): void => {
  try {
    act();
  } catch (cause) {
    stillness.broke(cause);
    response.destroy();
  }
};
