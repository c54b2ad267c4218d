import type { Instant } from '../../lambdas/domain/model.ts';
import { canStorm } from '../../lambdas/domain/storm.ts';
import type { Asked } from '../facts.ts';
import type { View } from '../view.ts';
import { type Invariant, NOTHING_TO_WATCH } from './invariant.ts';
import { type At, isOurs, makeIntents } from './shared.ts';
import { isStorm, mayBeWorse } from './storm.ts';

/**
 * In a storm, more endpoints with incidents than the deployment's limits let pass for chance, a shift goes only from a
 * canary that was measured to do about twice as badly as its own stable. It is a storm for a look once the incidents of
 * the others were in the ledger when its invocation began. A look that could not read them, or whose metrics were not
 * consistent, is excused, and so is a drill that a person ordered to move traffic.
 */
export const i7Storm: Invariant = {
  code: 'I7',
  promise: 'in a storm only canaries that are worse than their own stable are shifted',
  watch: (view) => {
    if (view.plan.limits === undefined || !canStorm(view.plan.endpoints.length)) return NOTHING_TO_WATCH;
    const intents = makeIntents();
    const knownAt = new Map<string, Instant>();
    const unread = new Set<number>();
    const stormy = (fact: At<Asked>): string | undefined => {
      const { by, endpoint } = fact;
      const reads = by.reads.get(endpoint);
      const isExcused = unread.has(by.id) || reads?.traffic?.stale === true;
      if (isExcused || intents.of(by, endpoint)?.step.incident.drill) return undefined;
      const isKnown = (incident: string) => (knownAt.get(incident) ?? fact.at) <= by.startedAt;
      return isStorm(view, endpoint, isKnown) && !isWorseThere(view, fact)
        ? `${endpoint}: shifted in a storm, and its canary is no worse than its stable`
        : undefined;
    };
    return (fact) => {
      intents.on(fact);
      if (fact.kind === 'fault' && fact.site === 'heads') unread.add(fact.by.id);
      if (fact.kind === 'wrote' && fact.kept && !knownAt.has(fact.step.incident.id))
        knownAt.set(fact.step.incident.id, fact.at);
      return isOurs(fact) ? stormy(fact) : undefined;
    };
  },
};

const isWorseThere = ({ account }: View, { endpoint, at }: At<Asked>): boolean => {
  const guarded = account.guarded.get(endpoint);
  return guarded !== undefined && mayBeWorse(guarded, at);
};
