import type { Account, Random } from '../types.ts';
import type { DeclaredFunction } from './declared.ts';

export type Credentials = { readonly accessKeyId: string; readonly secret: string; readonly token: string };

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Credentials of a role's session, one set per environment, as Lambda hands them out. */
export const credentialsFrom = (draw: Random): Credentials => {
  const letters = (count: number): string =>
    Array.from({ length: count }, () => ALPHABET.charAt(Math.floor(draw() * ALPHABET.length))).join('');
  return { accessKeyId: `ASIA${letters(16)}`, secret: letters(40), token: letters(64) };
};

/** Bytes of all the variables that a function is given, as JSON. */
const LARGEST = 4_096;

/** Why Lambda would not take these variables; undefined when it would. Those that it sets itself may not be given. */
export const variablesProblem = (variables: Readonly<Record<string, string>>): string | undefined => {
  const odd = Object.keys(variables).find((name) => !/^[a-zA-Z]\w+$/.test(name) || /^(AWS_|LAMBDA_)/.test(name));
  if (odd !== undefined) return `${odd} is no name for a variable of one's own`;
  const measured = JSON.stringify(variables);
  return Buffer.byteLength(measured) <= LARGEST
    ? undefined
    : `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${measured}`;
};

export type Surroundings = {
  readonly account: Account;
  readonly endpointUrl: string;
  readonly credentials: Credentials;
  readonly logStream: string;
};

/**
 * The environment variables of a function: its own, and those that Lambda defines. What tells the SDK where this small
 * AWS listens is the one thing that AWS would not set.
 */
export const variablesOf = (
  declared: DeclaredFunction,
  surroundings: Surroundings,
): Readonly<Record<string, string>> => {
  const { account, credentials, endpointUrl, logStream } = surroundings;
  return {
    ...declared.variables,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_DEFAULT_REGION: account.region,
    AWS_ENDPOINT_URL: endpointUrl,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: `${declared.memoryMb}`,
    AWS_LAMBDA_FUNCTION_NAME: declared.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: declared.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_REGION: account.region,
    AWS_SECRET_ACCESS_KEY: credentials.secret,
    AWS_SESSION_TOKEN: credentials.token,
    // The host's own configuration must not be read.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    LAMBDA_TASK_ROOT: declared.directory,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    _HANDLER: `index.${declared.handler}`,
  };
};
