import type { Instant } from '../types.ts';

/** What an environment's worker is born with. */
export type Birth = {
  /** Holds the virtual time as a float64 of epoch milliseconds. */
  readonly clock: SharedArrayBuffer;
  /** All chance inside the environment follows from it. */
  readonly seed: string;
  readonly environment: string;
  /** The function's name in the journal. */
  readonly displayName: string;
  /** The bundle's file, and which of its exports is the handler. */
  readonly file: string;
  readonly handler: string;
  /** Bytes that the thread may hold. */
  readonly memory: number;
  readonly context: FixedContext;
};

/** The part of a handler's context that is the same for every invocation of an environment. */
export type FixedContext = {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
};

/** `seq` counts the messages to one worker, so that its reports say what they already know of. */
export type ToWorker =
  | {
      readonly kind: 'invoke';
      readonly seq: number;
      readonly requestId: string;
      /** JSON. */
      readonly payload: string;
      readonly deadline: Instant;
    }
  | { readonly kind: 'timer'; readonly seq: number };

export type FromWorker =
  /** The bundle is loaded. */
  | { readonly kind: 'ready' }
  /** The bundle, or what it does while it loads, failed. */
  | { readonly kind: 'unfit'; readonly error: HandlerError }
  | { readonly kind: 'output'; readonly requestId: string; readonly text: string }
  /** With what the handler gave, as JSON. */
  | { readonly kind: 'returned'; readonly requestId: string; readonly payload: string }
  /** The thread holds more than its function may have. */
  | { readonly kind: 'swollen' }
  | { readonly kind: 'threw'; readonly requestId: string; readonly error: HandlerError }
  | IdleReport;

/** The worker has come to rest: nothing will happen in it until it is sent something. */
export type IdleReport = {
  readonly kind: 'idle';
  /** The last message that it has dealt with; 0 for none. */
  readonly seq: number;
  /** Its HTTP requests that still wait for a reply, ascending. */
  readonly open: readonly number[];
  readonly nextTimer: Instant | undefined;
};

/** As the Lambda runtime reports an error. */
export type HandlerError = {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
};
