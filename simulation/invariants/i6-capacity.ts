import type { View } from '../view.ts';
import type { Invariant } from './invariant.ts';
import { isOrdered, type OrderedCall } from './orders.ts';
import { policyOf } from './shared.ts';

/**
 * Capacity is changed only for an endpoint whose strategy is to scale and shift: of stable, upwards from what the second
 * function's caller saw, to no more than the strategy's most and the ceiling of its autoscaling. An endpoint config is
 * changed only where the policy is to restore.
 */
export const i6Capacity: Invariant = {
  code: 'I6',
  promise: 'capacity grows only where the strategy says so, and within its bounds',
  watch: (view) => (fact) => {
    if (!isOrdered(fact)) return undefined;
    const why = fact.kind === 'raised' ? whyNotRaised(view, fact) : whyNotRestored(view, fact);
    return why && `${fact.endpoint}: ${why}`;
  },
};

const whyNotRestored = (view: View, { endpoint }: OrderedCall): string | undefined =>
  policyOf(view, endpoint).restore ? undefined : 'another endpoint config, and nobody wanted that';

const whyNotRaised = (
  view: View,
  { endpoint, variant, to }: Extract<OrderedCall, { kind: 'raised' }>,
): string | undefined => {
  const { strategy, stable } = policyOf(view, endpoint);
  const guarded = view.account.guarded.get(endpoint);
  if (strategy === undefined) return 'raised, and its strategy is another';
  if (variant !== stable) return `${variant} was raised`;
  const order = view.account.table.head(endpoint).incident?.preparing?.order;
  const from = order?.kind === 'scale' ? order.from : 0;
  const ceiling = guarded?.plan.autoscaling?.ceiling ?? to;
  if (to <= from) return `raised from ${from} to ${to}`;
  return to > strategy.maxInstances || to > ceiling ? `raised to ${to}, which is beyond its bounds` : undefined;
};
