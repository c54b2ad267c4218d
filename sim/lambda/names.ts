import { type Account, Refusal } from '../types.ts';
import type { Declarations, DeclaredFunction } from './declared.ts';
import { invalidParameter, notFound } from './refusals.ts';

/** What a caller calls a function: its ARN as far as it goes, and the version or alias that is meant, if any. */
export type Called = { readonly arn: string; readonly qualifier: string | undefined };

const NAME =
  /^(?:arn:[a-z-]+:lambda:)?(?:(?<region>[a-z]{2}(?:-[a-z]+)+-\d):)?(?:(?<account>\d{12}):)?(?:function:)?(?<name>[a-zA-Z0-9_.-]+)(?::(?<qualifier>\$LATEST(?:\.PUBLISHED)?|[a-zA-Z0-9_-]+))?$/;

const LONGEST_NAME = 64;

/** A function's name, ARN or part of one. Each may end in a qualifier, which must be the given one, if that is given. */
export const calledIn = (account: Account, given: string, qualifier?: string): Called => {
  const found = NAME.exec(given)?.groups;
  if (found === undefined)
    throw new Refusal(
      'ValidationException',
      `1 validation error detected: Value '${given}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?`,
    );
  const { region = account.region, account: id = account.id, name = '', qualifier: derived } = found;
  if (region !== account.region)
    throw notFound(`Functions from '${region}' are not reachable in this region ('${account.region}')`);
  if (id !== account.id) throw new Refusal('AccessDeniedException', '', 403);
  if (name.length > LONGEST_NAME)
    throw invalidParameter(
      `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to ${LONGEST_NAME}`,
    );
  if (derived !== undefined && qualifier !== undefined && derived !== qualifier)
    throw invalidParameter('The derived qualifier from the function name does not match the specified qualifier.');
  return { arn: toFunctionArn(account, name), qualifier: derived ?? qualifier };
};

/** `arn:…:function:name`, with the qualifier that was given. */
export const calledArn = ({ arn, qualifier }: Called): string =>
  qualifier === undefined ? arn : `${arn}:${qualifier}`;

/** The function that is called so. Nothing is ever published here: `$LATEST` is the only version, and has no alias. */
export const functionCalled = ({ functions }: Declarations, called: Called): DeclaredFunction => {
  const found = functions.get(called.arn);
  if (found === undefined) throw notFound(`Function not found: ${calledArn(called)}`);
  checkVersion(called);
  return found;
};

export const checkVersion = (called: Called): void => {
  const { qualifier } = called;
  if (qualifier === undefined || qualifier === LATEST) return;
  if (/^\d+$|\$/.test(qualifier)) throw notFound(`Function not found: ${calledArn(called)}`);
  throw notFound(`Cannot find alias arn: ${calledArn(called)}`);
};

export const LATEST = '$LATEST';

/** Resources name a function by its name or by its ARN. */
export const toFunctionArn = ({ partition, region, id }: Account, nameOrArn: string): string =>
  nameOrArn.startsWith('arn:') ? nameOrArn : `arn:${partition}:lambda:${region}:${id}:function:${nameOrArn}`;
