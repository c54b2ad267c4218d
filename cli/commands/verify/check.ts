import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  ENTRY_SCHEMA,
  hashOf,
  type Link,
  linkIn,
  linkOf,
  NO_LINK,
  type Vouched,
} from '../../../lambdas/aws/ledger-chain.ts';

export type Item = Record<string, AttributeValue>;

/** Where the chain is broken, and how. */
export type Break = {
  readonly kind: 'changed' | 'missing' | 'inserted' | 're-ordered' | 'head';
  /** Sort key of the entry; absent where it is gone. */
  readonly key?: string;
  readonly says: string;
};

export type Checked = {
  readonly entries: number;
  /** Those that follow upon each other. */
  readonly chained: number;
  /** Written before there was a chain: nothing shows whether they were changed. */
  readonly before: number;
  /** By people's commands, beside the chain. */
  readonly beside: number;
  /** By a newer version of the code: their place is judged here, not what they say. */
  readonly newer: number;
  /** Sort keys of entries that nobody vouches for. */
  readonly unproved: readonly string[];
  readonly newest?: Link & { readonly key: string };
  readonly broken?: Break;
};

/** Judges all items of one endpoint. Pure. */
export const check = (items: readonly Item[]): Checked => {
  const entries = items.filter((item) => keyOf(item).startsWith('entry#')).toSorted(byKey);
  const chain = entries.filter(isChained).toSorted((one, other) => linkOf(one).seq - linkOf(other).seq);
  const others = entries.filter((entry) => !isChained(entry));
  const first = Math.min(...chain.map((entry) => entries.indexOf(entry)), entries.length);
  const isOld = (entry: Item) => entry['hash'] === undefined;
  const old = others.filter(isOld);
  const before = old.filter((entry) => entries.indexOf(entry) < first);
  const late = old.filter((entry) => !before.includes(entry));
  const loose = others.filter((entry) => !isOld(entry));
  const vouches = chain.flatMap(vouchesOf);
  const head = items.find((item) => keyOf(item) === 'head');
  const newest = chain.at(-1);
  const broken =
    firstOf(chain, (entry, place) => brokenAt(entry, chain[place - 1])) ??
    firstOf(late, unchained) ??
    firstOf(loose, changed) ??
    lost(vouches, loose) ??
    (newest && brokenHead(head, newest));
  const isVouched = (entry: Item) => vouches.some(({ hash }) => hash === linkOf(entry).hash);
  return {
    entries: entries.length,
    chained: chain.length,
    before: before.length,
    beside: loose.filter((entry) => !isStep(entry)).length,
    newer: entries.filter(isNewer).length,
    unproved: loose.filter((entry) => isStep(entry) && !isVouched(entry)).map(keyOf),
    ...(newest && { newest: { ...linkOf(newest), key: keyOf(newest) } }),
    ...(broken && { broken }),
  };
};

const keyOf = (item: Item): string => item['sk']?.S ?? '';
const byKey = (one: Item, other: Item): number => (keyOf(one) < keyOf(other) ? -1 : 1);
const isChained = (entry: Item): boolean => entry['seq'] !== undefined;
const isNewer = (entry: Item): boolean => Number(entry['schema']?.N) > ENTRY_SCHEMA;

/** Of an incident whose head could not be read; what people's commands append has another word in that place. */
const isStep = (entry: Item): boolean => keyOf(entry).split('#')[2] === 'unknown';

const firstOf = (
  entries: readonly Item[],
  judge: (entry: Item, place: number) => Break | undefined,
): Break | undefined => entries.map(judge).find((one) => one !== undefined);

const brokenAt = (entry: Item, before: Item | undefined): Break | undefined => {
  const [{ seq }, last] = [linkOf(entry), before === undefined ? NO_LINK : linkOf(before)];
  const key = keyOf(entry);
  if (before !== undefined && seq === last.seq)
    return {
      kind: 'inserted',
      key,
      says: `there is another entry ${seq}, ${keyOf(before)}: one of them was put there`,
    };
  if (seq !== last.seq + 1) return { kind: 'missing', says: `${spanOf(last.seq + 1, seq - 1)} missing before ${key}` };
  const own = changed(entry);
  if (own) return own;
  return (entry['previous']?.S ?? '') === last.hash
    ? undefined
    : {
        kind: 're-ordered',
        key,
        says: `it does not follow upon entry ${last.seq} as that stands: one of the two was replaced, or they changed places`,
      };
};

const spanOf = (from: number, to: number): string =>
  from === to ? `entry ${from} is` : `entries ${from} to ${to} are`;

const changed = (entry: Item): Break | undefined =>
  isNewer(entry) || hashOf(entry) === linkOf(entry).hash
    ? undefined
    : { kind: 'changed', key: keyOf(entry), says: 'what it says is not what its hash was made of' };

const unchained = (entry: Item): Break => ({
  kind: 'inserted',
  key: keyOf(entry),
  says: 'it has no hash, though the chain had begun: it was put there, or an older version of the code wrote it',
});

/** Written surely, by the word of a later entry, and not there. */
const lost = (vouches: readonly Vouched[], loose: readonly Item[]): Break | undefined => {
  const there = new Set(loose.map((entry) => linkOf(entry).hash));
  const gone = vouches.find(({ hash, sure }) => sure && !there.has(hash));
  return (
    gone && { kind: 'missing', says: `an entry that a later one vouches for is missing; its hash is ${gone.hash}` }
  );
};

const brokenHead = (head: Item | undefined, newest: Item): Break | undefined => {
  const [last, named] = [linkOf(newest), linkIn(head)];
  const says = (text: string): Break => ({ kind: 'head', key: 'head', says: text });
  if (head === undefined) return says('the head is gone');
  if (named.seq > last.seq) return { kind: 'missing', says: `${spanOf(last.seq + 1, named.seq)} missing, the newest` };
  if (named.seq < last.seq) return says(`it names entry ${named.seq} as the newest, and there is an entry ${last.seq}`);
  if (named.hash !== last.hash) return says(`it names another entry ${last.seq} than the one that is there`);
  if (isNewer(newest) || head['incident']?.S === newest['incident']?.S) return undefined;
  return says(`its incident is not the one that entry ${last.seq} left: it was changed`);
};

const vouchesOf = (entry: Item): readonly Vouched[] => {
  try {
    const read: unknown = JSON.parse(entry['vouches']?.S ?? '[]');
    return Array.isArray(read) ? read.filter(isVouch) : [];
  } catch {
    return [];
  }
};

const isVouch = (one: unknown): one is Vouched =>
  typeof one === 'object' && one !== null && 'hash' in one && 'sure' in one;
