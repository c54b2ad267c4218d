import type { Decision, Iam, Need, Part, PolicyDocument, Principal, Statement, Wires } from '../types.ts';
import { checkPolicy } from './check-policy.ts';
import { type Context, conditionsHold } from './conditions.ts';
import { type Asker, addresses, covers } from './policy.ts';
import { policyProvisioner, roleProvisioner } from './provisioners.ts';

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
      roleNamed(roleId).policies.set(name, document);
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
      if (who.kind === 'person') return { allowed: true };
      const role = who.kind === 'role' ? roleNamed(who.roleId) : undefined;
      const asker: Asker = { ...who, accountId: wires.account.id, ...(role && { roleArn: role.arn }) };
      const applying = (documents: readonly PolicyDocument[]): Statement[] =>
        statementsOf(documents).filter((statement) => applies(statement, need, contextOf(asker, need)));
      const own = applying([...(role?.policies.values() ?? [])]);
      const theirs = applying(resourcePolicy ? [resourcePolicy] : []).filter((statement) =>
        addresses(statement, asker),
      );
      return verdict(who, need, { own, theirs });
    },
  };
  return { ...iam, provisioners: [roleProvisioner(wires, iam), policyProvisioner(iam)] };
};

const applies = (statement: Statement, { action, resource }: Need, context: Context): boolean =>
  covers(statement, action, resource) && conditionsHold(statement.Condition, context);

type Applying = { readonly own: readonly Statement[]; readonly theirs: readonly Statement[] };

/** Deny wins; within one account either side's allowance will do for a role, while a service has no side of its own. */
const verdict = (who: Principal, need: Need, { own, theirs }: Applying): Decision => {
  const isDeny = ({ Effect }: Statement): boolean => Effect === 'Deny';
  if (own.some(isDeny)) return refused(who, need, 'with an explicit deny in an identity-based policy');
  if (theirs.some(isDeny)) return refused(who, need, 'with an explicit deny in a resource-based policy');
  if (own.length + theirs.length > 0) return { allowed: true };
  const lacking = who.kind === 'role' ? 'identity-based' : 'resource-based';
  return refused(who, need, `because no ${lacking} policy allows the ${need.action} action`);
};

const refused = (who: Principal, { action, resource }: Need, why: string): Decision => ({
  allowed: false,
  why: `${asking(who)} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
});

const asking = (who: Principal): string => {
  // A function acts in a session of its role.
  if (who.kind === 'role')
    return `User: ${who.arn.replace(/:iam:(.*):role\//, ':sts:$1:assumed-role/')}/${who.functionName}`;
  return who.kind === 'service' ? `Resource: ${who.sourceArn}` : `User: ${who.name}`;
};

const statementsOf = (documents: readonly PolicyDocument[]): Statement[] =>
  documents.flatMap(({ Statement: statements }) => [statements].flat());

const contextOf = (who: Asker, need: Need): Context =>
  new Map(
    Object.entries({
      'aws:SecureTransport': 'true',
      'aws:ResourceAccount': who.accountId,
      ...(who.kind === 'service' ? { 'aws:SourceArn': who.sourceArn, 'aws:SourceAccount': who.accountId } : {}),
      ...(who.kind === 'role'
        ? { 'aws:PrincipalArn': who.roleArn ?? who.arn, 'aws:PrincipalAccount': who.accountId }
        : {}),
      ...need.context,
    }).map(([key, value]) => [key.toLowerCase(), value]),
  );

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
