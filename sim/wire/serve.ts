import { COSTS } from '../costs.ts';
import type { Fault, Wires } from '../types.ts';
import { Refusal } from '../types.ts';
import { type Call, callFor, type Desk, type Served } from './call.ts';
import { answer, type Exchange, type Reply } from './exchange.ts';
import { type Slack, slackCallFor } from './slack.ts';

export type Serving = Desk & {
  readonly slack?: Slack | undefined;
  /** Hands a reply to its client: at once, or when the client's environment is thawed. */
  readonly deliver: (exchange: Exchange, send: () => void) => void;
  /** Called when it is known that no reply will come, or that one went out. */
  readonly settled: (exchange: Exchange) => void;
};

/** Lets an exchange take its course in virtual time: half the cost until it takes effect, half until it is answered. */
export const makeServe = (wires: Wires, serving: Serving): ((exchange: Exchange) => void) => {
  const counts = new Map<string, number>();
  return (exchange) => {
    const call = slackCallFor(wires, serving.slack, exchange) ?? callFor(wires, serving, exchange);
    if (call === undefined) return strange(wires, serving, exchange);
    const name = `${call.api} ${call.operation}`;
    const n = (counts.get(name) ?? 0) + 1;
    counts.set(name, n);
    const now = wires.clock.now();
    const course: Course = {
      exchange,
      call,
      sentAt: now,
      fault: wires.faults.call?.(call.api, call.operation, n, now),
    };
    wires.clock.after(Math.floor(COSTS.call[call.api] / 2), name, () => takeEffect(wires, serving, course));
  };
};

type Course = {
  readonly exchange: Exchange;
  readonly call: Call;
  readonly sentAt: number;
  readonly fault: Fault | undefined;
};

const takeEffect = (wires: Wires, serving: Serving, course: Course): void => {
  const { call, fault } = course;
  if (fault?.kind === 'no-reply') {
    if (fault.effect === 'after') call.run(() => {});
    // The connection stays open and silent; nothing is in flight on it any more.
    note(wires, course, 'no-reply');
    return;
  }
  const rest = Math.ceil(COSTS.call[call.api] / 2) + (fault?.kind === 'slow' ? fault.ms : 0);
  const answered = (served: Served): void =>
    wires.clock.after(rest, `reply of ${call.api} ${call.operation}`, () =>
      sendBack(wires, serving, { course, served }),
    );
  if (fault?.kind === 'error') answered(call.refuse(new Refusal(fault.code, fault.message, fault.status)));
  else call.run(answered);
};

type Finished = { readonly course: Course; readonly served: Served };

const sendBack = (wires: Wires, serving: Serving, { course, served }: Finished): void => {
  const { exchange } = course;
  note(wires, course, exchange.gone() ? 'no-reply' : served.outcome);
  reply(wires, serving, { exchange, reply: served.reply });
};

const reply = (wires: Wires, serving: Serving, { exchange, reply: what }: { exchange: Exchange; reply: Reply }): void =>
  serving.deliver(exchange, () => {
    answer(exchange, what, wires.clock.now());
    serving.settled(exchange);
  });

const note = (wires: Wires, { exchange, call, sentAt }: Course, outcome: string): void =>
  wires.journal.write('call', {
    function: exchange.caller.functionName,
    requestId: exchange.caller.requestId,
    api: call.api,
    operation: call.operation,
    resource: call.resource,
    sentAt: new Date(sentAt).toISOString(),
    outcome,
    ms: wires.clock.now() - sentAt,
  });

/**
 * Serves without what a call costs, for clients outside the simulated functions. Faults do not apply. An answer that
 * takes time of its own comes when the clock gets there.
 */
export const serveAtOnce = (wires: Wires, serving: Serving, exchange: Exchange): void => {
  const call = slackCallFor(wires, serving.slack, exchange) ?? callFor(wires, serving, exchange);
  if (call === undefined) {
    strange(wires, serving, exchange);
    return;
  }
  const course: Course = { exchange, call, sentAt: wires.clock.now(), fault: undefined };
  call.run((served) => sendBack(wires, serving, { course, served }));
};

const strange = (wires: Wires, serving: Serving, exchange: Exchange): void => {
  const { method, path, headers, caller } = exchange;
  const to = `${method} ${path} ${String(headers['x-amz-target'] ?? '')}`.trim();
  wires.journal.write('missing-hop', {
    hop: 'operation',
    from: caller.functionName === '' ? 'a client' : caller.functionName,
    to,
    why: 'no service of this world listens there',
  });
  const body = JSON.stringify({ __type: 'UnknownOperationException', message: `nothing listens at ${to}` });
  reply(wires, serving, {
    exchange,
    reply: { status: 400, headers: { 'content-type': 'application/x-amz-json-1.1' }, body },
  });
};
