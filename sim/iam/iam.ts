import type { Decision, Iam, Need, Part, PolicyDocument, Statement, Wires } from '../types.ts';
import { checkPolicy, checkSizes } from './check-policy.ts';
import { conditionsHold } from './conditions.ts';
import { contextOf } from './context.ts';
import { type Asked, covers } from './policy.ts';
import { type Asker, addresses, askerOf, nameOf } from './principals.ts';
import { policyProvisioner, roleProvisioner } from './provisioners.ts';
import { resolved } from './variables.ts';

export type Roles = Iam & {
  /** Whether the role's trust policy lets the service assume it; a role that does not exist trusts nobody. */
  readonly canAssume: (roleArn: string, service: string) => boolean;
  readonly trust: (roleId: string, document: PolicyDocument) => void;
};

type Role = { readonly arn: string; readonly policies: Map<string, PolicyDocument>; trust?: PolicyDocument };

/** Roles by their name (their `Ref`, and the last part of their ARN), and the verdict on what each may do. */
export const makeIam = (wires: Wires): Part & Roles => {
  const roles = new Map<string, Role>();
  const roleNamed = (roleId: string): Role => {
    const role = roles.get(roleId);
    if (role === undefined) throw new Error(`there is no role ${roleId} (roles: ${[...roles.keys()].join(', ')})`);
    return role;
  };

  const iam: Roles = {
    addRole: (roleId, arn) => {
      if (roles.has(roleId)) throw new Error(`role ${roleId} exists already`);
      roles.set(roleId, { arn, policies: new Map() });
    },
    addPolicy: (roleId, name, document) => {
      checkPolicy(document, 'identity');
      const { policies } = roleNamed(roleId);
      policies.set(name, document);
      checkSizes(roleId, policies);
    },
    trust: (roleId, document) => {
      checkPolicy(document, 'trust');
      const conditional = document.Statement.some(({ Condition }) => Condition !== undefined);
      if (conditional) throw new Error(`role ${roleId}: conditions in AssumeRolePolicyDocument are not supported`);
      roleNamed(roleId).trust = document;
    },
    canAssume: (roleArn, service) => {
      const role = [...roles.values()].find(({ arn }) => arn === roleArn);
      return trusts(role?.trust, service);
    },
    judge: (who, need, resourcePolicy) => {
      const role = who.kind === 'role' ? roleNamed(who.roleId) : undefined;
      const asker = askerOf(wires.account, who, role?.arn);
      const applies = applying(wires, asker, need);
      const own = [...(role?.policies.values() ?? [])].flatMap((policy) => applies(policy, 'identity'));
      const theirs = resourcePolicy === undefined ? [] : applies(resourcePolicy, 'resource');
      return verdict(asker, need, { own, theirs });
    },
  };
  return { ...iam, provisioners: [roleProvisioner(wires, iam), policyProvisioner(iam)] };
};

/** Picks the statements of a policy that speak of who asks and of what they ask for. */
const applying = (wires: Wires, asker: Asker, need: Need) => {
  const context = contextOf(wires, asker, need);
  return ({ Version, Statement: statements }: PolicyDocument, place: 'identity' | 'resource'): readonly Statement[] => {
    const asked: Asked = { ...need, identity: place === 'identity' };
    return [statements].flat().filter((statement) => {
      if (!asked.identity && !addresses(statement, asker)) return false;
      const ready = resolved(statement, Version, context);
      return ready !== undefined && covers(ready, asked) && conditionsHold(ready.Condition, context);
    });
  };
};

type Applying = { readonly own: readonly Statement[]; readonly theirs: readonly Statement[] };

/** Deny wins; within one account either side's allowance will do for a role, while a service has no side of its own. */
const verdict = (asker: Asker, need: Need, { own, theirs }: Applying): Decision => {
  const isDeny = ({ Effect }: Statement): boolean => Effect === 'Deny';
  if (own.some(isDeny)) return refused(asker, need, 'with an explicit deny in an identity-based policy');
  if (theirs.some(isDeny)) return refused(asker, need, 'with an explicit deny in a resource-based policy');
  if (asker.who.kind === 'person' || own.length + theirs.length > 0) return { allowed: true };
  const lacking = asker.who.kind === 'role' ? 'identity-based' : 'resource-based';
  return refused(asker, need, `because no ${lacking} policy allows the ${need.action} action`);
};

const refused = (asker: Asker, { action, resource }: Need, why: string): Decision => ({
  allowed: false,
  why: `${nameOf(asker)} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
});

const statementsOf = (documents: readonly PolicyDocument[]): Statement[] =>
  documents.flatMap(({ Statement: statements }) => [statements].flat());

const trusts = (document: PolicyDocument | undefined, service: string): boolean => {
  const speaking = statementsOf(document ? [document] : []).filter(
    ({ Principal: named, Action }) =>
      named !== undefined &&
      named !== '*' &&
      [named['Service']].flat().includes(service) &&
      [Action].flat().some((action) => action?.toLowerCase() === 'sts:assumerole'),
  );
  return speaking.length > 0 && speaking.every(({ Effect }) => Effect === 'Allow');
};
