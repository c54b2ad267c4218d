import type { View } from '../view.ts';
import { whyFrozen } from './i4-allowed.ts';
import type { Invariant } from './invariant.ts';
import { type At, policyOf, type Wrote } from './shared.ts';

/**
 * An order is written only in mode auto, or in mode approve with a person's word; by a look that read the endpoint as
 * InService; and not while the switch was on, as I4 asks of a shift. The second function asks for another endpoint config
 * only if it has itself just read that nothing is under way and that the config to replace is in service: never while a
 * deployment or a rollback of SageMaker's is in flight. What an inconsistent read showed of a moment ago is excused, and
 * SageMaker refuses it then.
 */
export const i4Ordered: Invariant = {
  code: 'I4',
  promise: 'nothing is ordered while frozen, observed, not agreed to, or while a deployment is in flight',
  watch: (view) => (fact) => {
    if (fact.kind === 'wrote' && fact.step.what === 'order' && fact.answer === 'written')
      return whyNotOrdered(view, fact);
    if (fact.kind !== 'restored') return undefined;
    const read = fact.by.reads.get(fact.endpoint)?.fleet;
    const { status, config } = read?.value ?? {};
    if (status !== 'InService') return `${fact.endpoint}: restored while ${status ?? 'nobody had looked'}`;
    if (config !== fact.from) return `${fact.endpoint}: restored from ${fact.from}, and ${config} was in service`;
    return fact.taken && fact.before?.status !== 'InService' ? `${fact.endpoint}: restored while busy` : undefined;
  },
};

const whyNotOrdered = (view: View, { by, at, step: { incident } }: At<Wrote>): string | undefined => {
  const { endpoint } = incident;
  const { mode } = policyOf(view, endpoint);
  if (mode === 'observe' || mode === 'recommend') return `${endpoint}: ordered in mode ${mode}`;
  if (mode === 'approve' && view.account.table.answer(endpoint)?.kind !== 'approve')
    return `${endpoint}: ordered, and nobody agreed`;
  const status = by.reads.get(endpoint)?.fleet?.value?.status;
  if (status !== 'InService') return `${endpoint}: ordered while ${status ?? 'nobody had looked'}`;
  const why = whyFrozen(view, { endpoint, by, at });
  return why && `${endpoint}: ordered, and ${why}`;
};
