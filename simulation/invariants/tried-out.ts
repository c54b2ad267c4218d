import { MAX_RESTORES } from '../../lambdas/domain/evidence.ts';
import type { Incident } from '../../lambdas/domain/incident.ts';
import type { Fleet } from '../../lambdas/domain/model.ts';
import type { EndpointName, VariantName } from '../../lambdas/domain/policy.ts';
import { currentWeights } from '../../lambdas/domain/weights.ts';
import type { Fact } from '../facts.ts';
import { makeIntents } from './shared.ts';

/** Variants that were taken out of traffic as often as that is done, and that another hand gave it back each time. */
export type TriedOut = {
  readonly on: (fact: Fact) => void;
  readonly isTriedOut: (fleet: Fleet, endpoint: EndpointName, variant: VariantName) => boolean;
};

/** By incidents whose weights came into force, under one endpoint config; a person's word that it is on purpose begins anew. */
export const makeTriedOut = (): TriedOut => {
  const intents = makeIntents();
  const asked = new Map<EndpointName, Incident>();
  const taken = new Map<EndpointName, Map<string, Set<string>>>();
  const emptied = (endpoint: EndpointName, { config }: Fleet, { id, breach, drill }: Incident): void => {
    if (breach === undefined || drill !== undefined) return;
    const own = taken.get(endpoint) ?? new Map<string, Set<string>>();
    taken.set(endpoint, own);
    const key = keyOf(config, breach.variant);
    own.set(key, (own.get(key) ?? new Set()).add(id));
  };
  return {
    on: (fact) => {
      intents.on(fact);
      if (fact.kind === 'asked' && fact.taken) {
        const incident = intents.of(fact.by, fact.endpoint)?.step.incident;
        if (incident) asked.set(fact.endpoint, incident);
      }
      if (fact.kind === 'happening' && fact.happening.what === 'releases') taken.delete(fact.happening.endpoint);
      const incident = fact.kind === 'changed' ? asked.get(fact.endpoint) : undefined;
      if (fact.kind === 'changed' && incident && fact.is && isEmptied(fact, incident))
        emptied(fact.endpoint, fact.is, incident);
    },
    isTriedOut: ({ config }, endpoint, variant) =>
      (taken.get(endpoint)?.get(keyOf(config, variant))?.size ?? 0) > MAX_RESTORES,
  };
};

const keyOf = (config: string, variant: VariantName): string => `${config} ${variant}`;

const isEmptied = ({ by, was, is }: Extract<Fact, { kind: 'changed' }>, { breach }: Incident): boolean =>
  (by === 'us' || by === 'order') &&
  breach !== undefined &&
  was !== undefined &&
  is !== undefined &&
  (currentWeights(was)[breach.variant] ?? 0) > 0 &&
  currentWeights(is)[breach.variant] === 0;
