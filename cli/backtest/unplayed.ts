import type { Guard, Policy } from '../../lambdas/domain/policy.ts';
import { listed } from '../shown/text.ts';
import { judgesOf } from './judging.ts';
import { whyNoFigure } from './metric-watch.ts';
import type { Played } from './play.ts';
import { watchName } from './watch.ts';
import { watchesOf } from './watches.ts';

/** A guard that is deployed, and of which nothing can be said. */
export type Unplayed = { readonly guard: string; readonly why: string };

/** Known before anything is read. */
export const unplayedOf = (policy: Policy): readonly Unplayed[] => {
  const known = new Set([...watchesOf(policy), ...judgesOf(policy)].map(({ id }) => id));
  return policy.guards.filter(({ id }) => !known.has(id)).map((guard) => ({ guard: guard.id, why: whyNot(guard) }));
};

const whyNot = (guard: Guard): string =>
  guard.existing === undefined
    ? (whyNoFigure(guard) ?? 'no variant of the endpoint has it')
    : `${guard.existing.name} is not ours: what it did stands in the account's alarm history, which is kept for 30 days and not read here`;

/** Of these nothing was found in what was read. */
export const withoutData = ({ alarms }: Pick<Played, 'alarms'>): readonly Unplayed[] =>
  alarms
    .filter(({ judged }) => judged === 0)
    .map(({ watch }) => ({ guard: watchName(watch), why: `no data of ${listed(watch.of)}` }));
