import { breaches } from '../../lambdas/domain/model.ts';
import type { Asked } from '../facts.ts';
import type { View } from '../view.ts';
import type { Invariant } from './invariant.ts';
import { type At, isOurs, policyOf } from './shared.ts';

/**
 * The fallback gets the traffic only where the policy names one, in mode auto, and the look itself read that stable is
 * no place for anybody: not there, without instances, or one of its guards in ALARM or broken in the newest minutes that
 * the look read. That the fallback is well, is what I2 asks of whatever gets the traffic.
 */
export const i2Fallback: Invariant = {
  code: 'I2',
  promise: 'another variant than stable gets the traffic only where it is named for that and stable is unwell',
  watch: (view) => (fact) => {
    if (!isOurs(fact)) return undefined;
    const { stable, fallback, mode } = policyOf(view, fact.endpoint);
    if ((fact.to[stable] ?? 0) > 0) return undefined;
    if (fallback === undefined || mode !== 'auto') return `${fact.endpoint}: nobody named a fallback`;
    return isUnwell(view, fact) ? undefined : `${fact.endpoint}: shifted to the fallback, and stable was well`;
  },
};

const isUnwell = (view: View, { by, endpoint }: At<Asked>): boolean => {
  const { stable, guards } = policyOf(view, endpoint);
  const { fleet, alarms, traffic } = by.reads.get(endpoint) ?? {};
  const variant = fleet?.value?.variants.find(({ name }) => name === stable);
  if (variant === undefined || variant.instances === 0) return true;
  const own = alarms?.value.filter(({ name }) => name.includes(`${endpoint}/${stable}/`)) ?? [];
  if (own.some(({ state }) => state === 'ALARM')) return true;
  const minutes = traffic === undefined || traffic.value === 'unreadable' ? [] : (traffic.value[stable] ?? []);
  return guards.some((guard) => minutes.slice(-guard.outOfPeriods).some((minute) => breaches(guard, minute)));
};
