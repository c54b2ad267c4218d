import type { Bounds } from '../../lambdas/domain/strategies/order.ts';
import type { Capacities } from '../../lambdas/ports.ts';
import type { Invocation } from './invocation.ts';
import { answerTo, type PortsAround } from './ports-around.ts';

/** What the second function may do with an endpoint's capacity: instances, and the floor of what scales them. */
export const makeCapacities = ({ account, calls, record }: PortsAround, by: Invocation): Capacities => ({
  bounds: (endpoint) =>
    calls<Bounds | undefined | 'unreadable'>(by, {
      site: 'scaling-bounds',
      answer: () => account.guarded.get(endpoint)?.scaling.bounds(),
      failed: () => 'unreadable',
    }),
  raise: (endpoint, { variant, to }) =>
    calls(by, {
      site: 'raise',
      endpoint,
      answer: () => {
        const own = account.guarded.get(endpoint)?.endpoint;
        const before = own?.describe();
        const answer = own?.raise(variant, to) ?? { kind: 'refused', message: 'no such endpoint' };
        const taken = answer.kind === 'accepted';
        record({ kind: 'raised', endpoint, by, variant, to, before, taken });
        return answer;
      },
      failed: (fault) => answerTo('UpdateEndpointWeightsAndCapacities', fault),
    }),
  raiseFloor: (endpoint, { to }) =>
    calls<string | undefined>(by, {
      site: 'scaling-floor',
      answer: () => {
        account.guarded.get(endpoint)?.scaling.raiseFloor(to);
        return undefined;
      },
      failed: (fault) => `RegisterScalableTarget: ${fault}`,
    }),
});
