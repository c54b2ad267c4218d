import { Stack, Validations } from 'aws-cdk-lib';
import type { Policy } from '../lambdas/domain/policy.ts';
import { endpointArns } from './endpoint-arns.ts';
import type { RollbackFunction } from './rollback-function.ts';

/**
 * UpdateEndpoint on the endpoints with one variant, to any endpoint config of the account: which one serves well, nobody
 * knows at synth. It passes no role, since the models hold theirs, so that no iam:PassRole is granted.
 */
export const letRestore = (strategist: RollbackFunction, policies: readonly Policy[]): void => {
  const stack = Stack.of(strategist);
  const endpoints = endpointArns(stack, policies);
  const anyOf = (resource: string): string => stack.formatArn({ service: 'sagemaker', resource, resourceName: '*' });
  const configs = anyOf('endpoint-config');
  strategist.may({ actions: ['sagemaker:DescribeEndpoint'], on: endpoints });
  strategist.may({ actions: ['sagemaker:UpdateEndpoint'], on: [...endpoints, configs] });
  strategist.may({ actions: ['sagemaker:DescribeEndpointConfig'], on: [configs] });
  strategist.may({ actions: ['sagemaker:DescribeModel'], on: [anyOf('model')] });
  strategist.may({
    actions: ['iam:GetRole'],
    on: [stack.formatArn({ service: 'iam', region: '', resource: 'role', resourceName: '*' })],
  });
  Validations.of(strategist).acknowledge(...[...ANY_OF_SAGEMAKER, ANY_ROLE].map(acknowledged));
};

const ANY_OF_SAGEMAKER = ['endpoint-config', 'model'].map(
  (resource) => `arn:<AWS::Partition>:sagemaker:<AWS::Region>:<AWS::AccountId>:${resource}/*`,
);
const ANY_ROLE = 'arn:<AWS::Partition>:iam::<AWS::AccountId>:role/*';

const acknowledged = (resource: string) => ({
  id: `AwsSolutions-IAM5[Resource::${resource}]`,
  reason:
    'Which endpoint config served well, and what it stands on, nobody knows at synth; the endpoints are named, and the rest is read',
});
