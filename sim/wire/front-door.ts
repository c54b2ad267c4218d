import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OUTSIDE } from './exchange.ts';
import { type Arrived, receive } from './receive.ts';

export type FrontDoor = { readonly url: string; readonly close: () => Promise<void> };

/**
 * Where clients from outside come in, on 127.0.0.1. The world does not wait for them: a client that sends half a request,
 * or goes away, holds up nobody but itself. Rejects when the port is taken.
 */
export const openFrontDoor = async (port: number, arrived: Arrived): Promise<FrontDoor> => {
  const server = createServer({ noDelay: true });
  server.on('request', (request, response) => receive({ request, response, caller: OUTSIDE }, arrived));
  return listening(server, port);
};

export const listening = async (server: Server, port: number): Promise<FrontDoor> => {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => close(server) };
};

const close = async (server: Server): Promise<void> => {
  server.close();
  server.closeAllConnections();
  if (server.listening) await once(server, 'close');
};
