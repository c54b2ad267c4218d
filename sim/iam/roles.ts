import { Refusal } from '../types.ts';
import { type Book, type NewEntity, newEntity, type Role, type Written } from './book.ts';
import { checkPolicy } from './check-policy.ts';
import { checkTrusted } from './trust.ts';

/** The longest session of a role that says nothing else, in seconds. */
export const HOUR = 3_600;

export type NewRole = NewEntity & {
  readonly trust: Written;
  readonly description?: string | undefined;
  readonly maxSessionSeconds?: number | undefined;
};

export const addRole = (book: Book, given: NewRole): Role => {
  const { name, trust, description, maxSessionSeconds = HOUR } = given;
  if (book.roles.has(name)) throw new Refusal('EntityAlreadyExists', `Role with name ${name} already exists.`);
  checkPolicy(trust.document, 'trust');
  checkTrusted(book, name, trust.document);
  const role = { ...newEntity(book, 'role', given), trust, description, maxSessionSeconds };
  book.roles.set(name, role);
  return role;
};

export const setTrust = (book: Book, name: string, trust: Written): void => {
  checkPolicy(trust.document, 'trust');
  checkTrusted(book, name, trust.document);
  roleNamed(book, name).trust = trust;
};

export const roleNamed = ({ roles }: Book, name: string): Role => {
  const role = roles.get(name);
  if (role === undefined) throw new Refusal('NoSuchEntity', `The role with name ${name} cannot be found.`);
  return role;
};
