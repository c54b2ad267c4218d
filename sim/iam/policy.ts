import type { PolicyDocument, Statement } from '../types.ts';
import { arnLike, completed, like } from './wildcard.ts';

/** What is asked for, and whether the policy is an identity's: only there, incomplete ARNs are completed. */
export type Asked = { readonly action: string; readonly resource: string; readonly identity: boolean };

export const covers = (statement: Statement, asked: Asked): boolean =>
  coversAction(statement, asked.action.toLowerCase()) && coversResource(statement, asked);

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

/**
 * IAM lets a part's last `*` reach across colons, without saying when. So it does here where that refuses more: in what
 * is denied, and in what an allowance leaves out.
 */
const coversResource = (
  { Effect, Resource, NotResource }: Statement,
  { resource, identity }: Pick<Asked, 'resource' | 'identity'>,
): boolean => {
  const wide = (Effect === 'Deny') === (Resource !== undefined);
  const found = listed(Resource ?? NotResource).some((given) => {
    const pattern = identity ? completed(given) : given;
    return arnLike(pattern, resource) || (wide && like(given, resource));
  });
  return found === (Resource !== undefined);
};

export const listed = <T>(value: T | readonly T[] | undefined): readonly T[] => {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
};

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);
