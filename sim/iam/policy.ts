import type { PolicyDocument, Principal, Statement } from '../types.ts';
import { conditionProblems } from './conditions.ts';
import { arnLike, like } from './wildcard.ts';

export type Asker = Principal & { readonly roleArn?: string; readonly accountId: string };

const STATEMENT_KEYS = ['Sid', 'Effect', 'Principal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

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

/** Throws, as PutRolePolicy and its kin do, when the document is malformed or asks for what is not known here. */
export const checkPolicy = (document: PolicyDocument, kind: 'identity' | 'resource'): void => {
  const problems = [...versionProblems(document), ...listed(document.Statement).flatMap(statementProblems(kind))];
  if (problems.length > 0) throw new Error(`malformed policy document: ${problems.join('; ')}`);
};

const coversAction = ({ Action, NotAction }: Statement, action: string): boolean =>
  Action === undefined
    ? !listed(NotAction).some((pattern) => like(pattern.toLowerCase(), action))
    : listed(Action).some((pattern) => like(pattern.toLowerCase(), action));

const coversResource = ({ Resource, NotResource }: Statement, resource: string): boolean =>
  Resource === undefined
    ? !listed(NotResource).some((pattern) => arnLike(pattern, resource))
    : listed(Resource).some((pattern) => arnLike(pattern, resource));

const listed = <T>(value: T | readonly T[] | undefined): readonly T[] => {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
};

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);

const versionProblems = ({ Version }: PolicyDocument): string[] =>
  Version === undefined || ['2012-10-17', '2008-10-17'].includes(Version) ? [] : [`Version ${Version} is unknown`];

const statementProblems =
  (kind: 'identity' | 'resource') =>
  (statement: Statement): string[] => {
    const problems = Object.keys(statement)
      .filter((key) => !STATEMENT_KEYS.includes(key))
      .map((key) => `statement key ${key} is not supported`);
    const { Effect, Action, NotAction, Resource, NotResource, Principal: named } = statement;
    if (Effect !== 'Allow' && Effect !== 'Deny')
      problems.push(`Effect is ${JSON.stringify(Effect)}, not Allow or Deny`);
    if ((Action === undefined) === (NotAction === undefined)) problems.push('a statement needs Action or NotAction');
    if ((Resource === undefined) === (NotResource === undefined))
      problems.push('a statement needs Resource or NotResource');
    if (kind === 'identity' && named !== undefined) problems.push('an identity policy must not name a Principal');
    if (kind === 'resource' && named === undefined) problems.push('a resource policy must name a Principal');
    return [...problems, ...resourceProblems(statement), ...conditionProblems(statement.Condition)];
  };

const resourceProblems = ({ Resource, NotResource }: Statement): string[] =>
  [...listed(Resource), ...listed(NotResource)].flatMap((resource) => {
    if (typeof resource !== 'string') return [`resource ${JSON.stringify(resource)} is not a string`];
    if (resource.includes('${')) return [`policy variables such as in ${resource} are not supported`];
    return resource === '*' || resource.startsWith('arn:') ? [] : [`resource ${resource} must be in ARN format or "*"`];
  });
