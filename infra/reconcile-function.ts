import { Duration, Stack, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { ENV, endpointArnName } from '../lambdas/contract.ts';
import type { Deployment } from '../lambdas/domain/policy.ts';
import type { Channels } from './channels.ts';
import { FunctionCode } from './function-code.ts';
import { RollbackFunction } from './rollback-function.ts';

export type ReconcileProps = {
  readonly deployment: Deployment;
  readonly entry: string;
  readonly reservedConcurrency: number | undefined;
  readonly table: Table;
  readonly freeze: IStringParameter;
  readonly channels: Channels;
  readonly deadLetters: IQueue;
};

/** Looks, decides, acts, records and tells. Moving weights on the guarded endpoints is its only write to SageMaker. */
export const reconcileFunction = (scope: Construct, props: ReconcileProps): RollbackFunction => {
  const reconcile = new RollbackFunction(scope, 'Reconcile', {
    code: new FunctionCode(props.entry, props.deployment),
    description: `${props.deployment.name}: looks at an endpoint and sends traffic back to stable when it must`,
    memoryMiB: 512,
    timeout: Duration.seconds(30),
    // A later sweep sees the same world with fresher eyes.
    maxEventAge: Duration.minutes(5),
    deadLetters: props.deadLetters,
    reservedConcurrency: props.reservedConcurrency,
  });
  letLookAndAct(reconcile, props.deployment);
  letRecordAndTell(reconcile, props);
  return reconcile;
};

const letLookAndAct = (reconcile: RollbackFunction, deployment: Deployment): void => {
  const stack = Stack.of(reconcile);
  const endpoints = deployment.policies.map(({ endpoint }) =>
    stack.formatArn({ service: 'sagemaker', resource: 'endpoint', resourceName: endpointArnName(endpoint) }),
  );
  reconcile.may({
    actions: ['sagemaker:DescribeEndpoint', 'sagemaker:UpdateEndpointWeightsAndCapacities'],
    on: endpoints,
  });
  // GetMetricData knows no resource. DescribeAlarms by a prefix of names is a listing, which AWS documents for `*` only.
  reconcile.may({ actions: ['cloudwatch:DescribeAlarms', 'cloudwatch:GetMetricData'], on: ['*'] });
  Validations.of(reconcile).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'cloudwatch:GetMetricData and a listing DescribeAlarms take no resource; both only read',
  });
};

const letRecordAndTell = (reconcile: RollbackFunction, { table, freeze, channels }: ReconcileProps): void => {
  const { oncall, pager } = channels;
  reconcile.may({
    // No update and no delete: the ledger is appended to. A transaction of puts needs PutItem only.
    actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem'],
    on: [table.tableArn],
    told: { [ENV.table]: table.tableName },
  });
  reconcile.may({
    actions: ['ssm:GetParameter'],
    on: [freeze.parameterArn],
    told: { [ENV.freezeParameter]: freeze.parameterName },
  });
  reconcile.may({ actions: ['sns:Publish'], on: [oncall.topicArn], told: { [ENV.oncallTopic]: oncall.topicArn } });
  reconcile.may({
    actions: ['sns:ListSubscriptionsByTopic'],
    on: [oncall.topicArn, pager.topicArn],
    told: { [ENV.pagerTopic]: pager.topicArn },
  });
};
