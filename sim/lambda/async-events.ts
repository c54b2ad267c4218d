import type { Instant, Wires } from '../types.ts';
import { DEFAULT_INVOKE_CONFIG, type Declarations, type DeclaredFunction, type InvokeConfig } from './declared.ts';
import type { HandlerError } from './messages.ts';
import { emit, scrubError } from './notes.ts';
import type { Pool } from './pool.ts';

/** Waits before the first and the second retry after a function error. */
const RETRY_DELAYS_MS = [60_000, 120_000];
/** A throttled event waits a second, then twice as long each time, five minutes at most. */
const THROTTLE_BACKOFF_MS = { first: 1000, most: 300_000 };

type AsyncEvent = {
  readonly declared: DeclaredFunction;
  readonly requestId: string;
  readonly payload: unknown;
  readonly acceptedAt: Instant;
  invocations: number;
  throttles: number;
  lastError: HandlerError | undefined;
};

/** Lambda's queue of asynchronous events: retries, and the destination of what failed for good. */
export const makeAsyncEvents = (wires: Wires, declarations: Declarations, pool: Pool) => {
  const queue: Queue = {
    wires,
    pool,
    configOf: ({ arn }) => declarations.invokeConfigs.get(arn) ?? DEFAULT_INVOKE_CONFIG,
  };
  return {
    accept: (declared: DeclaredFunction, payload: unknown): void => {
      // What travels is JSON: the event can no longer change in the sender's hands.
      const copy: unknown = JSON.parse(JSON.stringify(payload));
      const requestId = wires.seeded.id(`invoke/${declared.displayName}`);
      const acceptedAt = wires.clock.now();
      attempt(queue, {
        declared,
        requestId,
        payload: copy,
        acceptedAt,
        invocations: 0,
        throttles: 0,
        lastError: undefined,
      });
    },
  };
};

type Queue = {
  readonly wires: Wires;
  readonly pool: Pool;
  readonly configOf: (declared: DeclaredFunction) => InvokeConfig;
};

const attempt = (queue: Queue, event: AsyncEvent): void => {
  const { declared } = event;
  const { reserved } = declared;
  const age = queue.wires.clock.now() - event.acceptedAt;
  if (age > queue.configOf(declared).maxAgeMs) discard(queue, event, 'EventAgeExceeded');
  else if (reserved === 0) discard(queue, event, 'ZeroReservedConcurrency');
  else if (reserved !== undefined && queue.pool.running(declared) >= reserved) throttle(queue, event);
  else run(queue, event);
};

const run = (queue: Queue, event: AsyncEvent): void => {
  const { declared } = event;
  event.invocations += 1;
  const { requestId, payload } = event;
  queue.pool.start(declared, { requestId, attempt: event.invocations, payload }, (outcome) => {
    if (outcome.kind === 'ok') return;
    event.lastError = scrubError(declared, outcome.error);
    retry(queue, event);
  });
};

const throttle = (queue: Queue, event: AsyncEvent): void => {
  emit(queue.wires, event.declared, 'Throttles', 1);
  const wait = Math.min(THROTTLE_BACKOFF_MS.first * 2 ** event.throttles, THROTTLE_BACKOFF_MS.most);
  event.throttles += 1;
  queue.wires.clock.after(wait, `throttled ${event.declared.displayName}`, () => attempt(queue, event));
};

const retry = (queue: Queue, event: AsyncEvent): void => {
  if (event.invocations > queue.configOf(event.declared).retries) {
    discard(queue, event, 'RetriesExhausted');
    return;
  }
  const wait = RETRY_DELAYS_MS[event.invocations - 1] ?? 0;
  queue.wires.clock.after(wait, `retry ${event.declared.displayName}`, () => attempt(queue, event));
};

type Condition = 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency';

const discard = ({ wires, configOf }: Queue, event: AsyncEvent, condition: Condition): void => {
  const { declared } = event;
  const { onFailure } = configOf(declared);
  const hop = { from: declared.displayName, to: onFailure ?? 'on-failure destination' };
  if (onFailure === undefined) {
    const why = `${condition}, and the function has no on-failure destination`;
    wires.journal.write('missing-hop', { hop: 'on-failure', ...hop, why });
    return;
  }
  const record = JSON.stringify(recordOf(wires, event, condition));
  const decision = wires.queues.send(
    declared.role,
    onFailure,
    record,
    `${condition} after ${event.invocations} attempts`,
  );
  if (!decision.allowed) wires.journal.write('missing-hop', { hop: 'grant', ...hop, why: decision.why });
};

/** The record that a destination gets. */
const recordOf = (wires: Wires, event: AsyncEvent, condition: Condition): Readonly<Record<string, unknown>> => ({
  version: '1.0',
  timestamp: new Date(wires.clock.now()).toISOString(),
  requestContext: {
    requestId: event.requestId,
    functionArn: `${event.declared.arn}:$LATEST`,
    condition,
    approximateInvokeCount: event.invocations,
  },
  requestPayload: event.payload,
  ...(event.lastError === undefined
    ? {}
    : {
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        responsePayload: event.lastError,
      }),
});
