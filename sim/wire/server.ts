import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Outside } from '../kernel/run.ts';
import type { Stillness } from '../kernel/stillness.ts';
import type { Api, Wires } from '../types.ts';
import type { PrincipalOf } from './call.ts';
import { callerOf, type Exchange, inOrder } from './exchange.ts';
import { type Freezer, makeFreezer } from './freezer.ts';
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
  readonly freeze: Freezer['freeze'];
  readonly thaw: Freezer['thaw'];
  readonly outside: Outside;
  readonly close: () => Promise<void>;
};

export const makeServer = async (wires: Wires, options: ServerOptions): Promise<Wire> => {
  const requests = makeOpenRequests();
  const { freeze, thaw, deliver } = makeFreezer(wires);
  const arrivals: Exchange[] = [];
  const serving: Serving = { ...options, deliver, settled: ({ caller }) => requests.closed(caller) };
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
    close: () => close(server),
  };
};

type Listening = { readonly server: Server; readonly receiving: () => number };

const listenTo = (requests: OpenRequests, stillness: Stillness, arrived: (exchange: Exchange) => void): Listening => {
  const half = new Set<IncomingMessage>();
  const server = createServer({ noDelay: true, requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 });
  server.on('connection', (socket) => requests.accepted(socket, stillness.touched));
  server.on('request', (request, response) => {
    let gone = false;
    const caller = callerOf(request);
    half.add(request);
    requests.opened(caller, request.socket);
    whole(request, (body) => {
      half.delete(request);
      const { method = '', url: path = '', headers } = request;
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

const whole = (request: IncomingMessage, done: (body: string) => void): void => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => done(Buffer.concat(chunks).toString('utf8')));
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
