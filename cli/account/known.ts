import { freezeParameterName } from '../../lambdas/contract.ts';
import type { Deployment } from '../../lambdas/domain/policy.ts';
import type { Session } from '../session.ts';
import { Trouble, type TroubleCode } from '../trouble.ts';
import { awsTrouble } from './aws-trouble.ts';
import type { Parts } from './deployed.ts';

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
const FATAL = new Set<TroubleCode>(['no-credentials', 'expired-credentials', 'no-region', 'no-network', 'config']);

/** Throws the stack's trouble where there is no file either. */
export const knownOf = async (session: Session): Promise<Known> => {
  const stack = await session.stackName();
  try {
    const { deployment, parts } = await session.deployed();
    return { stack, deployment, parts, freezeParameter: parts.freezeParameter };
  } catch (error) {
    const trouble = error instanceof Trouble ? error : awsTrouble(error, session.common);
    if (trouble === undefined || FATAL.has(trouble.code)) throw error;
    const own = await session.config();
    if (own === undefined) throw trouble;
    const { deployment } = own;
    return {
      stack,
      deployment,
      parts: undefined,
      freezeParameter: freezeParameterName(deployment.name),
      because: trouble.message,
    };
  }
};
