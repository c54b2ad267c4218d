import { DEFAULT_NAME } from '../infra/config/names.ts';
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
  const stackName = remembered(async () => common.stack ?? (await nameIn(config)) ?? DEFAULT_NAME);
  return {
    io,
    common,
    account,
    config,
    stackName,
    deployed: remembered(async () => findDeployed(account, await stackName())),
  };
};

/** Whoever is on call cannot wait until somebody has mended the file. */
const nameIn = async (config: Session['config']): Promise<string | undefined> => {
  try {
    return (await config())?.deployment.name;
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    throw new Trouble(
      error.code,
      error.message,
      `${error.mend} Or name the stack, which is all that is needed: --stack NAME`,
    );
  }
};

const remembered = <Value>(read: () => Promise<Value>): (() => Promise<Value>) => {
  let value: Promise<Value> | undefined;
  return () => {
    value ??= read();
    return value;
  };
};

type Guarding = Pick<Deployed, 'deployment' | 'stack'> & {
  /** Why it is the adopter's file that says what is guarded, and not the stack. */
  readonly because?: string | undefined;
};

/** The policy of an endpoint that the deployment guards; throws `Trouble` with the name that was probably meant. */
export const policyOf = ({ deployment, stack, because }: Guarding, endpoint: string): Policy => {
  const found = deployment.policies.find((policy) => policy.endpoint === endpoint);
  if (found !== undefined) return found;
  const guarded = deployment.policies.map((policy) => policy.endpoint);
  const meant = nearest(endpoint, guarded);
  throw new Trouble(
    'not-guarded',
    `${because === undefined ? `The stack ${stack}` : `${because} The config here`} guards no endpoint ${endpoint}${meant === undefined ? '.' : `; did you mean ${meant}?`}`,
    `It guards ${guarded.join(', ')}. Case matters. To guard another one, add it to rollback.config.ts and deploy.`,
  );
};
