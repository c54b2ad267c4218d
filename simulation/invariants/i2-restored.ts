import { type Instant, MINUTE } from '../../lambdas/domain/model.ts';
import type { EndpointName } from '../../lambdas/domain/policy.ts';
import type { Fact } from '../facts.ts';
import type { View } from '../view.ts';
import { type Invariant, NOTHING_TO_WATCH } from './invariant.ts';
import { policyOf } from './shared.ts';

/** What a moment of the recorder and one of the world may differ by. */
const SLACK = MINUTE;

type Serving = { readonly config: string; readonly since: Instant };

/**
 * An endpoint goes back only to a config that exists, that is not the one in service, and that served for the bake time
 * with every guard at OK; not to one that an incident in the ledger found broken since. One that was deleted, or made
 * anew, after the second function had looked is excused: SageMaker refuses the first, and nobody can tell the second.
 */
export const i2Restored: Invariant = {
  code: 'I2',
  promise: 'an endpoint goes back only to a config that is there and has served well',
  watch: (view) => {
    if (!view.plan.endpoints.some(({ policy }) => policy.restore)) return NOTHING_TO_WATCH;
    const serving = new Map<EndpointName, Serving>();
    const good = new Set<string>();
    const baked = (): void => {
      for (const [name, { endpoint, alarms, plan }] of view.account.guarded) {
        const fleet = endpoint.describe();
        if (plan.policy.restore === undefined || fleet?.status !== 'InService') continue;
        const before = serving.get(name);
        const since = before?.config === fleet.config ? before.since : view.now();
        serving.set(name, { config: fleet.config, since });
        const now = alarms.all.map((one) => one.now());
        const from = Math.max(since, ...now.map(({ transitionedAt }) => transitionedAt));
        const isWell = now.every(({ state }) => state === 'OK');
        if (isWell && view.now() - from >= plan.policy.restore.bakeMinutes * MINUTE - SLACK)
          good.add(`${name} ${fleet.config}`);
      }
    };
    return (fact) => {
      if (fact.kind === 'minute') baked();
      if (fact.kind === 'wrote' && fact.kept && isFresh(fact) && fact.step.incident.breach)
        good.delete(`${fact.step.incident.endpoint} ${fact.step.incident.config}`);
      return fact.kind === 'restored' ? whyNot(view, fact, good) : undefined;
    };
  },
};

/** An incident speaks of its config once, as it opens: later writes of it are about what became of it. */
const isFresh = ({ step: { incident, what } }: Extract<Fact, { kind: 'wrote' }>): boolean =>
  incident.told === 0 && (what === 'hold' || what === 'order');

const whyNot = (
  view: View,
  { endpoint, to, taken, before }: Extract<Fact, { kind: 'restored' }>,
  good: ReadonlySet<string>,
): string | undefined => {
  const madeAt = view.account.guarded.get(endpoint)?.configs.madeAt(to);
  if (taken && madeAt === undefined) return `${endpoint}: ${to} does not exist`;
  if (before?.config === to) return `${endpoint}: ${to} is in service already`;
  const bake = policyOf(view, endpoint).restore?.bakeMinutes ?? 0;
  return good.has(`${endpoint} ${to}`) ? undefined : `${endpoint}: ${to} has not served well for ${bake} minutes`;
};
