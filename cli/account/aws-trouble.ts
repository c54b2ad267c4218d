import { Trouble, type TroubleCode } from '../trouble.ts';
import type { Connection } from './account.ts';

/** What AWS, the SDK or the network said, as something that a person can mend; undefined: it is none of theirs. */
export const awsTrouble = (error: unknown, { profile }: Connection): Trouble | undefined => {
  if (!(error instanceof Error)) return undefined;
  const told = KINDS.find(({ is }) => is(error));
  if (told !== undefined) return new Trouble(told.code, told.what(error), told.mend({ error, profile }));
  if ('$metadata' in error || '$fault' in error)
    return new Trouble(
      'aws',
      `AWS answered ${error.name}: ${sentence(error.message)}`,
      'Read what it says; docs/cli.md has what each command calls.',
    );
  return undefined;
};

type Kind = {
  readonly code: TroubleCode;
  readonly is: (error: Error) => boolean;
  readonly what: (error: Error) => string;
  readonly mend: (asked: { readonly error: Error; readonly profile: string | undefined }) => string;
};

const isNamed =
  (...names: readonly string[]) =>
  ({ name }: Error): boolean =>
    names.includes(name);

const KINDS: readonly Kind[] = [
  {
    code: 'expired-credentials',
    is: (error) =>
      isNamed('ExpiredToken', 'ExpiredTokenException', 'RequestExpired')(error) ||
      (isNamed('CredentialsProviderError', 'TokenProviderError')(error) && /expired|sso session/i.test(error.message)),
    what: () => 'The AWS credentials have expired.',
    mend: ({ profile }) =>
      `Sign in again: aws sso login${profile === undefined ? '' : ` --profile ${profile}`}, or renew them as you made them.`,
  },
  {
    code: 'no-credentials',
    is: isNamed('CredentialsProviderError', 'TokenProviderError'),
    what: ({ message }) => `No AWS credentials were found: ${sentence(message)}`,
    mend: ({ profile }) =>
      profile === undefined
        ? 'Name a profile (--profile NAME, or AWS_PROFILE), or sign in as for the AWS CLI: aws configure, aws sso login.'
        : `See that the profile ${profile} is in ~/.aws/config or ~/.aws/credentials: aws configure list --profile ${profile}`,
  },
  {
    code: 'no-credentials',
    is: isNamed(
      'UnrecognizedClientException',
      'InvalidClientTokenId',
      'InvalidSignatureException',
      'SignatureDoesNotMatch',
    ),
    what: ({ message }) => `AWS does not know these credentials: ${sentence(message)}`,
    mend: ({ profile }) =>
      `See which ones are used: aws sts get-caller-identity${profile === undefined ? '' : ` --profile ${profile}`}. They may be deleted, or of another partition.`,
  },
  {
    code: 'no-region',
    is: ({ message }) => message === 'Region is missing',
    what: () => 'No AWS Region is set.',
    mend: () => 'Name the Region of your endpoints: --region NAME, or AWS_REGION, or in the profile.',
  },
  {
    code: 'access-denied',
    is: isNamed(
      'AccessDenied',
      'AccessDeniedException',
      'AuthorizationError',
      'AuthorizationErrorException',
      'UnauthorizedOperation',
    ),
    what: ({ message }) => deniedWords(message) ?? `AWS denied access: ${sentence(message)}`,
    mend: ({ error }) => deniedMend(error.message),
  },
  {
    code: 'throttled',
    is: isNamed(
      'Throttling',
      'ThrottlingException',
      'ThrottledException',
      'TooManyRequestsException',
      'RequestLimitExceeded',
    ),
    what: ({ message }) => `AWS is throttling this account's calls: ${sentence(message)}`,
    mend: () => 'Wait a minute and run the command again; it was tried three times already.',
  },
  {
    code: 'no-network',
    is: (error) => NETWORK.has(codeOf(error)) || isNamed('TimeoutError', 'NetworkingError')(error),
    what: (error) => `AWS could not be reached: ${sentence(error.message || codeOf(error))}`,
    mend: () =>
      'Look at the network, proxy and VPN of this machine, at --region, and at AWS_ENDPOINT_URL if it is set.',
  },
];

const NETWORK = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
]);

const codeOf = (error: Error): string => String((error as NodeJS.ErrnoException).code ?? '');

/** `User: ARN is not authorized to perform: ACTION on resource: ARN because …`, as every service words it. */
const DENIED = /User: (?<who>\S+) is not authorized to perform: (?<action>[\w:-]+)(?: on resource: (?<on>\S+))?/;

/** Who may not do what on what, where AWS says so; undefined: it says something else. */
export const deniedWords = (message: string): string | undefined => {
  const { who, action, on } = DENIED.exec(message)?.groups ?? {};
  if (action === undefined) return undefined;
  return `${who} may not ${action}${on === undefined ? '' : ` on ${on}`}.`;
};

const deniedMend = (message: string): string => {
  const { action = 'the action' } = DENIED.exec(message)?.groups ?? {};
  return /explicit deny/.test(message)
    ? `A policy denies ${action} explicitly: ask whoever administers the account.`
    : `Ask whoever administers the account for ${action}, or use another --profile; docs/cli.md leads to all that each command needs.`;
};

/** On one line, and with an end. */
export const sentence = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return /[.?!]$/.test(line) ? line : `${line}.`;
};
