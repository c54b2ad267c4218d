import type { Account, Named, Principal, Statement } from '../types.ts';
import { listed } from './policy.ts';

/** Who asks, by all the names that a policy may call them. */
export type Asker = {
  readonly who: Principal;
  readonly accountId: string;
  /** Of the role, or of the user; of what a service acts for. */
  readonly arn: string;
  /** A function acts in a session of its role; for everybody else it is the same as `arn`. */
  readonly sessionArn: string;
};

/** `roleArn` is the ARN by which IAM knows the role. */
export const askerOf = ({ partition, id }: Account, who: Principal, roleArn?: string): Asker => {
  const accountId = id;
  if (who.kind === 'service') return { who, accountId, arn: who.sourceArn, sessionArn: who.sourceArn };
  if (who.kind === 'role') {
    const session = who.arn.replace(/:iam:(.*):role\/(?:.*\/)?/, ':sts:$1:assumed-role/');
    return { who, accountId, arn: roleArn ?? who.arn, sessionArn: `${session}/${who.functionName}` };
  }
  const arn = `arn:${partition}:iam::${id}:user/${who.name}`;
  return { who, accountId, arn, sessionArn: arn };
};

/** As a refusal calls them. */
export const nameOf = ({ who, sessionArn }: Asker): string =>
  `${who.kind === 'service' ? 'Resource' : 'User'}: ${sessionArn}`;

/** Whether a resource policy's statement speaks of whoever asks. */
export const addresses = ({ Principal: named, NotPrincipal: spared, Effect }: Statement, asker: Asker): boolean => {
  if (spared !== undefined) return !spares(spared, asker);
  if (named === undefined) return false;
  if (named === '*' || listed(named['AWS']).includes('*')) return true;
  if (asker.who.kind === 'service') return listed(named['Service']).includes(asker.who.service);
  const ids = listed(named['AWS']);
  if (ids.includes(asker.arn) || ids.includes(asker.sessionArn)) return true;
  // As an allowance, the account's root merely delegates to its principals' own policies.
  return Effect === 'Deny' && namesAccount(ids, asker);
};

/** The account is looked for first, then the role, then its session: whoever is to be spared has all of them named. */
const spares = (named: Named, asker: Asker): boolean => {
  if (named === '*') return true;
  if (asker.who.kind === 'service') return listed(named['Service']).includes(asker.who.service);
  const ids = listed(named['AWS']);
  return namesAccount(ids, asker) && ids.includes(asker.arn) && ids.includes(asker.sessionArn);
};

const namesAccount = (ids: readonly string[], { accountId }: Asker): boolean =>
  ids.some((id) => id === accountId || id.endsWith(`::${accountId}:root`));
