import type { SteppedClock } from '../../sim/kernel/clock.ts';
import type { Api } from '../../sim/types.ts';
import { callFor, type PrincipalOf, type Served } from '../../sim/wire/call.ts';
import { answer, type Exchange } from '../../sim/wire/exchange.ts';
import type { Account } from './account.ts';
import type { Container } from './containers.ts';
import type { Call } from './recording.ts';
import { refusalOf } from './refusals.ts';
import { truthful } from './truth.ts';

/** One request of the function's, and which call of the recording it is an attempt of. */
export type Request = {
  readonly exchange: Exchange;
  readonly container: Container;
  readonly call: Call;
  /** From 1, and of how many. */
  readonly attempt: number;
  readonly most: number;
};

export type ServingAround = {
  readonly account: Account;
  readonly clock: SteppedClock;
  readonly principalOf: PrincipalOf;
  readonly settled: (exchange: Exchange) => void;
};

/** The SDK's retries follow each other at once: the first is refused so long before its caller is to hear of the last. */
const FOR_RETRIES_MS = 4;

/** Answers a request as its call was answered in memory, and lets it fail as it failed there. */
export const makeServing = (around: ServingAround): ((request: Request) => void) => {
  const { clock, account, settled } = around;
  let current: Call | undefined;
  const truth = (): Call => {
    if (current === undefined) throw new Error('nothing is asked');
    return current;
  };
  const desk = { apis: truthful(account, truth) satisfies readonly Api[], principalOf: around.principalOf };
  const perform = ({ exchange, call }: Request, then: (served: Served) => void): void => {
    current = call;
    callFor(account.wires, desk, exchange)?.run(then);
    current = undefined;
  };
  const send = ({ exchange, call }: Request, { reply }: Served): void => {
    // Written halfway between the request and its arrival, as in memory: a clock that is off is set by it.
    answer(exchange, reply, (call.askedAt + clock.now()) / 2);
    settled(exchange);
  };
  const refuse = (request: Request): void => {
    const { exchange, call } = request;
    if (call.fault === 'reset') {
      exchange.response.destroy();
      // Until its client has seen it, too, the world waits.
      settled(exchange);
      return;
    }
    const asked = callFor(account.wires, desk, exchange);
    if (asked !== undefined) send(request, asked.refuse(refusalOf(call.fault, asked.operation)));
  };
  const at = (time: number | undefined, act: () => void): void => {
    if (time !== undefined) clock.at(time, 'an answer', act);
  };

  return (request) => {
    const { call, attempt, most, container } = request;
    const { heardAt, doneAt } = call;
    switch (call.fault) {
      case undefined:
      case 'clock-skew':
      case 'stale-read':
        return at(heardAt, () => perform(request, (served) => send(request, served)));
      case 'throttle':
      case 'server-error':
      case 'reset': {
        if (heardAt === undefined) return;
        const soon = attempt === 1 ? heardAt - FOR_RETRIES_MS : clock.now();
        return at(attempt === most ? heardAt : soon, () => refuse(request));
      }
      case 'access-denied':
      case 'kms-denied':
      case 'lost-race':
        return at(heardAt, () => refuse(request));
      case 'malformed':
        return at(heardAt, () => perform(request, (served) => send(request, cut(served))));
      default:
        if (attempt === 1) at(doneAt, () => perform(request, () => undefined));
        if (call.fault === 'function-timeout') container.heldUntil = Number.POSITIVE_INFINITY;
        // The SDK's own patience ends a little sooner than in memory.
        else if (attempt === most && heardAt !== undefined) container.heldUntil = heardAt;
    }
  };
};

/** What comes of it is not whole. */
const cut = (served: Served): Served => {
  const { body } = served.reply;
  return { ...served, reply: { ...served.reply, status: 200, body: body.slice(0, Math.floor(body.length / 2)) } };
};
