import type { Order } from '../../lambdas/domain/strategies/order.ts';
import { sameOrder } from '../../lambdas/domain/strategies/order.ts';
import type { Fact } from '../facts.ts';
import type { View } from '../view.ts';
import type { At } from './shared.ts';

export type OrderedCall = At<Extract<Fact, { kind: 'raised' | 'restored' }>>;

/** A call of the second function's that changes an endpoint. */
export const isOrdered = (fact: Fact): fact is OrderedCall => fact.kind === 'raised' || fact.kind === 'restored';

/** How often the ledger's newest incident of the endpoint has ordered such a thing. */
export const timesOrdered = ({ account: { table } }: View, fact: OrderedCall): number => {
  const { incident } = table.head(fact.endpoint);
  return table.entries(fact.endpoint).filter(({ what, incident: { id, preparing } }) => {
    if (what !== 'order' || id !== incident?.id || preparing === undefined) return false;
    return fits(preparing.order, fact) && sameOrder(preparing.order, incident.preparing?.order ?? preparing.order);
  }).length;
};

/** An order to raise may be cut short by the ceiling of the autoscaling. */
const fits = (order: Order, fact: OrderedCall): boolean => {
  if (fact.kind === 'restored') return order.kind === 'restore' && order.from === fact.from && order.to === fact.to;
  return order.kind === 'scale' && order.variant === fact.variant && fact.to <= order.to;
};
