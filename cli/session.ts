import { DEFAULT_NAME } from '../infra/config/compile.ts';
import { nearest } from '../infra/config/words.ts';
import type { Policy } from '../lambdas/domain/policy.ts';
import { type Account, type Connection, openAccount } from './account/account.ts';
import { type OwnConfig, readConfig } from './account/config.ts';
import { type Deployed, findDeployed } from './account/deployed.ts';
import type { Io } from './terminal/io.ts';
import { Trouble } from './trouble.ts';

/** The options that every command has. */
export type Common = Connection & {
  readonly stack?: string | undefined;
  readonly config: string;
  readonly json: boolean;
};

/** One run of one command: what was typed, the machine, and the account, each read once and when it is needed. */
export type Session = {
  readonly io: Io;
  readonly common: Common;
  readonly account: Account;
  /** The adopter's own file, if there is one. */
  readonly config: () => Promise<OwnConfig | undefined>;
  readonly stackName: () => Promise<string>;
  readonly deployed: () => Promise<Deployed>;
};

export const openSession = (common: Common, io: Io): Session => {
  const account = openAccount(common);
  const config = remembered(() => readConfig(common.config));
  const stackName = remembered(async () => common.stack ?? (await config())?.deployment.name ?? DEFAULT_NAME);
  return {
    io,
    common,
    account,
    config,
    stackName,
    deployed: remembered(async () => findDeployed(account, await stackName())),
  };
};

const remembered = <Value>(read: () => Promise<Value>): (() => Promise<Value>) => {
  let value: Promise<Value> | undefined;
  return () => {
    value ??= read();
    return value;
  };
};

/** The policy of an endpoint that the deployment guards; throws `Trouble` with the name that was probably meant. */
export const policyOf = ({ deployment, stack }: Pick<Deployed, 'deployment' | 'stack'>, endpoint: string): Policy => {
  const found = deployment.policies.find((policy) => policy.endpoint === endpoint);
  if (found !== undefined) return found;
  const guarded = deployment.policies.map((policy) => policy.endpoint);
  const meant = nearest(endpoint, guarded);
  throw new Trouble(
    'not-guarded',
    `The stack ${stack} guards no endpoint ${endpoint}${meant === undefined ? '' : `; did you mean ${meant}?`}`,
    `It guards ${guarded.join(', ')}. Case matters. To guard another one, add it to rollback.config.ts and deploy.`,
  );
};
