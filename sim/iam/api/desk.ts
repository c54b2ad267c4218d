import { type Actor, type Api, type Need, Refusal, type Wires } from '../../types.ts';
import { type Book, type Entity, entityOf } from '../book.ts';
import { arnOf } from '../ids.ts';
import type { Keys } from '../keys.ts';

/** What the operations of IAM work on. */
export type Desk = { readonly wires: Wires; readonly book: Book; readonly keys: Keys };
export type Operations = Api['operations'];

export const entityNamed = (book: Book, actor: Actor): Entity => {
  const entity = entityOf(book, actor);
  if (entity === undefined)
    throw new Refusal('NoSuchEntity', `The ${actor.kind} with name ${actor.name} cannot be found.`);
  return entity;
};

/** A right on a user or a role: a refusal calls it by its name. */
export const needOn = (book: Book, action: string, actor: Actor): Need => ({
  action: `iam:${action}`,
  resource: entityOf(book, actor)?.arn ?? arnOf(book.account, actor.kind, actor),
  shown: `${actor.kind} ${actor.name}`,
});

/** A right on one that is not there yet, or on all below a path: a refusal calls it by its ARN. */
export const needOnArn = (
  { account }: Book,
  action: string,
  kind: 'user' | 'role' | 'policy',
  what: { readonly name: string; readonly path?: string | undefined },
): Need => ({ action: `iam:${action}`, resource: arnOf(account, kind, what) });

/** Throws when a request uses a member that is not known here. */
export const without = (input: object, operation: string, members: readonly string[]): void => {
  for (const [member, value] of Object.entries(input)) {
    if (value !== undefined && members.includes(member))
      throw new Error(`the small AWS knows no ${member}=${JSON.stringify(value)} of IAM's ${operation}`);
  }
};
