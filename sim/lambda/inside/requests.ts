import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { CALLER_HEADER } from '../../wire/exchange.ts';

/** Numbers this thread's HTTP requests, marks each with its number, and knows which are still open. */
export const watchRequests = (mark: (seq: number) => string, touched: () => void): (() => readonly number[]) => {
  const open = new Set<number>();
  let last = 0;
  const began = (): number => {
    last += 1;
    open.add(last);
    touched();
    return last;
  };
  const ended = (seq: number | undefined): void => {
    if (seq === undefined) return;
    open.delete(seq);
    touched();
  };

  subscribe('http.client.request.created', (message) => {
    const { request } = message as { readonly request: ClientRequest };
    const seq = began();
    request.setHeader(CALLER_HEADER, mark(seq));
    request.once('close', () => ended(seq));
  });

  // `fetch` does not go through node:http.
  const fetched = new WeakMap<object, number>();
  const fetchEnded = (message: unknown): void => ended(fetched.get((message as Fetched).request));
  subscribe('undici:request:create', (message) => {
    const { request } = message as Fetched;
    const seq = began();
    fetched.set(request, seq);
    request.addHeader(CALLER_HEADER, mark(seq));
  });
  subscribe('undici:request:trailers', fetchEnded);
  subscribe('undici:request:error', fetchEnded);
  return () => [...open].toSorted((a, b) => a - b);
};

type Fetched = { readonly request: { readonly addHeader: (name: string, value: string) => void } };
