import { type Need, type PolicyDocument, type Principal, Refusal, type Wires } from '../types.ts';
import { entityActing, ownPolicies } from './acting.ts';
import type { Book, Role } from './book.ts';
import { contextOf } from './context.ts';
import { applying, isDeny } from './evaluate.ts';
import { addresses, askerOf, isDelegation } from './principals.ts';
import { type Refused, refused } from './wording.ts';

/** The role, for whoever may assume it; otherwise why not. */
export type Assumed = { readonly allowed: true; readonly role: Role } | Refused;

/**
 * Whether whoever asks may assume the role. Its trust policy has to name them, or the account: then it leaves it to
 * their own policies.
 */
export const mayAssume = (wires: Wires, book: Book, who: Principal, need: Need): Assumed => {
  const asker = askerOf(wires.account, who, entityActing(book, who)?.arn);
  const applies = applying(contextOf(wires, asker, need), need);
  const role = [...book.roles.values()].find(({ arn }) => arn === need.resource);
  const own = ownPolicies(book, who).flatMap(({ document }) => applies(document, 'identity'));
  if (own.some(isDeny)) return refused(asker, need, 'with an explicit deny in an identity-based policy');
  // STS says no more than this, lest it tell whether the role is there.
  if (role === undefined) return refused(asker, need);
  const trusting = (speaks: typeof addresses) => applies(role.trust.document, 'resource', (one) => speaks(one, asker));
  const named = trusting(addresses);
  if (named.some(isDeny)) return refused(asker, need, 'with an explicit deny in the role trust policy');
  if (named.length > 0 || (own.length > 0 && trusting(isDelegation).length > 0)) return { allowed: true, role };
  return refused(asker, need);
};

/** Whether the trust policy lets the service assume the role. */
export const trustsService = (document: PolicyDocument, service: string): boolean => {
  const speaking = document.Statement.filter(
    ({ Principal: named, Action }) =>
      named !== undefined &&
      named !== '*' &&
      [named['Service']].flat().includes(service) &&
      [Action].flat().some((action) => action?.toLowerCase() === 'sts:assumerole'),
  );
  return speaking.length > 0 && speaking.every(({ Effect }) => Effect === 'Allow');
};

/** Throws when a trust policy asks for what is not known here, or trusts somebody who is not there. */
export const checkTrusted = (book: Book, roleName: string, document: PolicyDocument): void => {
  const known = [...book.users.values(), ...book.roles.values()].map(({ arn }) => arn);
  const here = new RegExp(`^arn:[^:]+:iam::${book.account.id}:(user|role)/`);
  for (const { Principal: named, Condition } of document.Statement) {
    if (named === undefined || named === '*') continue;
    if (named['Service'] !== undefined && Condition !== undefined)
      throw new Error(`role ${roleName}: conditions on a service in AssumeRolePolicyDocument are not supported`);
    const lost = [named['AWS'] ?? []].flat().find((arn) => here.test(arn) && !known.includes(arn));
    if (lost !== undefined)
      throw new Refusal('MalformedPolicyDocument', `Invalid principal in policy: "AWS":"${lost}"`);
  }
};
