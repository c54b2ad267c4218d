import type { Stack } from 'aws-cdk-lib';
import { endpointArnName } from '../lambdas/contract.ts';
import type { Policy } from '../lambdas/domain/policy.ts';

/** As IAM compares them. */
export const endpointArns = (stack: Stack, policies: readonly Policy[]): readonly string[] =>
  policies.map(({ endpoint }) =>
    stack.formatArn({ service: 'sagemaker', resource: 'endpoint', resourceName: endpointArnName(endpoint) }),
  );
