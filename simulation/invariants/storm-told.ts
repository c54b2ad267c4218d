import type { Incident } from '../../lambdas/domain/incident.ts';
import { type Instant, SECOND } from '../../lambdas/domain/model.ts';
import type { EndpointName } from '../../lambdas/domain/policy.ts';
import type { Fact } from '../facts.ts';
import type { At, Wrote } from './shared.ts';

/** An incident whose letter waits for the storm's. */
export type Waits = {
  readonly id: string;
  readonly endpoint: EndpointName;
  /** What there is to tell of it: another letter, or another way in which it stands, is another one. */
  readonly news: string;
  readonly since: Instant;
  /** How many letters told of it before. */
  readonly told: number;
  readonly isOver: boolean;
};

/** Which incidents a storm letter is the letter of: as the table has them, and not as the letter says. */
export type StormTold = {
  /** Those that were told by what has just happened: a letter reached the topic, or it is written of which it was. */
  readonly on: (fact: At<Fact>) => readonly Waits[];
  /** Those that waited for long enough for a sweep that began then, and still do. */
  readonly waitingSince: (began: Instant) => readonly Waits[];
};

/** For so long a container recalls the heads that it has read. */
const RECALLED = 2 * SECOND + SECOND / 2;

export const makeStormTold = (): StormTold => {
  const waiting = new Map<EndpointName, Waits>();
  const tells = new Set<number>();
  const own = new Set<string>();
  const waitingSince = (began: Instant): readonly Waits[] =>
    [...waiting.values()].filter(({ since }) => since < began - RECALLED);
  const wrote = ({ at, by, step: { incident, what } }: At<Wrote>): readonly Waits[] => {
    const { endpoint } = incident;
    const before = waiting.get(endpoint);
    const now = waitsIn(incident, at);
    if (now === undefined) waiting.delete(endpoint);
    else if (before?.news !== now.news) waiting.set(endpoint, now);
    const isStorms = what === 'told' && tells.has(by.id) && !own.has(`${by.id} ${incident.id}`);
    return before?.id === incident.id && isStorms ? [before] : [];
  };
  return {
    on: (fact) => {
      if (fact.kind === 'wrote' && fact.kept && fact.step.replaces !== 'unknown') return wrote(fact);
      if (fact.kind === 'told' && fact.letter.incident) own.add(`${fact.by.id} ${fact.letter.incident.id}`);
      if (fact.kind !== 'told' || fact.letter.storm === undefined) return [];
      tells.add(fact.by.id);
      return waitingSince(fact.by.startedAt);
    },
    waitingSince,
  };
};

const waitsIn = (incident: Incident, since: Instant): Waits | undefined => {
  const { id, endpoint, told, owed, hold, shift, ending, storm } = incident;
  if (storm === undefined || owed === undefined) return undefined;
  const news = [id, told, owed, hold?.kind, shift !== undefined, ending?.because].join(' ');
  return { id, endpoint, news, since, told, isOver: ending !== undefined };
};
