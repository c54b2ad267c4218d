import type { Incident } from '../domain/incident.ts';
import type { EndpointName } from '../domain/policy.ts';
import type { Head, Step, Version } from '../ports.ts';

/** What one container did and the table did not take, by endpoint. */
export type Unwritten = {
  readonly remember: (step: Step) => void;
  readonly forget: (endpoint: EndpointName) => void;
  /** The head that a look should start from, given what the table says. */
  readonly onto: (endpoint: EndpointName, stored: Head) => Head;
  readonly endpoints: () => readonly EndpointName[];
};

/** `first` was to replace version `after`; `incident` is what became of it since. */
type Owed = { readonly after: Version; readonly first: Incident; readonly incident: Incident };

export const makeUnwritten = (): Unwritten => {
  const owed = new Map<EndpointName, Owed>();
  return {
    remember: ({ incident, replaces }) => {
      const before = owed.get(incident.endpoint);
      const goesOn = before !== undefined && replaces === 'unknown';
      owed.set(incident.endpoint, goesOn ? { ...before, incident } : { after: replaces, first: incident, incident });
    },
    forget: (endpoint) => void owed.delete(endpoint),
    onto: (endpoint, stored) => {
      const own = owed.get(endpoint);
      return own && isNewer(own, stored) ? { incident: own.incident, version: stored.version } : stored;
    },
    endpoints: () => [...owed.keys()],
  };
};

/** A person may have gone on with the same incident. */
const orderedAt = ({ byHand }: Incident): number => byHand?.at ?? 0;

/** Another container told of this very incident, or ended it: what this one remembers of it is over. */
const wentOn = (stored: Incident, own: Incident): boolean =>
  stored.id === own.id && (stored.told > own.told || (stored.ending !== undefined && own.ending === undefined));

/** Another container may have gone on meanwhile. A write without an answer may have happened: then the table holds our own. */
const isNewer = ({ after, first, incident }: Owed, stored: Head): boolean => {
  if (stored.version === 'unknown' || stored.incident === undefined) return true;
  if (wentOn(stored.incident, incident)) return false;
  if (after === 'unknown')
    return stored.incident.openedAt <= incident.openedAt && orderedAt(stored.incident) <= orderedAt(incident);
  if (stored.version === after + 1) return JSON.stringify(stored.incident) === JSON.stringify(first);
  return stored.version <= after;
};
