import { type Instant, MINUTE } from '../../lambdas/domain/model.ts';
import type { Fact } from '../facts.ts';
import type { View } from '../view.ts';
import { brokenAlarms } from './breach.ts';
import type { Invariant } from './invariant.ts';
import { makeTurns } from './turns.ts';

/** The longest that a retry waits, and an invocation takes. */
const LONGEST_WAIT = 4 * MINUTE;

type Fate = { readonly at: Instant; readonly how: 'under-way' | 'failed' | 'accounted' };

/**
 * Each event that reaches the function ends as acted, ignored or rejected, or as a dead letter. None of a world's events
 * is malformed, so that none may be rejected; one about an endpoint counts only if the endpoint was looked at, and a sweep
 * only if each endpoint was whose canary had been in ALARM for a minute when it began. An inconsistent listing excuses
 * that for another half minute, and a budget of calls that left no turn for it.
 */
export const c3: Invariant = {
  code: 'C3',
  promise: 'every event is accounted for, and was looked into',
  watch: (view) => {
    const fates = new Map<string, Fate>();
    const turns = makeTurns(view.plan.limits !== undefined);
    const lost = (): string | undefined => {
      for (const [event, { at, how }] of fates)
        if (how !== 'accounted' && view.now() - at > LONGEST_WAIT) return `${event}: never accounted for`;
      return undefined;
    };
    return (fact) => {
      turns.on(fact);
      if (fact.kind === 'began') fates.set(fact.by.event, { at: fact.at, how: 'under-way' });
      if (fact.kind === 'dead-lettered') fates.delete(fact.event);
      if (fact.kind === 'minute') return lost();
      if (fact.kind !== 'ended' || fact.by.kind === 'person') return undefined;
      if (fact.how === 'failed') return void fates.set(fact.by.event, { at: fact.at, how: 'failed' });
      fates.delete(fact.by.event);
      if (fact.how === 'rejected') return `${fact.by.event}: rejected`;
      return turns.hadNone(fact.by) ? undefined : whyNotLooked(view, fact);
    };
  },
};

const whyNotLooked = (view: View, { by }: Extract<Fact, { kind: 'ended' }>): string | undefined => {
  if (by.endpoint !== undefined)
    return by.reads.get(by.endpoint)?.fleet ? undefined : `${by.event}: ${by.endpoint} was not looked at`;
  const before = by.startedAt - 90_000;
  const missed = [...view.account.guarded.values()].find(
    (guarded) =>
      by.reads.get(guarded.endpoint.name)?.fleet === undefined &&
      brokenAlarms(guarded).some((one) => one.now().transitionedAt < before),
  );
  return missed && `${by.event}: the sweep did not look at ${missed.endpoint.name}`;
};
