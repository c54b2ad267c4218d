import type { Principal } from '../types.ts';
import { ADMINISTRATOR } from './aws-policies.ts';
import { type Book, type Entity, entityOf, type InForce, inForce } from './book.ts';

/** The role or the user whose policies speak for whoever asks; undefined when none does, or when it is gone. */
export const entityActing = (book: Book, who: Principal): Entity | undefined => {
  if (who.kind === 'service') return undefined;
  if (who.kind === 'role') return book.roles.get(who.roleId);
  return who.as && entityOf(book, who.as);
};

/** What says what they may do, beside the resource. A person who acts as nobody is an administrator. */
export const ownPolicies = (book: Book, who: Principal): readonly InForce[] => {
  if (who.kind === 'person' && who.as === undefined)
    return [{ id: 'AdministratorAccess', type: 'aws-managed', document: ADMINISTRATOR }];
  const entity = entityActing(book, who);
  return entity === undefined ? [] : inForce(book, entity);
};
