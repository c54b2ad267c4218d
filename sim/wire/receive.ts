import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Content, LARGEST_BODY, unpacked } from './content.ts';
import type { Caller, Exchange } from './exchange.ts';

export type Arrived = (exchange: Exchange) => void;

/** Takes a request in whole. One that is too large, or cannot be unpacked, is turned away and never arrives. */
export const receive = (
  { request, response, caller }: { request: IncomingMessage; response: ServerResponse; caller: Caller },
  arrived: Arrived,
): void => {
  const chunks: Buffer[] = [];
  let size = 0;
  let gone = false;
  response.on('close', () => {
    gone = true;
  });
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
  });
  request.on('end', () => {
    const { method = '', url: path = '' } = request;
    if (size > LARGEST_BODY) return turnAway(response, 413, `the body has ${size} bytes, more than ${LARGEST_BODY}`);
    const sent: Content = { headers: request.headers, body: Buffer.concat(chunks) };
    const content = unpackedOr(sent, (why) => turnAway(response, 400, why));
    if (content !== undefined) arrived({ caller, method, path, ...content, response, gone: () => gone });
  });
};

const unpackedOr = (sent: Content, failed: (why: string) => void): Content | undefined => {
  try {
    return unpacked(sent);
  } catch (cause) {
    failed(`the body cannot be unpacked: ${cause instanceof Error ? cause.message : String(cause)}`);
    return undefined;
  }
};

const turnAway = (response: ServerResponse, status: number, message: string): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ __type: 'SerializationException', message }));
};
