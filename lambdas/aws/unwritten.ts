import type { Incident } from '../domain/incident.ts';
import type { Instant } from '../domain/model.ts';
import type { EndpointName } from '../domain/policy.ts';
import type { Head, Step, Version } from '../ports.ts';

/** What one container did and the table did not take, by endpoint. */
export type Unwritten = {
  readonly remember: (step: Step) => void;
  readonly forget: (endpoint: EndpointName) => void;
  /** The head that a look should start from, given what the table says. */
  readonly onto: (endpoint: EndpointName, stored: Head) => Head;
  readonly endpoints: () => readonly EndpointName[];
  /** Incidents that this container acted for and another one, `by` perhaps, has taken the place of: no head leads to them any more. */
  readonly replaced: (endpoint: EndpointName, by?: Incident) => readonly Incident[];
};

/** `first` was to replace version `after`; `incident` is what became of it since. */
type Owed = { readonly after: Version; readonly first: Incident; readonly incident: Incident };

export const makeUnwritten = (): Unwritten => {
  const owed = new Map<EndpointName, Owed>();
  const replaced = new Map<EndpointName, readonly Incident[]>();
  const replacedOf = (endpoint: EndpointName): readonly Incident[] => replaced.get(endpoint) ?? [];
  const replace = (own: Incident | undefined, by: Incident | undefined): void => {
    if (own === undefined || !hasActed(own, by)) return;
    replaced.set(own.endpoint, [...replacedOf(own.endpoint), own]);
  };
  return {
    remember: ({ incident, replaces }) => {
      const before = owed.get(incident.endpoint);
      replace(before?.incident, incident);
      const goesOn = before !== undefined && replaces === 'unknown';
      owed.set(incident.endpoint, goesOn ? { ...before, incident } : { after: replaces, first: incident, incident });
    },
    forget: (endpoint) => {
      owed.delete(endpoint);
      replaced.delete(endpoint);
    },
    onto: (endpoint, stored) => {
      const own = owed.get(endpoint);
      if (own !== undefined && isNewer(own, stored) && !same(own.incident, stored.incident))
        return { incident: toldOn(own.incident, stored.incident), version: stored.version, ...aheadOf(stored) };
      // The table only ever goes on: what it has left behind is never news again, and still has to be in it.
      owed.delete(endpoint);
      replace(own?.incident, stored.incident);
      return replacedOf(endpoint).length === 0 ? stored : { ...stored, ...aheadOf(stored) };
    },
    endpoints: () => [...new Set([...owed.keys(), ...replaced.keys()])],
    replaced: (endpoint, by) => {
      const own = owed.get(endpoint)?.incident;
      const all = replacedOf(endpoint);
      return by !== undefined && own !== undefined && hasActed(own, by) ? [...all, own] : all;
    },
  };
};

/** Letters that another container sent of it meanwhile were sent: the next one is another. */
const toldOn = (own: Incident, stored: Incident | undefined): Incident =>
  stored?.id === own.id && stored.told > own.told ? { ...own, told: stored.told } : own;

/**
 * What was asked for, and the incident in its place says nothing of, has to be in the ledger with what came of it. What
 * was only seen, others saw as well.
 */
const hasActed = (own: Incident, by: Incident | undefined): boolean => {
  const known = own.id === by?.id ? askedAtBy(by) : 0;
  return askedAtBy(own) > known;
};

const askedAtBy = ({ shift, preparing }: Incident): number => Math.max(shift?.askedAt ?? 0, preparing?.askedAt ?? 0);

/** A person may have gone on with the same incident. */
const orderedAt = ({ byHand }: Incident): number => byHand?.at ?? 0;

/** An order from before an incident opened is another matter. */
const newestWord = (incident: Incident): number => Math.max(orderedAt(incident), incident.openedAt);

const same = (one: Incident, other: Incident | undefined): boolean => JSON.stringify(one) === JSON.stringify(other);

const aheadOf = ({ version }: Head): Pick<Head, 'ahead'> => (version === 'unknown' ? {} : { ahead: true });

/** Another container told of this very incident, asked again, or ended it: what this one remembers of it is over. */
const wentOn = (stored: Incident, own: Incident): boolean =>
  stored.id === own.id &&
  (stored.told > own.told || askedAgain(stored, own) || (stored.ending !== undefined && own.ending === undefined));

/** A count of requests only ever goes up, save where a person orders. */
const askedAgain = (stored: Incident, own: Incident): boolean =>
  orderedAt(stored) === orderedAt(own) && (stored.shift?.attempts ?? 0) > (own.shift?.attempts ?? 0);

/**
 * Without the table each container opens an incident for itself, and an endpoint has one at a time: who asked for the shift
 * knows what the others only saw, a change of the weights. Else the one in the table stands. Undefined: these are two.
 */
const doubled = (stored: Incident, { after, incident: own }: Owed): 'own' | 'stored' | undefined => {
  const isSame = stored.id === own.id;
  const areTwo = stored.config !== own.config || endedBefore(stored, own) || endedBefore(own, stored);
  if (after !== 'unknown' || (!isSame && areTwo) || orderedAt(own) !== orderedAt(stored)) return undefined;
  if ((stored.shift === undefined) !== (own.shift === undefined)) return own.shift === undefined ? 'stored' : 'own';
  // Of the same breach, and opened by who had not read the one that was there: it knows less of how it began.
  return isSame && own.openedAt === stored.openedAt ? undefined : 'stored';
};

const endedBefore = ({ ending }: Incident, { openedAt }: Incident): boolean =>
  ending !== undefined && ending.at < openedAt;

/** Another container may have gone on meanwhile. A write without an answer may have happened: then the table holds our own. */
const isNewer = (owed: Owed, stored: Head): boolean => {
  if (stored.version === 'unknown' || stored.incident === undefined) return true;
  const { after, first, incident } = owed;
  const stands = doubled(stored.incident, owed);
  if (stands !== undefined) return stands === 'own';
  if (wentOn(stored.incident, incident)) return false;
  if (after === 'unknown')
    return stored.incident.openedAt <= incident.openedAt && orderedAt(stored.incident) <= newestWord(incident);
  if (stored.version === after + 1) return same(first, stored.incident);
  return stored.version <= after;
};

/** Incidents that no head leads to, as steps to be written along with another one, each at a time of its own. */
export const caughtUp = (replaced: readonly Incident[], at: Instant): readonly Step[] =>
  replaced.map((incident, place) => ({
    incident,
    replaces: 'unknown',
    at: at - replaced.length + place,
    what: 'caught-up',
    facts: {},
  }));
