import { breaches, type Instant, MINUTE } from '../../lambdas/domain/model.ts';
import type { Guarded } from '../aws/account.ts';
import { type Invariant, NOTHING_TO_WATCH } from './invariant.ts';
import type { At, Wrote } from './shared.ts';

const LOOK_BACK = 16;

/**
 * An incident of an endpoint that goes back to a config ends as RECOVERED only if the ordered config is in service, the
 * guards say OK, and a whole minute was measured since it came into service that broke none: while SageMaker tries another
 * config and takes it back, it goes on to serve. What an inconsistent read showed is excused.
 */
export const l2Restored: Invariant = {
  code: 'L2',
  promise: 'RECOVERED is said of a config only once it serves and was measured to serve well',
  watch: (view) => {
    if (!view.plan.endpoints.some(({ policy }) => policy.restore)) return NOTHING_TO_WATCH;
    const said = new Set<string>();
    const configSince = new Map<string, Instant>();
    return (fact) => {
      if (fact.kind === 'changed' && fact.was?.config !== fact.is?.config) configSince.set(fact.endpoint, fact.at);
      if (fact.kind !== 'wrote' || fact.step.incident.ending?.state !== 'RECOVERED') return undefined;
      const { incident } = fact.step;
      const guarded = view.account.guarded.get(incident.endpoint);
      if (guarded?.plan.policy.restore === undefined || said.has(incident.id)) return undefined;
      said.add(incident.id);
      const why = whyNot(guarded, fact, configSince.get(incident.endpoint) ?? 0);
      return why && `${incident.id}: RECOVERED, but ${why}`;
    };
  },
};

const whyNot = (
  { alarms, metrics, plan: { policy } }: Guarded,
  { by, at, step: { incident } }: At<Wrote>,
  since: Instant,
): string | undefined => {
  const reads = by.reads.get(policy.endpoint);
  if (reads?.fleet?.stale || reads?.alarms?.stale || reads?.traffic?.stale) return undefined;
  const order = incident.preparing?.order;
  // As it was when the look read it: what somebody changes a moment later, it cannot know.
  const fleet = reads?.fleet?.value;
  if (order?.kind !== 'restore' || fleet?.status !== 'InService' || fleet.config !== order.to)
    return 'the ordered config is not in service';
  const unwell = alarms.all.find((one) => one.now().state !== 'OK');
  if (unwell) return `${unwell.name} does not say OK`;
  const newest = Math.floor(at / MINUTE) * MINUTE - MINUTE;
  const isServed = Array.from({ length: LOOK_BACK }, (_, place) => newest - place * MINUTE).some((start) => {
    const minute = start >= since ? metrics.minute(policy.stable, start) : undefined;
    return minute !== undefined && !policy.guards.some((guard) => breaches(guard, minute));
  });
  return isServed ? undefined : 'no whole minute of it was measured to be good';
};
