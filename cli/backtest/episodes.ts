import { type Instant, MINUTE } from '../../lambdas/domain/model.ts';
import type { Verdict } from '../../lambdas/domain/verdict.ts';
import { summary } from '../../lambdas/loop/facts.ts';
import { verdictWords } from '../screen/verdict-words.ts';
import { type Incident, incidentAt } from './incident.ts';
import { QUIET } from './thresholds.ts';
import { watchName } from './watch.ts';

/** What went off: a guard's alarm, or the judge. */
export type Raised = {
  readonly variant: string | undefined;
  readonly id: string;
  readonly at: Instant;
  readonly badSince: Instant;
};

/** A stretch in which something spoke against a canary, with an hour of quiet on either side. */
export type Episode = {
  readonly from: Instant;
  until: Instant;
  /** In the order in which they went off. */
  readonly guards: Raised[];
  /** The first decision to shift. */
  rolledBackAt: Instant | undefined;
  /** Why nothing was shifted so far. */
  held: string | undefined;
  /** The place of the incident that it belongs to; undefined: to none that anybody labelled. */
  incident: number | undefined;
};

/** So many are told one by one; what the others amount to is counted. */
const MOST_TOLD = 100;

export type Tally = { first: number; alone: number; joined: number };

export type Episodes = {
  readonly told: Episode[];
  count: number;
  rolledBack: number;
  held: number;
  /** Of all of them, those within a labelled incident. */
  labelled: number;
  /** Minutes from an incident's start until the first shift, by the incident's place. */
  readonly found: Map<number, number>;
  /** By `canary errors-5xx`. */
  readonly by: Map<string, Tally>;
  open: Episode | undefined;
};

export const openEpisodes = (): Episodes => ({
  told: [],
  count: 0,
  rolledBack: 0,
  held: 0,
  labelled: 0,
  found: new Map(),
  by: new Map(),
  open: undefined,
});

type Minute = {
  readonly now: Instant;
  readonly raised: readonly Raised[];
  readonly isAlarmed: boolean;
  readonly incidents: readonly Incident[];
};

/** One minute on; answers the episode that a decision is due in. */
export const episodeAt = (all: Episodes, { now, raised, isAlarmed, incidents }: Minute): Episode | undefined => {
  if (all.open !== undefined && now - all.open.until > QUIET) closeEpisode(all, incidents);
  const [first] = raised;
  const incident = first && incidentAt(incidents, first);
  // What goes off within a labelled incident is that incident's, however shortly before something else went off.
  if (incident !== undefined && all.open !== undefined && all.open.incident !== incident) closeEpisode(all, incidents);
  if (first !== undefined)
    all.open ??= { from: first.at, until: first.at, guards: [], rolledBackAt: undefined, held: undefined, incident };
  const { open } = all;
  if (open === undefined) return undefined;
  for (const one of raised) if (!open.guards.some((other) => isSame(one, other))) open.guards.push(one);
  if (!isAlarmed) return undefined;
  open.until = now;
  return open.rolledBackAt === undefined ? open : undefined;
};

const isSame = (one: Raised, other: Raised): boolean => one.id === other.id && one.variant === other.variant;

export const decided = (episode: Episode, verdict: Verdict, now: Instant): void => {
  if (verdict.kind === 'roll-back') episode.rolledBackAt = now;
  else if (verdict.kind === 'hold') episode.held = verdictWords(summary(verdict)).text;
};

export const closeEpisode = (all: Episodes, incidents: readonly Incident[]): void => {
  const { open } = all;
  if (open === undefined) return;
  all.open = undefined;
  all.count += 1;
  if (open.rolledBackAt !== undefined) all.rolledBack += 1;
  else if (open.held !== undefined) all.held += 1;
  if (all.told.length < MOST_TOLD) all.told.push(open);
  tally(all.by, open.guards);
  note(all, open, incidents);
};

const tally = (by: Map<string, Tally>, guards: readonly Raised[]): void =>
  guards.forEach((guard, place) => {
    const name = watchName(guard);
    const so = by.get(name) ?? { first: 0, alone: 0, joined: 0 };
    so.joined += 1;
    if (place === 0) so.first += 1;
    if (guards.length === 1) so.alone += 1;
    by.set(name, so);
  });

const note = (all: Episodes, { incident, rolledBackAt }: Episode, incidents: readonly Incident[]): void => {
  if (incident === undefined) return;
  all.labelled += 1;
  const from = incidents[incident]?.from;
  if (from !== undefined && rolledBackAt !== undefined && !all.found.has(incident))
    all.found.set(incident, (rolledBackAt - from) / MINUTE);
};
