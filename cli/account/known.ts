import type { Parts } from '../../lambdas/contract.ts';
import { freezeParameterName } from '../../lambdas/contract.ts';
import type { Deployment } from '../../lambdas/domain/policy.ts';
import type { Session } from '../session.ts';
import { NO_WAY_IN, Trouble, type TroubleCode } from '../trouble.ts';
import { awsTrouble } from './aws-trouble.ts';

/** What a command in an emergency goes by: the stack, or what the adopter's file says where the stack is not to be had. */
export type Known = {
  readonly stack: string;
  readonly deployment: Deployment;
  readonly freezeParameter: string;
  /** Undefined: only the stack knows their names. */
  readonly parts: Parts | undefined;
  /** Why the stack could not be asked. */
  readonly because?: string;
};

/** Nothing of AWS can be reached with these, by any road. */
const FATAL = new Set<TroubleCode>([...NO_WAY_IN, 'no-network', 'config']);

/** Throws the stack's trouble where there is no file either, or one that has nothing of the endpoint. */
export const knownOf = async (session: Session, endpoint?: string): Promise<Known> => {
  const stack = await session.stackName();
  try {
    const { deployment, parts } = await session.deployed();
    return { stack, deployment, parts, freezeParameter: parts.freezeParameter };
  } catch (error) {
    const trouble = error instanceof Trouble ? error : awsTrouble(error, session.common);
    if (trouble === undefined || FATAL.has(trouble.code)) throw error;
    const own = await configAfter(trouble, session);
    if (own === undefined) throw trouble;
    const { deployment } = own;
    const isGuarded = deployment.policies.some((policy) => policy.endpoint === endpoint);
    if (endpoint !== undefined && !isGuarded) throw trouble;
    return {
      stack,
      deployment,
      parts: undefined,
      freezeParameter: freezeParameterName(deployment.name),
      because: trouble.message,
    };
  }
};

/** A file that is of no use is told beside the stack's trouble, and not in place of it. */
const configAfter = async ({ code, message, mend }: Trouble, { config }: Session) => {
  try {
    return await config();
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    throw new Trouble(code, `${message} ${error.message}`, mend);
  }
};
