import { type Instant, MINUTE } from '../../lambdas/domain/model.ts';
import type { EndpointName } from '../../lambdas/domain/policy.ts';
import { desiredWeights, sameTraffic } from '../../lambdas/domain/weights.ts';
import type { Guarded } from '../aws/account.ts';
import type { Fact } from '../facts.ts';
import type { View } from '../view.ts';
import { brokenAlarms, isBroken } from './breach.ts';
import { makeGoingOn } from './going-on.ts';
import type { Invariant } from './invariant.ts';

const WITHIN = 15 * MINUTE;
/** What was told just before goes on to be true. */
const BEFORE = 3 * MINUTE;

/**
 * A breach that goes on ends within 15 minutes with no traffic on the canary, or people were told: by a letter about
 * the endpoint since it began, or since all its alarms went off and nobody else changed it, by one before that said that an
 * incident goes on, or by a dead letter, whose alarm pages. It goes
 * on while CloudWatch holds the alarm in ALARM and the newest minute is bad; another hand's change begins a new one. Who
 * declined a rollback knows of each alarm that had gone off by then. An incident that people were told of goes on as well
 * while the ledger has it open, though they were told since that another one is over: by who could read nothing of it, and
 * whose container is gone. No other fault excuses silence.
 */
export const l2: Invariant = {
  code: 'L2',
  promise: 'a breach that goes on ends, or people are told, within 15 minutes',
  watch: (view) => {
    const since = new Map<EndpointName, Instant>();
    const toldAt = new Map<EndpointName | undefined, Instant>();
    const goingOn = makeGoingOn(view);
    const declinedAt = new Map<string, Instant>();
    const changedAt = new Map<EndpointName, Instant>();
    const silent = (guarded: Guarded): string | undefined => {
      const { name } = guarded.endpoint;
      if (!goesOn(view, guarded, declinedAt.get(name))) return void since.delete(name);
      const from = since.get(name) ?? view.now();
      since.set(name, from);
      if (view.now() - from < WITHIN) return undefined;
      const told = Math.max(toldAt.get(name) ?? 0, toldAt.get(undefined) ?? 0);
      const isTold = told >= from - BEFORE || goingOn.has(name) || isTheSame(guarded, told);
      return isTold ? undefined : `${name}: a breach since ${new Date(from).toISOString()}, and nobody was told`;
    };
    /** Better minutes between, and no OK: the end of the incident has told of it. */
    const isTheSame = (guarded: Guarded, told: Instant): boolean =>
      told >= (changedAt.get(guarded.endpoint.name) ?? 0) &&
      brokenAlarms(guarded).every((one) => told >= one.now().transitionedAt);
    return (fact) => {
      for (const endpoint of goingOn.on(fact)) toldAt.set(endpoint, fact.at);
      if (fact.kind === 'told') toldAt.set(fact.letter.endpoint as EndpointName, fact.at);
      if (fact.kind === 'wrote' && fact.kept && fact.step.incident.ending?.because === 'declined')
        declinedAt.set(fact.step.incident.endpoint, fact.step.incident.ending.at);
      if (fact.kind === 'dead-lettered') toldAt.set(fact.endpoint, fact.at);
      if (isChange(fact)) {
        since.delete(fact.endpoint);
        changedAt.set(fact.endpoint, fact.at);
      }
      if (fact.kind !== 'minute') return undefined;
      for (const guarded of view.account.guarded.values()) {
        const broken = silent(guarded);
        if (broken !== undefined) return broken;
      }
      return undefined;
    };
  },
};

const goesOn = (view: View, guarded: Guarded, declinedAt = 0): boolean =>
  brokenAlarms(guarded).some(
    (one) =>
      one.now().transitionedAt > declinedAt &&
      isBroken(guarded, one, { now: view.now(), delayMs: view.plan.metricDelayMs, minutes: 1, since: 0 }),
  );

const isChange = (fact: Fact): fact is Extract<Fact, { kind: 'changed' }> & { readonly at: Instant } =>
  fact.kind === 'changed' &&
  fact.by !== 'us' &&
  fact.was !== undefined &&
  fact.is !== undefined &&
  !sameTraffic(desiredWeights(fact.was), desiredWeights(fact.is));
