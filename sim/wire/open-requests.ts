import type { Socket } from 'node:net';
import type { Caller } from './exchange.ts';

/** What of each environment is on the wire, as the server sees it. */
export type OpenRequests = {
  /** The environment's requests that have arrived and are not answered, as ascending numbers. */
  readonly of: (environment: string) => readonly number[];
  /** Whether a connection of the environment, or one that has not said whose it is, is still open. */
  readonly connected: (environment: string) => boolean;
  readonly opened: (caller: Caller, socket: Socket) => void;
  readonly closed: (caller: Caller) => void;
  readonly accepted: (socket: Socket, closed: () => void) => void;
};

export const makeOpenRequests = (): OpenRequests => {
  const requests = new Map<string, Set<number>>();
  const owners = new Map<Socket, string | undefined>();
  const of = (environment: string): Set<number> => {
    const known = requests.get(environment) ?? new Set<number>();
    requests.set(environment, known);
    return known;
  };

  return {
    of: (environment) => [...of(environment)].toSorted((a, b) => a - b),
    connected: (environment) => [...owners.values()].some((owner) => owner === environment || owner === undefined),
    opened: ({ environment, seq }, socket) => {
      // A client outside the environments owns its socket, so that nobody waits for it.
      owners.set(socket, environment ?? '');
      if (environment !== undefined) of(environment).add(seq);
    },
    closed: ({ environment, seq }) => {
      if (environment !== undefined) of(environment).delete(seq);
    },
    accepted: (socket, closed) => {
      owners.set(socket, undefined);
      socket.once('close', () => {
        owners.delete(socket);
        closed();
      });
    },
  };
};
