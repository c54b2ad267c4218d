import type { KnownGood } from '../../lambdas/domain/last-known-good.ts';
import type { Ports } from '../../lambdas/ports.ts';
import type { Invocation } from './invocation.ts';
import { failing, type PortsAround } from './ports-around.ts';

const READ_WITHIN_MS = 1_000;

/** The endpoint configs that served well, as the ledger's table keeps them. */
export const makeGoodConfigs = ({ account: { table }, calls }: PortsAround, by: Invocation): Ports['goodConfigs'] => ({
  known: (endpoint) =>
    calls<KnownGood | 'unreadable'>(by, {
      site: 'good-read',
      answer: () => table.good(endpoint),
      failed: () => 'unreadable',
      withinMs: READ_WITHIN_MS,
    }),
  note: (endpoint, known) =>
    calls(by, { site: 'good-write', answer: () => table.keepGood(endpoint, known), failed: failing('PutItem') }),
});
