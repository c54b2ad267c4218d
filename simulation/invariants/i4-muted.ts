import { isJudged } from '../../lambdas/domain/judged.ts';
import type { EndpointName } from '../../lambdas/domain/policy.ts';
import type { Fact } from '../facts.ts';
import type { Invocation } from '../function/invocation.ts';
import type { View } from '../view.ts';
import { type Invariant, NOTHING_TO_WATCH } from './invariant.ts';
import { type At, isOurs, makeIntents, policyOf, type Wrote } from './shared.ts';

/**
 * Nothing is shifted and nothing ordered on muted evidence alone: of the alarms that the look saw in ALARM at least one
 * was neither muted nor had its actions disabled since before the look began. A look that could not read the mute rules,
 * or read them or the alarms from before, is excused; a drill that its owner ordered to move traffic asks for none.
 */
export const i4Muted: Invariant = {
  code: 'I4',
  promise: 'nothing is shifted on evidence that people have muted',
  watch: (view) => {
    if (view.plan.mutes !== true) return NOTHING_TO_WATCH;
    const intents = makeIntents();
    const unread = new Set<number>();
    return (fact) => {
      intents.on(fact);
      if (fact.kind === 'fault' && fact.site === 'mutes') unread.add(fact.by.id);
      const acting = actingOf(fact);
      if (acting === undefined || unread.has(acting.by.id)) return undefined;
      if (intents.of(acting.by, acting.endpoint)?.step.incident.drill) return undefined;
      return isMutedAltogether(view, acting) ? `${acting.endpoint}: every alarm that broke was muted` : undefined;
    };
  },
};

type Acting = { readonly by: Invocation; readonly endpoint: EndpointName };

const actingOf = (fact: Fact): Acting | undefined => {
  if (isOurs(fact)) return fact;
  return isOrder(fact) ? { by: fact.by, endpoint: fact.step.incident.endpoint } : undefined;
};

const isOrder = (fact: Fact): fact is At<Wrote> =>
  fact.kind === 'wrote' && fact.step.what === 'order' && fact.answer === 'written';

const isMutedAltogether = ({ account, ...view }: View, { by, endpoint }: Acting): boolean => {
  const read = by.reads.get(endpoint)?.alarms;
  const policy = policyOf({ account, ...view }, endpoint);
  const judged = (account.guarded.get(endpoint)?.alarms.all ?? []).filter(({ variant }) => isJudged(policy, variant));
  const names = new Set(judged.map(({ name }) => name));
  const broken = (read?.value ?? []).filter(({ name, state }) => state === 'ALARM' && names.has(name));
  if (read === undefined || read.stale || broken.length === 0) return false;
  return broken.every(
    ({ name, actionsEnabled }) => !actionsEnabled || (account.mutes.mutedSince(name) ?? Infinity) < by.startedAt,
  );
};
