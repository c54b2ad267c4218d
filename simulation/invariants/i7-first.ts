import type { EndpointName } from '../../lambdas/domain/policy.ts';
import type { Fact } from '../facts.ts';
import { type Invariant, NOTHING_TO_WATCH } from './invariant.ts';

const REPEATS: readonly unknown[] = ['cooling-down', 'flapping', 'budget-spent'];

/**
 * Cooldown, flaps and the daily budget hold only an endpoint config that the automation meant to roll back before: they
 * never hold the first rollback of a config. An intent counts, whatever became of it: without an answer it may have
 * taken effect.
 */
export const i7First: Invariant = {
  code: 'I7',
  promise: 'no limit ever stops the first rollback of an endpoint config',
  watch: ({ plan: { limits } }) => {
    if (limits === undefined) return NOTHING_TO_WATCH;
    const meant = new Set<string>();
    const key = (endpoint: EndpointName | string, config: string) => `${endpoint} ${config}`;
    const stopped = ({ by, facts }: Extract<Fact, { kind: 'logged' }>): string | undefined => {
      const { kind } = (facts['reason'] ?? {}) as { readonly kind?: unknown };
      const endpoint = String(facts['endpoint']) as EndpointName;
      const config = by.reads.get(endpoint)?.fleet?.value?.config;
      if (!REPEATS.includes(kind) || config === undefined || meant.has(key(endpoint, config))) return undefined;
      return `${endpoint}: ${String(kind)} stops the first rollback of ${config}`;
    };
    return (fact) => {
      if (fact.kind === 'wrote' && MEANS.includes(fact.step.what))
        meant.add(key(fact.step.incident.endpoint, fact.step.incident.config));
      return fact.kind === 'logged' && fact.message === 'decided' ? stopped(fact) : undefined;
    };
  },
};

const MEANS: readonly string[] = ['intent', 'order'];
