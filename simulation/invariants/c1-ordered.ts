import { MAX_ATTEMPTS } from '../../lambdas/domain/settle.ts';
import type { Invariant } from './invariant.ts';
import { isOrdered, timesOrdered } from './orders.ts';

/**
 * What the second function asks of SageMaker stands as an order of the endpoint's newest incident in the ledger before:
 * no outage excuses it, since it believes the ledger alone. Of one incident SageMaker takes up at most three.
 */
export const c1Ordered: Invariant = {
  code: 'C1',
  promise: 'what the second function does is an order in the ledger, and done at most three times',
  watch: (view) => {
    const done = new Map<string, number>();
    return (fact) => {
      if (!isOrdered(fact)) return undefined;
      if (timesOrdered(view, fact) === 0) return `${fact.endpoint}: ${fact.kind} without an order in the ledger`;
      const incident = view.account.table.head(fact.endpoint).incident?.id ?? '';
      const times = (done.get(incident) ?? 0) + Number(fact.taken);
      done.set(incident, times);
      return times > MAX_ATTEMPTS ? `${incident}: ${fact.kind} ${times} times` : undefined;
    };
  },
};
