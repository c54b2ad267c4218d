import { ArnFormat, Duration, Stack, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { ENV } from '../lambdas/contract.ts';
import type { Deployment } from '../lambdas/domain/policy.ts';
import type { Channels } from './channels.ts';
import { endpointArns } from './endpoint-arns.ts';
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
  const { restored = [], shifted = [] } = Object.groupBy(deployment.policies, ({ restore }) =>
    restore ? 'restored' : 'shifted',
  );
  if (shifted.length > 0)
    reconcile.may({
      actions: ['sagemaker:DescribeEndpoint', 'sagemaker:UpdateEndpointWeightsAndCapacities'],
      on: endpointArns(Stack.of(reconcile), shifted),
    });
  // An endpoint with one variant has no weights to move.
  if (restored.length > 0)
    reconcile.may({ actions: ['sagemaker:DescribeEndpoint'], on: endpointArns(Stack.of(reconcile), restored) });
  // GetMetricData knows no resource. DescribeAlarms by a prefix of names is a listing, which AWS documents for `*` only.
  reconcile.may({
    actions: ['cloudwatch:DescribeAlarms', 'cloudwatch:GetMetricData', 'cloudwatch:ListAlarmMuteRules'],
    on: ['*'],
  });
  reconcile.may({
    actions: ['cloudwatch:GetAlarmMuteRule'],
    on: [Stack.of(reconcile).formatArn({ ...MUTE_RULE, resourceName: '*' })],
  });
  Validations.of(reconcile).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:cloudwatch:<AWS::Region>:<AWS::AccountId>:alarm-mute-rule:*]',
    reason: 'whoever mutes an alarm names the rule; reading what it mutes changes nothing',
  });
  Validations.of(reconcile).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'cloudwatch:GetMetricData and listings of alarms and mute rules take no resource; all only read',
  });
};

const MUTE_RULE = {
  service: 'cloudwatch',
  resource: 'alarm-mute-rule',
  arnFormat: ArnFormat.COLON_RESOURCE_NAME,
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
