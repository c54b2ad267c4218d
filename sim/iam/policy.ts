import type { PolicyDocument, Principal, Statement } from '../types.ts';
import { arnLike, like } from './wildcard.ts';

export type Asker = Principal & { readonly roleArn?: string; readonly accountId: string };

export const covers = (statement: Statement, action: string, resource: string): boolean =>
  coversAction(statement, action.toLowerCase()) && coversResource(statement, resource);

/** Whether a resource policy's statement speaks of `who`. The account's root stands for its roles in denials only:
 * as an allowance it merely delegates to their own policies. */
export const addresses = ({ Principal: named, Effect }: Statement, who: Asker): boolean => {
  if (named === undefined) return false;
  if (named === '*' || listed(named['AWS']).includes('*')) return true;
  if (who.kind === 'service') return listed(named['Service']).includes(who.service);
  if (who.kind !== 'role') return false;
  const ids = listed(named['AWS']);
  if (ids.includes(who.arn) || (who.roleArn !== undefined && ids.includes(who.roleArn))) return true;
  return Effect === 'Deny' && ids.some((id) => id === who.accountId || id.endsWith(`::${who.accountId}:root`));
};

/** A policy document of the template, its one statement made a list. `checkPolicy` judges what stands in it. */
export const readPolicy = (value: unknown): PolicyDocument => {
  if (typeof value !== 'object' || value === null || !('Statement' in value)) {
    throw new Error(`malformed policy document: ${JSON.stringify(value)} has no Statement`);
  }
  const document = value as PolicyDocument;
  return { ...document, Statement: [document.Statement].flat() };
};

const coversAction = ({ Action, NotAction }: Statement, action: string): boolean =>
  Action === undefined
    ? !listed(NotAction).some((pattern) => like(pattern.toLowerCase(), action))
    : listed(Action).some((pattern) => like(pattern.toLowerCase(), action));

const coversResource = ({ Resource, NotResource }: Statement, resource: string): boolean =>
  Resource === undefined
    ? !listed(NotResource).some((pattern) => arnLike(pattern, resource))
    : listed(Resource).some((pattern) => arnLike(pattern, resource));

export const listed = <T>(value: T | readonly T[] | undefined): readonly T[] => {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
};

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);
