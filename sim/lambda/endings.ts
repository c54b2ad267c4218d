import type { DeclaredFunction } from './declared.ts';
import type { Ending } from './environment.ts';
import type { HandlerError } from './messages.ts';

/** How Lambda reports an environment that ended while it ran this request. */
export const errorOfEnding = (ending: Ending, requestId: string): HandlerError => {
  // Node's runtime reports what nobody caught before it exits.
  if (ending.kind === 'uncaught') return ending.error;
  const why = ending.kind === 'killed' ? 'with error: signal: killed' : statusText(ending.code);
  return exited(`RequestId: ${requestId} Error: Runtime exited ${why}`);
};

const statusText = (code: number): string =>
  code === 0 ? 'without providing a reason' : `with error: exit status ${code}`;

const exited = (errorMessage: string): HandlerError => ({ errorType: 'Runtime.ExitError', errorMessage, trace: [] });

export const timedOut = (requestId: string, { timeoutMs }: DeclaredFunction): HandlerError => ({
  errorType: 'Sandbox.Timedout',
  errorMessage: `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
  trace: [],
});

export const initTimedOut = (requestId: string): HandlerError => ({
  errorType: 'Sandbox.Timedout',
  errorMessage: `RequestId: ${requestId} Error: Init timed out after 10.00 seconds`,
  trace: [],
});

/** Bytes of one response. */
const LARGEST_RESPONSE = 6_291_556;

/** A response that Lambda does not carry; undefined when it does. */
export const tooLarge = (payload: string): HandlerError | undefined =>
  Buffer.byteLength(payload) <= LARGEST_RESPONSE
    ? undefined
    : {
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: `Response payload size exceeded maximum allowed payload size (${LARGEST_RESPONSE} bytes).`,
        trace: [],
      };
