import { asksFor } from './consent.ts';
import { lastReal } from './drill.ts';
import { type Incident, type InStorm, isOpen } from './incident.ts';
import type { Instant } from './model.ts';
import type { EndReason } from './reasons.ts';

/** What a storm letter tells of. */
export type StormNews = {
  /** When the first guard broke. */
  readonly since: Instant;
  /** All that broke a guard in it, also before anybody saw that it was a storm. */
  readonly members: readonly Incident[];
  /** Those that owe a letter. */
  readonly news: readonly Incident[];
  /** Of all that storm letters tell of none is open any more. */
  readonly isLast: boolean;
};

type Marked = Incident & { readonly storm: InStorm };

const isMarked = (incident: Incident): incident is Marked => incident.storm !== undefined;

/** Undefined: no storm letter is owed. `heads`: the newest incidents of all endpoints. */
export const stormNews = (heads: readonly Incident[]): StormNews | undefined => {
  const news = heads.filter((head) => isMarked(head) && head.owed !== undefined);
  if (news.length === 0) return undefined;
  const real = heads.flatMap((head) => lastReal(head) ?? []);
  // What ended, and was told, may be of a storm of long ago.
  const live = real.filter(isMarked).filter((one) => one.owed !== undefined || isOpen(one));
  const since = Math.min(...live.map(({ storm }) => storm.since));
  const seenBy = Math.max(...live.map(({ openedAt }) => openedAt));
  const members = real.filter(
    (one) => one.breach !== undefined && one.openedAt >= since && (isMarked(one) || one.openedAt <= seenBy),
  );
  return { since, members, news, isLast: !live.some(isOpen) };
};

/** How a member stands, the most urgent first. `held`: not for the storm. `over`: without a shift, or by somebody else's. */
export const STANDINGS = ['failed', 'asks', 'held', 'storm', 'shifted', 'over', 'recovered'] as const;
export type Standing = (typeof STANDINGS)[number];

export const standingOf = ({ ending, hold }: Incident): Standing => {
  if (ending?.state === 'RECOVERED') return 'recovered';
  if (ending) return ending.state === 'NOT_ROLLED_BACK' && BY_OTHERS.has(ending.because) ? 'over' : 'failed';
  if (hold === undefined) return 'shifted';
  if (hold.kind === 'storm') return 'storm';
  return asksFor(hold) === undefined ? 'held' : 'asks';
};

const BY_OTHERS = new Set<EndReason>(['breach-over', 'declined', 'new-config', 'traffic-moved-by-another-hand']);

/** What was told of the one is what there is to tell of the other. */
export const isSameNews = (one: Incident, other: Incident): boolean => newsIn(one) === newsIn(other);

const newsIn = (incident: Incident): string =>
  [incident.id, incident.told, incident.owed, standingOf(incident), incident.hold?.kind].join(' ');

/** The most urgent first, and of those alike the ones with more requests. Else by name: the table answers in any order. */
export const byUrgency = (members: readonly Incident[]): readonly Incident[] =>
  members.toSorted(
    (one, other) =>
      rank(one) - rank(other) || requests(other) - requests(one) || (one.endpoint < other.endpoint ? -1 : 1),
  );

const rank = (incident: Incident): number => STANDINGS.indexOf(standingOf(incident));

const requests = ({ breach }: Incident): number => breach?.requests ?? 0;
