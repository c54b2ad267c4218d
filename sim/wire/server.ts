import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Outside } from '../kernel/run.ts';
import type { Stillness } from '../kernel/stillness.ts';
import type { Api, Wires } from '../types.ts';
import type { PrincipalOf } from './call.ts';
import { callerOf, type Exchange, inOrder } from './exchange.ts';
import { makeOpenRequests, type OpenRequests } from './open-requests.ts';
import { makeServe, type Serving, serveAtOnce } from './serve.ts';
import type { Slack } from './slack.ts';

export type ServerOptions = {
  readonly apis: readonly Api[];
  readonly principalOf: PrincipalOf;
  readonly slack?: Slack;
  readonly stillness: Stillness;
  /** Answers without virtual time, for clients that are no functions. */
  readonly immediately?: boolean;
};

/** The loopback end of the wire, as the functions' host needs it. */
export type Wire = {
  readonly url: string;
  readonly requests: Pick<OpenRequests, 'of' | 'connected'>;
  /** Replies to a frozen environment wait until it is thawed. */
  readonly freeze: (environment: string) => void;
  readonly thaw: (environment: string) => void;
  readonly outside: Outside;
  readonly close: () => Promise<void>;
};

export const makeServer = async (wires: Wires, options: ServerOptions): Promise<Wire> => {
  const requests = makeOpenRequests();
  const arrivals: Exchange[] = [];
  const frozen = new Map<string, (() => void)[]>();
  const serving: Serving = {
    ...options,
    deliver: ({ caller }, send) => {
      const held = caller.environment === undefined ? undefined : frozen.get(caller.environment);
      if (held === undefined) send();
      else held.push(send);
    },
    settled: ({ caller }) => requests.closed(caller),
  };
  const serve = makeServe(wires, serving);
  const guarded = guard(options.stillness);
  const arrived = (exchange: Exchange): void => {
    if (options.immediately === true) guarded(() => serveAtOnce(wires, serving, exchange));
    else arrivals.push(exchange);
  };
  const { server, receiving } = listenTo(requests, options.stillness, arrived);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  options.stillness.watch(() => (receiving() > 0 ? `the wire: ${receiving()} requests half received` : undefined));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    freeze: (environment) => frozen.set(environment, frozen.get(environment) ?? []),
    thaw: (environment) => {
      const held = frozen.get(environment) ?? [];
      frozen.delete(environment);
      for (const send of held) wires.clock.after(0, `reply held for ${environment}`, send);
    },
    outside: {
      takeUp: () => {
        // What was given up again before the world came to rest was never sent, as far as this world goes.
        const taken = inOrder(arrivals.splice(0)).filter(({ gone }) => !gone());
        for (const exchange of taken) serve(exchange);
        return taken.length > 0;
      },
    },
    close: () => close(server),
  };
};

type Listening = { readonly server: Server; readonly receiving: () => number };

const listenTo = (requests: OpenRequests, stillness: Stillness, arrived: (exchange: Exchange) => void): Listening => {
  const half = new Set<IncomingMessage>();
  const server = createServer({ noDelay: true, requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 });
  server.on('connection', (socket) => requests.accepted(socket, stillness.touched));
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const caller = callerOf(request);
    const chunks: Buffer[] = [];
    let gone = false;
    half.add(request);
    requests.opened(caller, request.socket);
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      half.delete(request);
      const { method = '', url: path = '', headers } = request;
      const body = Buffer.concat(chunks).toString('utf8');
      arrived({ caller, method, path, headers, body, response, gone: () => gone });
      stillness.touched();
    });
    response.on('close', () => {
      gone = true;
      half.delete(request);
      requests.closed(caller);
      stillness.touched();
    });
  });
  return { server, receiving: () => half.size };
};

const guard =
  (stillness: Stillness) =>
  (act: () => void): void => {
    try {
      act();
    } catch (cause) {
      stillness.broke(cause);
    }
  };

const close = async (server: Server): Promise<void> => {
  server.close();
  server.closeAllConnections();
  if (server.listening) await once(server, 'close');
};
