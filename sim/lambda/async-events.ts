import type { Instant, Wires } from '../types.ts';
import { throttleReason } from './concurrency.ts';
import { bury } from './dead-letters.ts';
import { DEFAULT_MAX_AGE_MS, DEFAULT_RETRIES, type Declarations, type DeclaredFunction } from './declared.ts';
import { deliver } from './destinations.ts';
import type { HandlerError } from './messages.ts';
import { emit, scrubError } from './notes.ts';
import type { Pool } from './pool.ts';
import { type Condition, recordOf } from './record.ts';

/** Waits before the first and the second retry after a function error. */
const RETRY_DELAYS_MS = [60_000, 120_000];
/** A throttled event waits a second, then twice as long each time, five minutes at most. */
const THROTTLE_BACKOFF_MS = { first: 1000, most: 300_000 };

export type AsyncEvent = {
  readonly functionArn: string;
  readonly requestId: string;
  readonly payload: unknown;
  readonly acceptedAt: Instant;
  invocations: number;
  throttles: number;
  lastError: HandlerError | undefined;
};

/** Lambda's queue of asynchronous events: retries, and the destinations of what came of them. */
export const makeAsyncEvents = (wires: Wires, declarations: Declarations, pool: Pool) => {
  const queue: Queue = { wires, declarations, pool };
  return {
    accept: (declared: DeclaredFunction, payload: unknown): void => {
      // What travels is JSON: the event can no longer change in the sender's hands.
      const copy: unknown = JSON.parse(JSON.stringify(payload));
      emit(wires, declared, 'AsyncEventsReceived', 1);
      attempt(queue, {
        functionArn: declared.arn,
        requestId: wires.seeded.id(`invoke/${declared.displayName}`),
        payload: copy,
        acceptedAt: wires.clock.now(),
        invocations: 0,
        throttles: 0,
        lastError: undefined,
      });
    },
  };
};

type Queue = { readonly wires: Wires; readonly declarations: Declarations; readonly pool: Pool };

const maxAgeOf = ({ declarations }: Queue, arn: string): number =>
  declarations.invokeConfigs.get(arn)?.maxAgeMs ?? DEFAULT_MAX_AGE_MS;

const ageIn = ({ wires }: Queue, { acceptedAt }: AsyncEvent, later: number): number =>
  wires.clock.now() + later - acceptedAt;

const attempt = (queue: Queue, event: AsyncEvent): void => {
  const { declarations, pool, wires } = queue;
  const { functionArn } = event;
  const declared = declarations.functions.get(functionArn);
  if (declared === undefined) {
    const why = 'the function was deleted, and its waiting events with it';
    wires.journal.write('missing-hop', { hop: 'function', from: "Lambda's queue", to: functionArn, why });
  } else if (ageIn(queue, event, 0) > maxAgeOf(queue, functionArn)) discard(queue, declared, event, 'EventAgeExceeded');
  else if (declarations.reserved.get(functionArn) === 0) discard(queue, declared, event, 'ZeroReservedConcurrency');
  else if (throttleReason(declarations, pool.running, declared) === undefined) run(queue, declared, event);
  else throttle(queue, declared, event);
};

const run = (queue: Queue, declared: DeclaredFunction, event: AsyncEvent): void => {
  event.invocations += 1;
  const { requestId, payload } = event;
  queue.pool.start(declared, { requestId, attempt: event.invocations, payload }, ({ outcome }) => {
    if (outcome.kind === 'ok') succeed(queue, declared, { event, result: outcome.payload });
    else {
      event.lastError = scrubError(declared, outcome.error);
      retry(queue, declared, event);
    }
  });
};

const throttle = (queue: Queue, declared: DeclaredFunction, event: AsyncEvent): void => {
  emit(queue.wires, declared, 'Throttles', 1);
  const wait = Math.min(THROTTLE_BACKOFF_MS.first * 2 ** event.throttles, THROTTLE_BACKOFF_MS.most);
  event.throttles += 1;
  queue.wires.clock.after(wait, `throttled ${declared.displayName}`, () => attempt(queue, event));
};

/** An event that will be too old by its next attempt is given up at once. */
const retry = (queue: Queue, declared: DeclaredFunction, event: AsyncEvent): void => {
  const { retries = DEFAULT_RETRIES } = queue.declarations.invokeConfigs.get(declared.arn) ?? {};
  const wait = RETRY_DELAYS_MS[event.invocations - 1] ?? 0;
  if (event.invocations > retries) discard(queue, declared, event, 'RetriesExhausted');
  else if (ageIn(queue, event, wait) > maxAgeOf(queue, declared.arn))
    discard(queue, declared, event, 'EventAgeExceeded');
  else queue.wires.clock.after(wait, `retry ${declared.displayName}`, () => attempt(queue, event));
};

type Success = { readonly event: AsyncEvent; readonly result: string };

const succeed = ({ wires, declarations }: Queue, declared: DeclaredFunction, { event, result }: Success): void => {
  const arn = declarations.invokeConfigs.get(declared.arn)?.onSuccess;
  if (arn === undefined) return;
  const record = recordOf(wires, declared, { event, condition: 'Success', response: JSON.parse(result) as unknown });
  deliver(wires, { declared, outlet: 'onSuccess', arn, record, why: 'Success' });
};

const discard = (
  { wires, declarations }: Queue,
  declared: DeclaredFunction,
  event: AsyncEvent,
  condition: Condition,
): void => {
  const { deadLetterArn } = declared;
  const arn = declarations.invokeConfigs.get(declared.arn)?.onFailure;
  const why = `${condition} after ${event.invocations} attempts`;
  emit(wires, declared, 'AsyncEventsDropped', 1);
  if (deadLetterArn !== undefined) bury(wires, deadLetterArn, { declared, ...event, error: event.lastError, why });
  if (arn !== undefined) {
    const record = recordOf(wires, declared, { event, condition, response: event.lastError });
    deliver(wires, { declared, outlet: 'onFailure', arn, record, why });
  } else if (deadLetterArn === undefined) {
    const lost = `${condition}, and the function has no on-failure destination`;
    const to = 'on-failure destination';
    wires.journal.write('missing-hop', { hop: 'on-failure', from: declared.displayName, to, why: lost });
  }
};
