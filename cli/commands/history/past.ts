import type { Entry } from '../../../lambdas/aws/ledger-history.ts';
import type { Incident } from '../../../lambdas/domain/incident.ts';
import type { Instant } from '../../../lambdas/domain/model.ts';

/** One incident as the ledger has it. */
export type PastIncident = {
  readonly id: string;
  /** Its newest state; absent where no entry of it can be read. */
  readonly incident?: Incident;
  /** It was a drill: nothing was wrong. */
  readonly drill: boolean;
  /** The oldest first. */
  readonly steps: readonly Entry[];
};

/** An incident, or something that belongs to none: a freeze, a drill. */
export type Past = { readonly at: Instant } & ({ readonly past: PastIncident } | { readonly entry: Entry });

/** All that the entries tell, the newest first. */
export const pastOf = (entries: readonly Entry[]): readonly Past[] => {
  const byIncident = Map.groupBy(entries, ({ incidentId }) => incidentId);
  const others = byIncident.get(undefined) ?? [];
  byIncident.delete(undefined);
  const incidents = [...byIncident].map(([id = '', steps]): Past => {
    const incident = steps.find(({ incident: state }) => state !== undefined)?.incident;
    const oldest = steps.at(-1)?.at ?? 0;
    return {
      at: incident?.openedAt ?? oldest,
      past: {
        id,
        drill: incident?.drill !== undefined || steps.some(({ what }) => what === 'drill'),
        steps: steps.toReversed(),
        ...(incident && { incident }),
      },
    };
  });
  return [...incidents, ...others.map((entry): Past => ({ at: entry.at, entry }))].toSorted(
    (one, other) => other.at - one.at,
  );
};

/** The newest so many incidents, with what else was recorded since the oldest of them. */
export const newestOf = (
  all: readonly Past[],
  limit: number,
): { readonly shown: readonly Past[]; readonly more: boolean } => {
  const incidents = all.filter((one) => 'past' in one);
  if (incidents.length <= limit) return { shown: all, more: false };
  const oldest = incidents[limit - 1]?.at ?? 0;
  const kept = new Set<Past>(incidents.slice(0, limit));
  return { shown: all.filter((one) => ('past' in one ? kept.has(one) : one.at >= oldest)), more: true };
};

/** An incident's entries are complete once one of an older incident follows. */
export const holdsIncidents =
  (limit: number) =>
  (entries: readonly Entry[]): boolean =>
    new Set(entries.flatMap(({ incidentId }) => incidentId ?? [])).size > limit;
