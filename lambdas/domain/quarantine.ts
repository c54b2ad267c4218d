import { lastReal } from './drill.ts';
import type { Incident, Release, RolledBack } from './incident.ts';
import type { Fleet } from './model.ts';
import { sendsTo } from './target.ts';
import { currentWeights, shareOf } from './weights.ts';

/** The variant that broke its guard; where a person shifted, to that one or without a breach, each one that lost its traffic by it. */
export const suspectsOf = ({ breach, shift, weightsAtOpen }: Incident): readonly string[] =>
  breach === undefined || sendsTo(breach.variant, shift)
    ? Object.entries(weightsAtOpen).flatMap(([variant, weight]) =>
        weight > 0 && !sendsTo(variant, shift) ? variant : [],
      )
    : [breach.variant];

/** A variant of the endpoint's own config that was rolled back, and that nobody has released since. */
export type Quarantined = RolledBack & {
  /** Of the traffic that it has now, 0..1. */
  readonly share: number;
};

/**
 * The variants that shifts in force took out of traffic: nothing says that they are any better. A new config is another
 * situation.
 */
export const quarantineOf = (newest: Incident | undefined, fleet: Fleet | undefined): readonly Quarantined[] => {
  const incident = lastReal(newest);
  if (incident === undefined || fleet?.config !== incident.config) return [];
  const own = rolledBackIn(incident);
  const before = stillBefore(incident).filter(({ variant }) => !own.some((one) => one.variant === variant));
  const weights = currentWeights(fleet);
  return [...before, ...own]
    .filter((one) => one.variant in weights && !isOnPurpose(incident, one))
    .map((one) => ({ ...one, share: shareOf(one.variant, weights) }));
};

/** By a later word or a later shift: a release says nothing of what is rolled back after it. */
const isOnPurpose = ({ releases = [], shift }: Incident, { variant, since }: RolledBack): boolean =>
  releases.some((release) => release.variant === variant && release.at >= since) ||
  (shift?.inForceAt !== undefined && sendsTo(variant, shift));

const rolledBackIn = (incident: Incident): readonly RolledBack[] => {
  const { id, ending, shift } = incident;
  if (ending === undefined || shift?.inForceAt === undefined) return [];
  return suspectsOf(incident).map((variant) => {
    const before = stillBefore(incident).find((one) => one.variant === variant);
    return { variant, incident: id, since: shift.askedAt, ...(before && { times: (before.times ?? 1) + 1 }) };
  });
};

const stillBefore = (incident: Incident): readonly RolledBack[] =>
  incident.quarantined?.filter((one) => !isOnPurpose(incident, one)) ?? [];

/** What an incident that opens now takes over from the one before it. */
export const takenOver = (last: Incident | undefined, fleet: Fleet): Pick<Incident, 'quarantined'> => {
  const quarantined = quarantineOf(last, fleet).map(({ share: _now, ...rest }) => rest);
  return quarantined.length === 0 ? {} : { quarantined };
};

/** The newest incident with a person's word that traffic on the variant is on purpose; a drill only stands before it. */
export const released = (newest: Incident, release: Release): Incident =>
  newest.drill?.before === undefined
    ? { ...newest, releases: [...(newest.releases ?? []), release] }
    : { ...newest, drill: { ...newest.drill, before: released(newest.drill.before, release) } };

/** The same finding for as long as it lasts, whatever the share and the incident: people are told of it once, and daily. */
export const backInTraffic = (
  quarantined: readonly Quarantined[],
): readonly (Quarantined & { readonly what: string })[] =>
  quarantined.filter(({ share }) => share > 0).map((one) => ({ ...one, what: `${one.variant} has traffic again` }));
