import { CfnResource, type Stack } from 'aws-cdk-lib';
import type { Deployment } from '../lambdas/domain/policy.ts';

/** CloudFormation's limit for one stack. */
export const MAX_RESOURCES = 500;

/**
 * A role names each endpoint, and IAM takes 10,240 characters of inline policies. The CDK reckons 150 for an ARN: from 53
 * endpoints on it moves the grant into a managed policy, which takes 6,144 only.
 */
export const MAX_ENDPOINTS = 50;

const SPLIT =
  'Split the endpoints over several configs, each with a name of its own, and make a RollbackStack for each in infra/app.ts';

/** Why one stack cannot hold so many endpoints, each problem in a sentence. Resources are counted, not estimated. */
export const beyondCeiling = (stack: Stack, { policies }: Deployment): readonly string[] => {
  const resources = stack.node.findAll().filter((construct) => CfnResource.isCfnResource(construct)).length;
  return [
    ...(policies.length > MAX_ENDPOINTS
      ? [`endpoints are ${policies.length}, and one function's role can name ${MAX_ENDPOINTS}. ${SPLIT}`]
      : []),
    ...(resources > MAX_RESOURCES
      ? [`endpoints make ${resources} resources, and CloudFormation takes ${MAX_RESOURCES} in a stack. ${SPLIT}`]
      : []),
  ];
};
