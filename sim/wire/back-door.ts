import { createServer, type IncomingMessage } from 'node:http';
import type { Stillness } from '../kernel/stillness.ts';
import { callerOf } from './exchange.ts';
import { type FrontDoor, listening } from './front-door.ts';
import type { OpenRequests } from './open-requests.ts';
import { type Arrived, receive } from './receive.ts';

/** Where the functions' environments come in, on a free port: the world waits for what they have begun to send. */
export const openBackDoor = async (
  requests: OpenRequests,
  stillness: Stillness,
  arrived: Arrived,
): Promise<FrontDoor> => {
  const half = new Set<IncomingMessage>();
  // Connections live for ever: an idle one may belong to an environment that is frozen.
  const server = createServer({ noDelay: true, requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 });
  server.on('connection', (socket) => requests.accepted(socket, stillness.touched));
  server.on('request', (request, response) => {
    const caller = callerOf(request);
    half.add(request);
    requests.opened(caller, request.socket);
    receive({ request, response, caller }, (exchange) => {
      half.delete(request);
      arrived(exchange);
      stillness.touched();
    });
    response.on('close', () => {
      half.delete(request);
      requests.closed(caller);
      stillness.touched();
    });
  });
  stillness.watch(() => (half.size > 0 ? `the wire: ${half.size} requests half received` : undefined));
  return listening(server, 0);
};
