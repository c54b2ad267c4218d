import { IAMClient } from '@aws-sdk/client-iam';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { type AssumeRoleCommandOutput, STSClient } from '@aws-sdk/client-sts';
import { onTestFinished } from 'vitest';
import { makeStillness } from '../../../sim/kernel/stillness.ts';
import { makeIdentity } from '../../../sim/services/identity/identity.ts';
import { makeServer } from '../../../sim/wire/server.ts';
import { smallAccount } from '../small-account.ts';

export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/** An account that real clients can call, whoever they are; an unknown key is an administrator's. */
export const liveAccount = async (resources: Readonly<Record<string, unknown>> = {}) => {
  const account = smallAccount(resources);
  const { iam, parameters, queues, wires, clock } = account;
  const server = await makeServer(wires, {
    apis: [iam, parameters, queues, makeIdentity(wires, iam)].flatMap(({ api }) => api ?? []),
    principalOf: (id, token) => iam.keys.holderOf(id, token) ?? { kind: 'person', name: id },
    stillness: makeStillness(),
    immediately: true,
  });
  onTestFinished(server.close);
  /** The clients of one person; default: an administrator named `admin`. */
  const as = (credentials: Credentials = { accessKeyId: 'admin', secretAccessKey: 'any' }) => {
    const settings = { endpoint: server.url, region: 'eu-west-1', credentials, maxAttempts: 1 };
    return {
      iam: new IAMClient(settings),
      sts: new STSClient(settings),
      ssm: new SSMClient(settings),
      sqs: new SQSClient(settings),
    };
  };
  return { ...account, clock, url: server.url, as };
};

export const policyOf = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

export const allow = (Action: string | readonly string[], Resource: string | readonly string[] = '*') => ({
  Effect: 'Allow',
  Action,
  Resource,
});

export const credentialsIn = ({ Credentials: given }: AssumeRoleCommandOutput): Credentials => ({
  accessKeyId: given?.AccessKeyId ?? '',
  secretAccessKey: given?.SecretAccessKey ?? '',
  sessionToken: given?.SessionToken ?? '',
});
