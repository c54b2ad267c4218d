import type { EndpointName } from '../domain/policy.ts';
import { type Link, NO_LINK, type Vouched } from './ledger-chain.ts';

/** What one container knows of the endpoints' chains, beside the table. */
export type Links = {
  /** The newest entry when the head was of that version; undefined: this container has not seen that head. */
  readonly at: (endpoint: EndpointName, version: number) => Link | undefined;
  readonly saw: (endpoint: EndpointName, version: number, link: Link) => void;
  /** Loose entries that nobody has vouched for yet. */
  readonly loose: (endpoint: EndpointName) => readonly Vouched[];
  readonly wentLoose: (endpoint: EndpointName, one: Vouched) => void;
  /** The chain went on, and the newest entry vouches for the loose ones. */
  readonly wentOn: (endpoint: EndpointName, version: number, link: Link) => void;
};

export const makeLinks = (): Links => {
  const seen = new Map<EndpointName, { readonly version: number; readonly link: Link }>();
  const loose = new Map<EndpointName, readonly Vouched[]>();
  const saw: Links['saw'] = (endpoint, version, link) => void seen.set(endpoint, { version, link });
  return {
    at: (endpoint, version) => {
      if (version === 0) return NO_LINK;
      const known = seen.get(endpoint);
      return known?.version === version ? known.link : undefined;
    },
    saw,
    loose: (endpoint) => loose.get(endpoint) ?? [],
    wentLoose: (endpoint, one) => void loose.set(endpoint, [...(loose.get(endpoint) ?? []), one]),
    wentOn: (endpoint, version, link) => {
      saw(endpoint, version, link);
      loose.delete(endpoint);
    },
  };
};
