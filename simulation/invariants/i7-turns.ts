import { type Instant, MINUTE } from '../../lambdas/domain/model.ts';
import type { EndpointName } from '../../lambdas/domain/policy.ts';
import type { Guarded } from '../aws/account.ts';
import type { Fact } from '../facts.ts';
import type { Invocation } from '../function/invocation.ts';
import type { View } from '../view.ts';
import { brokenAlarms } from './breach.ts';
import { type Invariant, NOTHING_TO_WATCH } from './invariant.ts';
import { LEFT } from './turns.ts';

/** Of some 16 endpoints each has had its turn by then, at the slowest pace that a world has. */
const WITHIN = 6 * MINUTE;
/** Whoever waits longer than that goes before larger ones. */
const PATIENCE = 9 * MINUTE;
const CLEARLY = 1.3;

/**
 * Where a budget of calls leaves some endpoints without a look: each whose canary's alarm went off is looked at within
 * six minutes, counted from the last fault that kept a look from seeing. A sweep that leaves one which nobody has looked
 * at yet looks at no other such one with clearly less traffic, unless that one waited for nine minutes, or the volumes
 * could not be read.
 */
export const i7Turns: Invariant = {
  code: 'I7',
  promise: 'a budget of calls starves nobody, and the largest traffic goes first',
  watch: (view) => {
    if (view.plan.limits === undefined) return NOTHING_TO_WATCH;
    const lookedAt = new Map<EndpointName, Instant>();
    const leaving = new Set<number>();
    const unordered = new Set<number>();
    const note = (fact: Fact): void => {
      if (fact.kind === 'logged' && fact.message === LEFT) leaving.add(fact.by.id);
      if (fact.kind === 'fault' && (fact.site === 'volumes' || fact.site === 'describe-endpoint'))
        unordered.add(fact.by.id);
    };
    const looked = ({ reads }: Invocation): void => {
      for (const [name, { fleet }] of reads) if (fleet) lookedAt.set(name, Math.max(lookedAt.get(name) ?? 0, fleet.at));
    };
    return (fact) => {
      note(fact);
      if (fact.kind === 'minute') return starved(view, lookedAt);
      if (fact.kind !== 'ended') return undefined;
      const { by } = fact;
      const isOrdered = by.kind === 'sweep' && leaving.has(by.id) && !unordered.has(by.id);
      const wrong = isOrdered ? whyWrongOrder(view, by, lookedAt) : undefined;
      looked(by);
      return wrong;
    };
  },
};

const starved = (view: View, lookedAt: ReadonlyMap<EndpointName, Instant>): string | undefined => {
  for (const guarded of view.account.guarded.values()) {
    const { name } = guarded.endpoint;
    const since = Math.max(alarmedAt(guarded) ?? view.now(), view.weather.blindAt(name));
    if (view.now() - since > WITHIN && (lookedAt.get(name) ?? 0) < since)
      return `${name}: not looked at since ${new Date(since).toISOString()}`;
  }
  return undefined;
};

const alarmedAt = (guarded: Guarded): Instant | undefined => {
  const broken = brokenAlarms(guarded).map((one) => one.now().transitionedAt);
  return broken.length === 0 ? undefined : Math.max(...broken);
};

const whyWrongOrder = (
  view: View,
  by: Invocation,
  lookedAt: ReadonlyMap<EndpointName, Instant>,
): string | undefined => {
  const fresh = [...view.account.guarded.values()].filter((guarded) => {
    const at = alarmedAt(guarded);
    const { name } = guarded.endpoint;
    const isUnseen = at !== undefined && at > (lookedAt.get(name) ?? 0) && at < by.startedAt - MINUTE / 2;
    return isUnseen && by.startedAt - at < PATIENCE && view.account.table.head(name).incident === undefined;
  });
  const seen = [...view.account.guarded.values()].filter((guarded) => {
    const read = by.reads.get(guarded.endpoint.name)?.fleet;
    const at = alarmedAt(guarded);
    const isFirst = at !== undefined && at > (lookedAt.get(guarded.endpoint.name) ?? 0);
    return read !== undefined && isFirst && by.startedAt - at < PATIENCE;
  });
  const left = fresh.filter(({ endpoint }) => by.reads.get(endpoint.name)?.fleet === undefined);
  const overtaken = left.find((one) => seen.some((other) => volume(one, by) > CLEARLY * volume(other, by)));
  return overtaken && `${overtaken.endpoint.name}: left to the next sweep, and smaller ones were looked at`;
};

const volume = ({ metrics, plan: { policy } }: Guarded, { startedAt }: Invocation): number => {
  const newest = Math.floor(startedAt / MINUTE) * MINUTE - 2 * MINUTE;
  return [policy.stable, ...policy.canaries].reduce(
    (sum, variant) => sum + (metrics.minute(variant, newest)?.requests ?? 0),
    0,
  );
};
