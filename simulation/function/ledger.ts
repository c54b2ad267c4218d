import type { EndpointName } from '../../lambdas/domain/policy.ts';
import type { Head, Ledger, Step, Written } from '../../lambdas/ports.ts';
import type { Site } from '../plan/faults.ts';
import { type Invocation, readsOf } from './invocation.ts';
import { failing, type PortsAround } from './ports-around.ts';

const READ_WITHIN_MS = 1_000;
const UNREADABLE: Head = { incident: undefined, version: 'unknown' };

/** The ledger over an account's table, as the function's adapter keeps it: with what this container could not write. */
export const makeLedger = (around: PortsAround, by: Invocation): Ledger => {
  const { calls, clock, account } = around;
  const { unwritten } = by.container;
  const { table } = account;
  const keepHead = (endpoint: EndpointName, stored: Head): Head => {
    const value = unwritten.onto(endpoint, stored);
    readsOf(by, endpoint).head = { at: clock.now(), value, stale: stored.version === 'unknown' };
    return value;
  };
  return {
    head: (endpoint) =>
      calls(by, {
        site: 'head',
        answer: () => keepHead(endpoint, table.head(endpoint)),
        failed: () => keepHead(endpoint, UNREADABLE),
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
      calls(by, { site: 'notice-read', answer: () => table.notice(endpoint, about), failed: failing('GetItem') }),
    noticed: (endpoint, about, notice) =>
      calls(by, {
        site: 'notice-write',
        answer: () => table.keepNotice(endpoint, about, notice),
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
