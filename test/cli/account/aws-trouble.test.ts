import { describe, expect, test } from 'vitest';
import { awsTrouble } from '../../../cli/account/aws-trouble.ts';

const saidOf = (name: string, message: string, more: object = {}) => {
  const { code, message: what, mend } = awsTrouble(Object.assign(new Error(message), { name, ...more }), more) ?? {};
  return { code, what, mend };
};

describe('what AWS, the SDK or the network said', () => {
  test('names who is denied what on which resource', () => {
    const denied =
      'User: ana is not authorized to perform: ssm:GetParameter on resource: p because no policy allows it';
    expect(saidOf('AccessDeniedException', denied)).toMatchObject({
      code: 'access-denied',
      what: 'ana may not ssm:GetParameter on p.',
      mend: expect.stringContaining('for ssm:GetParameter, or use another --profile') as string,
    });
  });
  test('tells a denial that no right would mend from one that a right would', () => {
    const denied = 'User: ana is not authorized to perform: ssm:GetParameter with an explicit deny in a policy';
    expect(saidOf('AccessDenied', denied)).toMatchObject({
      what: 'ana may not ssm:GetParameter.',
      mend: 'A policy denies ssm:GetParameter explicitly: ask whoever administers the account.',
    });
  });
  test('names the profile to sign in again with', () => {
    expect(saidOf('CredentialsProviderError', 'The SSO session has expired', { profile: 'prod' })).toMatchObject({
      code: 'expired-credentials',
      mend: 'Sign in again: aws sso login --profile prod, or renew them as you made them.',
    });
  });
  test('is a missing Region, for which the SDK has no name', () => {
    expect(saidOf('Error', 'Region is missing')).toMatchObject({ code: 'no-region', what: 'No AWS Region is set.' });
  });
  test('is told in its own words where nobody knew of it, on one line and with an end', () => {
    expect(saidOf('OddException', 'it is\n odd', { $metadata: {} })).toMatchObject({
      code: 'aws',
      what: 'AWS answered OddException: it is odd.',
    });
  });
  test('is nothing of theirs where the mistake is ours', () => {
    expect(awsTrouble(new TypeError('x is not a function'), {})).toBeUndefined();
  });
});
