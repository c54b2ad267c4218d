import type { Parts } from '../../../lambdas/contract.ts';
import type { Deployment, Policy } from '../../../lambdas/domain/policy.ts';
import { knownOf } from '../../account/known.ts';
import { policyOf, type Session } from '../../session.ts';

/** A policy, and where it comes from: what is deployed, or, where that is not to be had, the adopter's own file. */
export type Source = {
  readonly deployment: Deployment;
  readonly policy: Policy;
  readonly freezeParameter: string;
  /** Undefined: it is not known to be deployed. */
  readonly parts: Parts | undefined;
  /** `the stack sagemaker-rollback, version 0.1.0`. */
  readonly from: string;
  /** Why it is the file's. */
  readonly because?: string;
};

export const sourceOf = async (session: Session, endpoint: string): Promise<Source> => {
  const { stack, deployment, freezeParameter, parts, because } = await knownOf(session, endpoint);
  const policy = policyOf({ deployment, stack }, endpoint);
  return {
    deployment,
    policy,
    freezeParameter,
    parts,
    from:
      parts === undefined
        ? `${session.common.config}, which may not be deployed`
        : `the stack ${stack}, version ${(await session.deployed()).version}`,
    ...(because !== undefined && { because }),
  };
};
