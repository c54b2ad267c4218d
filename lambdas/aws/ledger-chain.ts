import { createHash } from 'node:crypto';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

type Item = Record<string, AttributeValue>;

/** The newest entry of an endpoint's chain: its number, from 1, and its hash. */
export type Link = { readonly seq: number; readonly hash: string };

/** Of an entry since there is a chain. */
export const ENTRY_SCHEMA = 3;

/** Before the first entry, and where an older version of the code kept no chain. */
export const NO_LINK: Link = { seq: 0, hash: '' };

/** A loose entry that a later one lists. Without `sure`, its write got no answer, and may not have happened. */
export type Vouched = { readonly hash: string; readonly sure: boolean };

/** The entry as the next of its chain: its hash covers all that it says, and the hash of the one before. */
export const chained = (entry: Item, { seq, hash }: Link, vouched: readonly Vouched[]): Item =>
  hashed({
    ...entry,
    seq: { N: String(seq + 1) },
    ...(seq > 0 && { previous: { S: hash } }),
    ...(vouched.length > 0 && { vouches: { S: JSON.stringify(vouched) } }),
  });

/** An entry of its own, where nobody knows which one is the newest: a later one vouches for it. */
export const hashed = (entry: Item): Item => ({ ...entry, hash: { S: hashOf(entry) } });

/**
 * What a person's command appends without knowing the chain: its hash shows a change of it, and nothing shows that it was
 * taken away.
 */
export const beside = (entry: Item): Item => hashed({ ...entry, schema: { N: String(ENTRY_SCHEMA) } });

export const hashOf = (item: Item): string => {
  const { hash: _itself, ...content } = item;
  return createHash('sha256').update(canonical(content)).digest('hex');
};

export const linkOf = ({ seq, hash }: Item): Link => ({ seq: Number(seq?.N), hash: hash?.S ?? '' });

/** The head names the newest entry, in the transaction that appends it. */
export const linkIn = (head: Item | undefined): Link => (head?.['seq'] === undefined ? NO_LINK : linkOf(head));

export const named = (head: Item, { seq, hash }: Link): Item => ({
  ...head,
  seq: { N: String(seq) },
  hash: { S: hash },
});

/** The same bytes whatever order DynamoDB gives the attributes in. */
const canonical = (item: Item): string =>
  JSON.stringify(Object.entries(item).toSorted(([one], [other]) => (one < other ? -1 : 1)));
