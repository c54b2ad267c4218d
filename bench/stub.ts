import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ANSWERS, publishedXml } from './replies.ts';

/** One call as the stub saw it; times in milliseconds of `performance.now()`. */
export type Call = { readonly operation: string; readonly asked: number; readonly answered: number };

export type Stub = {
  readonly url: string;
  /** Every call since the last one to this, in the order of the answers. */
  readonly take: () => readonly Call[];
  readonly close: () => Promise<void>;
};

/** Takes this long for each call, whatever it is. */
export const CALL_MS = 10;

/** Answers every call of an invocation on loopback, over plain HTTP, each after so many milliseconds: no TLS and no distance. */
export const startStub = async (callMs = CALL_MS): Promise<Stub> => {
  let calls: Call[] = [];
  const server = createServer({ noDelay: true, keepAliveTimeout: 0 }, (request, response) => {
    whole(request, (body) => {
      const asked = performance.now();
      const operation = operationOf(request, body);
      setTimeout(() => {
        answer(response, operation, body);
        calls.push({ operation, asked, answered: performance.now() });
      }, callMs);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => {
      const taken = calls;
      calls = [];
      return taken;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};

const whole = (request: IncomingMessage, done: (body: string) => void): void => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => done(Buffer.concat(chunks).toString('utf8')));
};

/** JSON services name their operation in a header, SNS in its form. */
const operationOf = ({ headers }: IncomingMessage, body: string): string => {
  const target = headers['x-amz-target'];
  return typeof target === 'string' ? (target.split('.')[1] ?? '') : (new URLSearchParams(body).get('Action') ?? '');
};

const answer = (response: ServerResponse, operation: string, body: string): void => {
  if (operation === 'Publish') return void response.writeHead(200, { 'content-type': 'text/xml' }).end(publishedXml);
  const reply = ANSWERS[operation]?.(JSON.parse(body), Date.now());
  const status = reply === undefined ? 400 : 200;
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(reply ?? { __type: 'UnknownOperationException', message: operation }));
};
