import { type PolicyDocument, Refusal } from '../types.ts';
import type { Book, ManagedPolicy, NewEntity, Written } from './book.ts';
import { checkPolicy } from './check-policy.ts';
import { arnOf, uniqueId } from './ids.ts';

/** Characters of one managed policy, without white space. */
const LARGEST = 6_144;

export const checkManaged = (document: PolicyDocument): void => {
  checkPolicy(document, 'identity');
  if (document.Version !== '2012-10-17')
    throw new Refusal('MalformedPolicyDocument', 'Policy document must be version 2012-10-17 or greater.');
  if (JSON.stringify(document).length > LARGEST)
    throw new Refusal('LimitExceeded', `Cannot exceed quota for PolicySize: ${LARGEST}`);
};

export type NewManaged = NewEntity & { readonly written: Written; readonly description?: string | undefined };

export const putManaged = (book: Book, given: NewManaged): ManagedPolicy => {
  const { name, path = '/', tags = [], now, written, description } = given;
  const arn = arnOf(book.account, 'policy', { name, path });
  if ([...book.policies.values()].some((policy) => policy.name === name))
    throw new Refusal(
      'EntityAlreadyExists',
      `A policy called ${name} already exists. Duplicate names are not allowed.`,
    );
  checkManaged(written.document);
  const id = uniqueId('ANPA', arn);
  const policy = { name, path, arn, id, created: now, tags, description, version: 1, changed: now, written };
  book.policies.set(arn, policy);
  return policy;
};
