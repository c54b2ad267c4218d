import { type Instant, MINUTE } from '../../lambdas/domain/model.ts';
import { sendsTo } from '../../lambdas/domain/target.ts';
import { currentWeights, sameTraffic } from '../../lambdas/domain/weights.ts';
import type { Guarded } from '../aws/account.ts';
import type { Fact } from '../facts.ts';
import type { Invariant } from './invariant.ts';
import type { At, Wrote } from './shared.ts';

const LOOK_BACK = 16 * MINUTE;

/**
 * An incident ends as RECOVERED only if the wanted weights are in force, the guards of the variant that they send the
 * traffic to say OK, and a whole minute since they came into force was measured in which no other variant served a
 * request, and that one did. What an inconsistent read showed of a moment ago is excused. Minutes that CloudWatch lost
 * look like minutes without requests, to anybody.
 */
export const l2Recovered: Invariant = {
  code: 'L2',
  promise: 'RECOVERED is said only of traffic that was measured to be back',
  watch: (view) => {
    const inForceSince = new Map<string, Instant>();
    const said = new Set<string>();
    return (fact) => {
      if (fact.kind === 'changed' && isNewInForce(fact)) inForceSince.set(fact.endpoint, fact.at);
      if (fact.kind !== 'wrote' || fact.step.incident.ending?.state !== 'RECOVERED') return undefined;
      const { incident } = fact.step;
      const guarded = view.account.guarded.get(incident.endpoint);
      // Of one that goes back to a config, `l2-restored.ts` asks.
      if (guarded === undefined || guarded.plan.policy.restore || said.has(incident.id)) return undefined;
      said.add(incident.id);
      const why = whyNotRecovered(guarded, fact, inForceSince.get(incident.endpoint) ?? 0);
      return why && `${incident.id}: RECOVERED, but ${why}`;
    };
  },
};

const isNewInForce = ({ was, is }: Extract<Fact, { kind: 'changed' }>): boolean =>
  was !== undefined && is !== undefined && !sameTraffic(currentWeights(was), currentWeights(is));

const whyNotRecovered = (
  { endpoint, alarms, metrics, plan: { policy } }: Guarded,
  { by, at, step: { incident } }: At<Wrote>,
  since: Instant,
): string | undefined => {
  const reads = by.reads.get(endpoint.name);
  const fleet = endpoint.describe();
  if (reads?.fleet?.stale || reads?.alarms?.stale) return undefined;
  if (fleet === undefined || !incident.shift || !sameTraffic(currentWeights(fleet), incident.shift.wanted))
    return 'the weights are not in force';
  const target = [policy.stable, ...policy.canaries].find((variant) => sendsTo(variant, incident.shift));
  const unwell = alarms.all.find((one) => one.variant === target && one.now().state !== 'OK');
  if (target === undefined || unwell) return `${unwell?.name ?? 'no guard'} does not say OK`;
  const others = [policy.stable, ...policy.canaries].filter((variant) => variant !== target);
  for (let start = Math.ceil(Math.max(since, at - LOOK_BACK) / MINUTE) * MINUTE; start + MINUTE <= at; start += MINUTE)
    if (metrics.minute(target, start) && others.every((variant) => metrics.minute(variant, start) === undefined))
      return undefined;
  return 'no whole minute was without requests on the others';
};
