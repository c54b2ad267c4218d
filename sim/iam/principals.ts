import type { Account, Named, Principal, Statement } from '../types.ts';
import { arnOf } from './ids.ts';
import { listed } from './policy.ts';

/** Who asks, by all the names that a policy may call them. */
export type Asker = {
  readonly who: Principal;
  readonly accountId: string;
  /** Of the role, or of the user; of what a service acts for. */
  readonly arn: string;
  /** Who has assumed a role acts in a session of it; for everybody else it is the same as `arn`. */
  readonly sessionArn: string;
};

/** `entityArn` is the ARN by which IAM knows the role or the user. */
export const askerOf = (account: Account, who: Principal, entityArn?: string): Asker => {
  const accountId = account.id;
  if (who.kind === 'service') return { who, accountId, arn: who.sourceArn, sessionArn: who.sourceArn };
  const { kind, name } = nameActing(who);
  const arn = entityArn ?? (who.kind === 'role' ? who.arn : arnOf(account, kind, { name }));
  if (kind === 'user') return { who, accountId, arn, sessionArn: arn };
  return { who, accountId, arn, sessionArn: sessionArnOf(account, name, sessionOf(who)) };
};

/** A session's ARN leaves out the path of its role. */
export const sessionArnOf = ({ partition, id }: Account, roleName: string, session: string): string =>
  `arn:${partition}:sts::${id}:assumed-role/${roleName}/${session}`;

type Someone = Exclude<Principal, { readonly kind: 'service' }>;

const nameActing = (who: Someone) => {
  if (who.kind === 'person') return who.as ?? ({ kind: 'user', name: who.name } as const);
  return { kind: 'role', name: who.arn.split('/').at(-1) ?? who.roleId } as const;
};

const sessionOf = (who: Someone): string => (who.kind === 'role' ? who.functionName : who.name);

/** Whoever acts by temporary credentials. */
export const isSession = (who: Principal): boolean =>
  who.kind === 'role' || (who.kind === 'person' && who.as?.kind === 'role');

/** As a refusal calls them. */
export const nameOf = ({ who, sessionArn }: Asker): string =>
  `${who.kind === 'service' ? 'Resource' : 'User'}: ${sessionArn}`;

/** Whether a resource policy's statement speaks of whoever asks. */
export const addresses = (statement: Statement, asker: Asker): boolean => {
  const { Principal: named, NotPrincipal: spared, Effect } = statement;
  if (spared !== undefined) return !spares(spared, asker);
  if (named === undefined) return false;
  if (named === '*' || listed(named['AWS']).includes('*')) return true;
  if (asker.who.kind === 'service') return listed(named['Service']).includes(asker.who.service);
  const ids = listed(named['AWS']);
  if (ids.includes(asker.arn) || ids.includes(asker.sessionArn)) return true;
  // As an allowance, the account's root merely delegates to its principals' own policies.
  return Effect === 'Deny' && namesAccount(ids, asker);
};

/** Whether the statement, which is an allowance, leaves it to the own policies of whoever asks. */
export const isDelegation = ({ Principal: named }: Statement, asker: Asker): boolean =>
  typeof named === 'object' && namesAccount(listed(named['AWS']), asker);

/** The account is looked for first, then the role, then its session: whoever is to be spared has all of them named. */
const spares = (named: Named, asker: Asker): boolean => {
  if (named === '*') return true;
  if (asker.who.kind === 'service') return listed(named['Service']).includes(asker.who.service);
  const ids = listed(named['AWS']);
  return namesAccount(ids, asker) && ids.includes(asker.arn) && ids.includes(asker.sessionArn);
};

const namesAccount = (ids: readonly string[], { accountId }: Asker): boolean =>
  ids.some((id) => id === accountId || id.endsWith(`::${accountId}:root`));
