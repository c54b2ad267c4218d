import { isOpen } from '../../lambdas/domain/incident.ts';
import { type Instant, MINUTE } from '../../lambdas/domain/model.ts';
import type { Invariant } from './invariant.ts';
import { makeStormTold } from './storm-told.ts';

const DAY = 24 * 60 * MINUTE;
/** Until the look that finds it out has been made, in any weather. */
const SLACK = 10 * MINUTE;

/**
 * Of an incident that is open people are told again at least once in 24 hours, as long as it is. The time counts from
 * when it opened or from the last letter about it.
 */
export const l3: Invariant = {
  code: 'L3',
  promise: 'an incident that stays open is told again within a day',
  watch: (view) => {
    const toldAt = new Map<string, Instant>();
    const stormTold = makeStormTold();
    return (fact) => {
      for (const { id } of stormTold.on(fact)) toldAt.set(id, fact.at);
      if (fact.kind === 'told' && fact.letter.incident) toldAt.set(fact.letter.incident.id, fact.at);
      if (fact.kind !== 'minute') return undefined;
      for (const name of view.account.guarded.keys()) {
        const { incident } = view.account.table.head(name);
        if (!isOpen(incident)) continue;
        const last = Math.max(incident.openedAt, toldAt.get(incident.id) ?? 0);
        if (view.now() - last > DAY + SLACK)
          return `${incident.id}: open, and last told ${new Date(last).toISOString()}`;
      }
      return undefined;
    };
  },
};
