import { caughtUp } from '../../lambdas/aws/unwritten.ts';
import type { EndpointName } from '../../lambdas/domain/policy.ts';
import { remembering } from '../../lambdas/loop/remember.ts';
import type { Head, Ledger, Step, Written } from '../../lambdas/ports.ts';
import type { Site } from '../plan/faults.ts';
import { type Invocation, readsOf } from './invocation.ts';
import { failing, type PortsAround } from './ports-around.ts';

const READ_WITHIN_MS = 1_000;
const UNREADABLE: Head = { incident: undefined, version: 'unknown' };

/** The ledger over an account's table, with what this container remembers. */
export const makeLedger = (around: PortsAround, by: Invocation): Ledger => {
  const ledger = remembering(makeStored(around, by), by.container.seenHeads, by.container.time.now);
  return {
    ...ledger,
    head: async (endpoint) => {
      const value = await ledger.head(endpoint);
      // What is read again once all is done decides nothing.
      readsOf(by, endpoint).head ??= { at: around.clock.now(), value, stale: value.version === 'unknown' };
      return value;
    },
  };
};

/** As the function's adapter keeps it: with what this container could not write. */
const makeStored = (around: PortsAround, by: Invocation): Ledger => {
  const { calls, account, record } = around;
  const { unwritten } = by.container;
  const { table } = account;
  return {
    head: (endpoint) =>
      calls(by, {
        site: 'head',
        answer: () => unwritten.onto(endpoint, table.head(endpoint)),
        failed: () => unwritten.onto(endpoint, UNREADABLE),
        withinMs: READ_WITHIN_MS,
      }),
    heads: (endpoints) => {
      const incidents = (head: (endpoint: EndpointName) => Head) =>
        endpoints.flatMap((endpoint) => unwritten.onto(endpoint, head(endpoint)).incident ?? []);
      return calls(by, {
        site: 'heads',
        answer: () => incidents(table.head),
        failed: () => incidents(() => UNREADABLE),
        withinMs: READ_WITHIN_MS,
      });
    },
    unwritten: unwritten.endpoints,
    write: makeWrite(around, by),
    drill: (endpoint) =>
      calls(by, {
        site: 'drill-order',
        answer: () => table.drill(endpoint),
        failed: () => undefined,
        withinMs: READ_WITHIN_MS,
      }),
    answer: (endpoint) =>
      calls(by, {
        site: 'answer-read',
        answer: () => table.answer(endpoint),
        failed: () => undefined,
        withinMs: READ_WITHIN_MS,
      }),
    notice: (endpoint, about) =>
      calls(by, {
        site: 'notice-read',
        answer: () => table.notice(endpoint, about),
        failed: failing('GetItem'),
        withinMs: READ_WITHIN_MS,
      }),
    noticed: (endpoint, about, notice) =>
      calls(by, {
        site: 'notice-write',
        answer: () => {
          table.keepNotice(endpoint, about, notice);
          record({ kind: 'noticed', by, endpoint, about });
        },
        failed: failing('PutItem'),
      }),
  };
};

const siteOf = ({ what }: Step): Site => {
  if (what === 'intent') return 'write-intent';
  return what === 'told' ? 'write-told' : 'write-record';
};

const makeWrite =
  ({ calls, account, record }: PortsAround, by: Invocation): Ledger['write'] =>
  (step, withinMs) => {
    const { unwritten } = by.container;
    let kept = false;
    const said = (answer: Written): Written => {
      record({ kind: 'wrote', by, step, kept, answer });
      return answer;
    };
    const remember = (): Written => {
      unwritten.remember(step);
      return said('unwritten');
    };
    return calls(by, {
      site: siteOf(step),
      withinMs,
      answer: () => {
        kept = account.table.write(step);
        if (!kept) return said('outpaced');
        if (step.replaces === 'unknown') return remember();
        for (const one of caughtUp(unwritten.replaced(step.incident.endpoint, step.incident), step.at))
          record({ kind: 'wrote', by, step: one, kept: account.table.write(one), answer: 'written' });
        unwritten.forget(step.incident.endpoint);
        return said('written');
      },
      failed: (fault) => {
        if (fault === 'lost-race') return said('outpaced');
        record({ kind: 'logged', by, message: 'ledger not written', facts: { incident: step.incident, fault } });
        return remember();
      },
    });
  };
