import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Instant } from '../types.ts';

/**
 * The environments' host marks each request with who sent it. AWS has no such header; it plays the part of the network,
 * which knows where a packet comes from, and decides nothing: who asks is read from the signature.
 */
export const CALLER_HEADER = 'x-small-aws-caller';

export type Caller = {
  /** Undefined for a client outside the functions' environments. */
  readonly environment: string | undefined;
  /** Which request of that environment it is, from 1. */
  readonly seq: number;
  readonly functionName: string;
  /** The invocation during which it was sent. */
  readonly requestId: string;
};

/** A client that came in by the front door. */
export const OUTSIDE: Caller = { environment: undefined, seq: 0, functionName: '', requestId: '' };

/** One HTTP request that has arrived whole, and the way back. */
export type Exchange = {
  readonly caller: Caller;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Unpacked, if it came packed. */
  readonly body: Buffer;
  readonly response: ServerResponse;
  /** The client has gone away. */
  readonly gone: () => boolean;
};

export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
};

export const callerOf = (request: IncomingMessage): Caller => {
  const mark = request.headers[CALLER_HEADER];
  const [environment, seq, functionName, requestId] = typeof mark === 'string' ? mark.split(' ') : [];
  if (environment === undefined) return { environment: undefined, seq: 0, functionName: '', requestId: '' };
  return { environment, seq: Number(seq), functionName: functionName ?? '', requestId: requestId ?? '' };
};

/**
 * Sends the reply, dated by the virtual clock. The SDK of a function corrects its own clock, which is virtual too, by that
 * date. One from outside would think that its clock was off, and try again after each refusal: it believes no date of an
 * answer that has an age.
 */
export const answer = (exchange: Exchange, reply: Reply, now: Instant): void => {
  if (exchange.gone()) return;
  exchange.response.writeHead(reply.status, {
    ...reply.headers,
    ...(exchange.caller === OUTSIDE ? { age: '0' } : {}),
    date: new Date(now).toUTCString(),
    // Of an answer to HEAD: as long as the body would be.
    'content-length': reply.headers['content-length'] ?? Buffer.byteLength(reply.body),
  });
  exchange.response.end(reply.body);
};

/** An order of requests that does not depend on when their bytes arrived. */
export const inOrder = (exchanges: readonly Exchange[]): readonly Exchange[] =>
  exchanges
    .map((exchange) => ({ exchange, key: orderKey(exchange) }))
    .toSorted((a, b) => compare(a.key, b.key))
    .map(({ exchange }) => exchange);

const orderKey = ({ caller, path, headers, body }: Exchange): readonly (string | number)[] => [
  caller.functionName,
  caller.requestId,
  String(headers['x-amz-target'] ?? path),
  createHash('sha256').update(body).digest('hex'),
  caller.environment ?? '',
  caller.seq,
];

const compare = (a: readonly (string | number)[], b: readonly (string | number)[]): number => {
  const differing = a.findIndex((part, index) => part !== b[index]);
  if (differing === -1) return 0;
  const [left, right] = [a[differing] ?? '', b[differing] ?? ''];
  return left < right ? -1 : 1;
};
