import type { AssumeRoleRequest, GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import type { Roles } from '../../iam/iam.ts';
import { uniqueId } from '../../iam/ids.ts';
import type { Part, Principal, Wires } from '../../types.ts';
import { assumeRole } from './assume-role.ts';

/** STS, as far as it tells callers who they are, and lets them act as a role. Nobody needs a right to ask who they are. */
export const makeIdentity = (wires: Wires, iam: Pick<Roles, 'arnOf' | 'keys' | 'mayAssume'>): Part => ({
  provisioners: [],
  api: {
    name: 'sts',
    operations: {
      GetCallerIdentity: {
        needs: () => [],
        run: (_, who): GetCallerIdentityResponse => ({
          UserId: userIdOf(who),
          Account: wires.account.id,
          Arn: iam.arnOf(who),
        }),
      },
      AssumeRole: {
        // The role's trust policy has its say in it, which is not a resource's like any other.
        needs: () => [],
        run: (input: AssumeRoleRequest, who) => assumeRole(wires, iam, who, input),
      },
    },
  },
});

const userIdOf = (who: Principal): string => {
  if (who.kind === 'role') return `${uniqueId('AROA', who.roleId)}:${who.functionName}`;
  if (who.kind === 'service') return uniqueId('AIDA', who.service);
  if (who.as?.kind === 'role') return `${uniqueId('AROA', who.as.name)}:${who.name}`;
  return uniqueId('AIDA', who.name);
};
