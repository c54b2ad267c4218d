import type { Iam, Need, Part, Principal, Wires } from '../types.ts';
import { entityActing, ownPolicies } from './acting.ts';
import { iamApi } from './api/api.ts';
import { type Book, emptyBook, writtenFrom } from './book.ts';
import { evaluate } from './evaluate.ts';
import { type Keys, makeKeys } from './keys.ts';
import { readPolicy } from './policy.ts';
import { type Asker, askerOf } from './principals.ts';
import { managedPolicyProvisioner, policyProvisioner, roleProvisioner } from './provisioners.ts';
import { addRole } from './roles.ts';
import { type Assumed, mayAssume, trustsService } from './trust.ts';
import { refused, spelled } from './wording.ts';

export type Roles = Iam & {
  readonly book: Book;
  readonly keys: Keys;
  /** Whether the role's trust policy lets the service assume it; a role that does not exist trusts nobody. */
  readonly canAssume: (roleArn: string, service: string) => boolean;
  /** Makes a role that this service may assume, and answers its ARN. */
  readonly addRole: (name: string, service: string) => string;
  /** The same for people and functions, who are told why not. */
  readonly mayAssume: (who: Principal, need: Need) => Assumed;
};

/** Users and roles with their policies and keys, and the verdict on what each may do. */
export const makeIam = (wires: Wires): Part & Roles => {
  const book = emptyBook(wires.account);
  const keys = makeKeys(wires);
  const askerFor = (who: Principal): Asker => askerOf(wires.account, who, entityActing(book, who)?.arn);
  const iam: Roles = {
    book,
    keys,
    canAssume: (roleArn, service) => {
      const role = [...book.roles.values()].find(({ arn }) => arn === roleArn);
      return role !== undefined && trustsService(role.trust.document, service);
    },
    addRole: (name, service) => {
      const trust = writtenFrom(readPolicy(trusting(service)));
      return addRole(book, { name, trust, now: wires.clock.now() }).arn;
    },
    mayAssume: (who, need) => mayAssume(wires, book, who, need),
    arnOf: (who) => askerFor(who).sessionArn,
    judge: (who, need, resourcePolicy) => {
      const asker = askerFor(who);
      const policies = { own: ownPolicies(book, who), theirs: resourcePolicy };
      const { decision, by } = evaluate(wires, asker, need, policies);
      if (decision === 'allowed') return { allowed: true };
      if (by !== undefined) return refused(asker, need, `with an explicit deny in ${ARTICLE[by]} policy`);
      const lacking = who.kind === 'service' ? 'resource-based' : 'identity-based';
      return refused(asker, need, `because no ${lacking} policy allows the ${spelled(need.action)} action`);
    },
  };
  return {
    ...iam,
    api: iamApi({ wires, book, keys }),
    provisioners: [roleProvisioner(wires, book), policyProvisioner(book), managedPolicyProvisioner(wires, book)],
  };
};

const trusting = (service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
});

const ARTICLE = { 'identity-based': 'an identity-based', 'resource-based': 'a resource-based' };
