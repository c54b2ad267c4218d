import { type Instant, MINUTE } from './model.ts';
import type { HoldReason } from './reasons.ts';

/** What is frozen, by whom, why, and until when. A person who types into the parameter says only what. */
export type Frozen = {
  /** `*`: every endpoint. */
  readonly endpoint: string;
  readonly by?: string;
  readonly reason?: string;
  /** Absent: until somebody thaws it. */
  readonly until?: Instant;
};

/** What the kill switch holds: words that a person typed, entries that the command line wrote, or neither. */
export type Switch =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'entries'; readonly entries: readonly Frozen[] }
  | { readonly kind: 'malformed' };

/** The kill switch as it was last read, and when; remembered: it could not be read just now. */
export type FreezeReading = { readonly switch: Switch; readonly readAt: Instant; readonly remembered?: true };

export type Freeze = 'off' | 'unreadable' | Frozen;

const MEMORY = 5 * MINUTE;
const OFF = 'off';
const ALL = 'all';
export const EVERY_ENDPOINT = '*';

type Asked = {
  readonly endpoint: string;
  readonly guarded: readonly string[];
  /** What holds the endpoint's incident, if there is one. */
  readonly hold?: HoldReason | undefined;
};

/**
 * Whether the switch stops shifts on this endpoint. A reading older than five minutes is no reading. What cannot be
 * understood makes it unreadable, which freezes and pages: somebody meant to stop something. Where this look could not
 * read it, what another one saw since, and told people of, counts for more than what this container remembers.
 */
export const freezeOf = (asked: Asked, reading: FreezeReading | undefined, now: Instant): Freeze => {
  if (reading === undefined || now - reading.readAt > MEMORY) return 'unreadable';
  const told = reading.remembered && frozenAsTold(asked, now);
  if (told) return told;
  const frozen = frozenBy(reading.switch, asked.guarded, now);
  if (frozen === 'unreadable') return 'unreadable';
  return longest(frozen.filter(({ endpoint }) => endpoint === EVERY_ENDPOINT || endpoint === asked.endpoint)) ?? 'off';
};

const frozenAsTold = ({ endpoint, hold }: Asked, now: Instant): Frozen | undefined => {
  if (hold?.kind !== 'frozen' || (hold.until !== undefined && hold.until <= now)) return undefined;
  const { kind: _kind, ...told } = hold;
  return { ...told, endpoint };
};

/**
 * All that is frozen now. What a person typed that names nothing is a riddle; an entry for an endpoint that is not guarded
 * (any more) stops nobody else where it says by whom: the command line wrote it, and knew the name then.
 */
export const frozenBy = (held: Switch, guarded: readonly string[], now: Instant): readonly Frozen[] | 'unreadable' => {
  if (held.kind === 'malformed') return 'unreadable';
  if (held.kind === 'words' && held.words.length === 1 && held.words[0] === OFF) return [];
  const frozen = (held.kind === 'words' ? held.words.map((endpoint) => ({ endpoint })) : held.entries)
    .map((one: Frozen) => (one.endpoint === ALL ? { ...one, endpoint: EVERY_ENDPOINT } : one))
    .filter(({ until }) => until === undefined || until > now);
  const isKnown = ({ endpoint, by }: Frozen) =>
    endpoint === EVERY_ENDPOINT || guarded.includes(endpoint) || by !== undefined;
  return frozen.every(isKnown) ? frozen : 'unreadable';
};

/** Of several freezes the one that people have to wait for. */
const longest = (frozen: readonly Frozen[]): Frozen | undefined =>
  frozen.reduce<Frozen | undefined>((last, one) => (last && endOf(last) >= endOf(one) ? last : one), undefined);

const endOf = ({ until }: Frozen): number => until ?? Number.POSITIVE_INFINITY;

/** With this freeze in place of any other of the same endpoint, or of every endpoint. */
export const withFreeze = (frozen: readonly Frozen[], added: Frozen): readonly Frozen[] => [
  ...frozen.filter(({ endpoint }) => endpoint !== added.endpoint),
  added,
];

/** Without any freeze of this endpoint. One of every endpoint goes on for each of the others. */
export const withoutFreeze = (
  frozen: readonly Frozen[],
  thawed: string,
  guarded: readonly string[],
): readonly Frozen[] => {
  if (thawed === EVERY_ENDPOINT) return [];
  const others = guarded.filter((endpoint) => endpoint !== thawed);
  const each = frozen.flatMap((one) =>
    one.endpoint === EVERY_ENDPOINT ? others.map((endpoint) => ({ ...one, endpoint })) : [one],
  );
  const kept = Map.groupBy(
    each.filter(({ endpoint }) => endpoint !== thawed),
    ({ endpoint }) => endpoint,
  );
  return [...kept.values()].map(longest).filter((one) => one !== undefined);
};
