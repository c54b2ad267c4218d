import type { Stillness } from '../kernel/stillness.ts';
import type { Instant, Wires } from '../types.ts';
import type { Wire } from '../wire/server.ts';
import type { DeclaredFunction } from './declared.ts';
import { type Environment, startEnvironment } from './environment.ts';
import { RUNTIME_MB } from './log-tail.ts';
import type { Birth, HandlerError } from './messages.ts';
import { type Credentials, credentialsFrom, variablesOf } from './variables.ts';

export type Invocation = {
  readonly requestId: string;
  /** From 1; retries keep the request id. */
  readonly attempt: number;
  readonly payload: unknown;
};

export type Outcome =
  /** `payload`: what the handler gave, as JSON. */
  | { readonly kind: 'ok'; readonly payload: string }
  | { readonly kind: 'error'; readonly error: HandlerError }
  | { readonly kind: 'timeout'; readonly error: HandlerError };

/** An environment and what runs in it. */
export type Slot = {
  readonly declared: DeclaredFunction;
  readonly environment: Environment;
  readonly credentials: Credentials;
  readonly bornAt: Instant;
  ready: boolean;
  /** No invocation has begun in it yet. */
  fresh: boolean;
  running: Running | undefined;
  /** The function was changed or deleted: the environment runs nothing more. */
  retired: boolean;
};
export type Running = {
  readonly invocation: Invocation;
  readonly done: (ended: Ended) => void;
  /** Lines that it logged so far. */
  readonly log: string[];
  begunAt: Instant | undefined;
  /** It is the first in its environment. */
  cold: boolean;
};
/** `logTail`: the last 4 KiB of its log, in base64. */
export type Ended = { readonly outcome: Outcome; readonly logTail: string };

export type SlotOptions = {
  readonly wire: Wire;
  readonly stillness: Stillness;
  /** Holds the virtual time for all threads. */
  readonly clock: SharedArrayBuffer;
};

/** `ordinal`: the how manieth environment of its function, from 1. */
export const openSlot = (wires: Wires, options: SlotOptions, born: Born): Slot => {
  const { declared, ordinal } = born;
  const id = `${declared.displayName}#${ordinal}`;
  const credentials = credentialsFrom(wires.seeded.random(`credentials/${id}`));
  const logStream = `${new Date(wires.clock.now()).toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${ordinal}`;
  const surroundings = { account: wires.account, endpointUrl: options.wire.url, credentials, logStream };
  const seed = wires.seeded.id(`environment/${id}`);
  const environment = startEnvironment({
    birth: birthOf(declared, { clock: options.clock, seed, environment: id, logStream }),
    env: variablesOf(declared, surroundings),
    memoryMb: declared.memoryMb - RUNTIME_MB,
    stillness: options.stillness,
    onWire: options.wire.requests,
  });
  const bornAt = wires.clock.now();
  return { declared, environment, credentials, bornAt, ready: false, fresh: true, running: undefined, retired: false };
};
type Given = Pick<Birth, 'clock' | 'seed' | 'environment'> & { readonly logStream: string };

const birthOf = (declared: DeclaredFunction, { logStream, ...given }: Given): Birth => ({
  ...given,
  displayName: declared.displayName,
  file: declared.file,
  handler: declared.handler,
  memory: (declared.memoryMb - RUNTIME_MB) * 1_024 ** 2,
  context: {
    functionName: declared.name,
    functionVersion: '$LATEST',
    invokedFunctionArn: declared.arn,
    memoryLimitInMB: `${declared.memoryMb}`,
    logGroupName: declared.logGroup,
    logStreamName: logStream,
  },
});
export type Born = { readonly declared: DeclaredFunction; readonly ordinal: number };
