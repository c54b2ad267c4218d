import { Duration, Stack, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ENV, endpointArnName, STRATEGIST_VARIABLE } from '../lambdas/contract.ts';
import type { Deployment, Policy } from '../lambdas/domain/policy.ts';
import { FunctionCode } from './function-code.ts';
import { letRestore } from './restore-grants.ts';
import { RollbackFunction } from './rollback-function.ts';

export type StrategistProps = {
  readonly deployment: Deployment;
  readonly entry: string;
  readonly table: Table;
  readonly deadLetters: IQueue;
};

/** Carries out what strategies need beyond moving weights. Undefined: no endpoint's strategy needs any of it. */
export const strategistFunction = (scope: Construct, props: StrategistProps): RollbackFunction | undefined => {
  const { deployment, table } = props;
  const scaled = deployment.policies.filter(({ strategy }) => strategy !== undefined);
  const restored = deployment.policies.filter(({ restore }) => restore !== undefined);
  if (scaled.length + restored.length === 0) return undefined;
  const strategist = new RollbackFunction(scope, 'Strategist', {
    code: new FunctionCode(props.entry, deployment),
    description: `${deployment.name}: carries out what a rollback needs before it can move weights`,
    memoryMiB: 512,
    timeout: Duration.seconds(20),
    maxEventAge: Duration.minutes(1),
    deadLetters: props.deadLetters,
  });
  strategist.may({
    actions: ['dynamodb:GetItem'],
    on: [table.tableArn],
    told: { [ENV.table]: table.tableName },
  });
  if (scaled.length > 0) letScale(strategist, scaled);
  if (restored.length > 0) letRestore(strategist, restored);
  return strategist;
};

/** It waits for the answer, and may invoke no other function. */
export const letInvoke = (reconcile: RollbackFunction, { handler }: RollbackFunction): void =>
  reconcile.may({
    actions: ['lambda:InvokeFunction'],
    on: [handler.functionArn],
    told: { [STRATEGIST_VARIABLE]: handler.functionName },
  });

const letScale = (strategist: RollbackFunction, policies: readonly Policy[]): void => {
  const stack = Stack.of(strategist);
  strategist.may({
    // Application Auto Scaling asks for the first two of whoever changes the bounds of a variant.
    actions: ['sagemaker:DescribeEndpoint', 'sagemaker:UpdateEndpointWeightsAndCapacities'],
    on: policies.map(({ endpoint }) =>
      stack.formatArn({ service: 'sagemaker', resource: 'endpoint', resourceName: endpointArnName(endpoint) }),
    ),
  });
  strategist.may({ actions: ['application-autoscaling:DescribeScalableTargets'], on: ['*'] });
  const targets = stack.formatArn({
    service: 'application-autoscaling',
    resource: 'scalable-target',
    resourceName: '*',
  });
  strategist.may({
    actions: ['application-autoscaling:RegisterScalableTarget'],
    // A target's ARN holds an id that nobody knows before it is made, and no name: the dimension is all that bounds it.
    on: [targets],
    when: {
      StringEquals: {
        'application-autoscaling:service-namespace': 'sagemaker',
        'application-autoscaling:scalable-dimension': 'sagemaker:variant:DesiredInstanceCount',
      },
    },
  });
  Validations.of(strategist).acknowledge(
    {
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'application-autoscaling:DescribeScalableTargets takes no resource, and only reads',
    },
    {
      id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:application-autoscaling:<AWS::Region>:<AWS::AccountId>:scalable-target/*]',
      reason: "A scalable target's ARN holds no name; a condition bounds the grant to the instances of variants",
    },
  );
};
