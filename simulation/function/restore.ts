import { MINUTE } from '../../lambdas/domain/model.ts';
import { whyBusy } from '../../lambdas/domain/status.ts';
import type { OrderAnswer } from '../../lambdas/domain/strategies/order.ts';
import type { Carriers } from '../../lambdas/loop/carry-out.ts';
import type { Invocation } from './invocation.ts';
import { makeEndpoints } from './ports.ts';
import { answerTo, type PortsAround } from './ports-around.ts';

/** As the adapter carries a restore out: looks once more, proves that the config is there, asks for it. Never throws. */
export const makeRestore = (around: PortsAround, by: Invocation): Carriers['restore'] => {
  const { describe } = makeEndpoints(around, by);
  const prove = makeProof(around, by);
  const update = makeUpdate(around, by);
  return async (endpoint, order) => {
    try {
      const fleet = await describe(endpoint);
      if (fleet === undefined) return { kind: 'refused', message: 'no such endpoint' };
      if (whyBusy(fleet)) return { kind: 'busy' };
      if (fleet.config !== order.from)
        return { kind: 'refused', message: `${fleet.config} is in service, and the order replaces ${order.from}` };
      const unproved = await prove(endpoint, order);
      return unproved === undefined ? await update(endpoint, order) : { kind: 'unproved', what: unproved };
    } catch (error) {
      return { kind: 'refused', message: String(error) };
    }
  };
};

type Given = Parameters<Carriers['restore']>;
type Asking<Answer> = (endpoint: Given[0], order: Given[1]) => Promise<Answer>;

/** Of the config, its model and its role, as one call: each says no in the same way. */
const makeProof =
  ({ account, calls }: PortsAround, by: Invocation): Asking<string | undefined> =>
  (endpoint, { to, goodUntil }) =>
    calls<string | undefined>(by, {
      site: 'describe-config',
      answer: () => {
        const madeAt = account.guarded.get(endpoint)?.configs.madeAt(to);
        if (madeAt === undefined) return `endpoint config ${to} does not exist any more`;
        return madeAt > goodUntil ? `endpoint config ${to} was made after one of its name had served well` : undefined;
      },
      failed: (fault) => `endpoint config ${to} could not be read: ${fault}`,
    });

const makeUpdate =
  ({ account, calls, chance, plan, record }: PortsAround, by: Invocation): Asking<OrderAnswer> =>
  (endpoint, { from, to }) =>
    calls<OrderAnswer>(by, {
      site: 'update-endpoint',
      endpoint,
      answer: () => {
        const own = account.guarded.get(endpoint);
        const before = own?.endpoint.describe();
        const isThere = own?.configs.madeAt(to) !== undefined;
        const weights = Object.fromEntries((before?.variants ?? []).map(({ name, weight }) => [name, weight]));
        const takesMs = Math.floor(chance.between(2, 12) * MINUTE);
        const ends = chance.maybe(plan.takenBack) ? 'rolled-back' : 'done';
        const taken = isThere && own.endpoint.deploy({ what: 'deploys', config: to, weights, takesMs, ends }, 'us');
        record({ kind: 'restored', endpoint, by, from, to, before, taken });
        if (!isThere) return { kind: 'refused', message: `ValidationException: Could not find ${to}` };
        return taken ? { kind: 'restoring', unproved: [] } : { kind: 'busy' };
      },
      failed: (fault) => answerTo('UpdateEndpoint', fault),
    });
