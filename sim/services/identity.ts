import type { GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import { uniqueId } from '../iam/ids.ts';
import { askerOf } from '../iam/principals.ts';
import type { Part, Principal, Wires } from '../types.ts';

/** STS, as far as it tells callers who they are. Nobody needs a right to ask that. */
export const makeIdentity = (wires: Wires): Part => ({
  provisioners: [],
  api: {
    name: 'sts',
    operations: {
      GetCallerIdentity: {
        needs: () => [],
        run: (_, who): GetCallerIdentityResponse => ({
          UserId: userIdOf(who),
          Account: wires.account.id,
          Arn: askerOf(wires.account, who).sessionArn,
        }),
      },
    },
  },
});

const userIdOf = (who: Principal): string => {
  if (who.kind === 'role') return `${uniqueId('AROA', who.roleId)}:${who.functionName}`;
  return uniqueId('AIDA', who.kind === 'person' ? who.name : who.service);
};
