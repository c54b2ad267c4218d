import type { Right } from '../../rights.ts';
import { DEPLOYED_RIGHTS } from '../status/rights.ts';

/** Without any of them but the first two, what rests on it is told as not checked. */
export const RIGHTS: readonly Right[] = [
  ...DEPLOYED_RIGHTS,
  {
    action: 'cloudformation:ListStackResources',
    on: 'the stack',
    without: 'nothing is compared with what was deployed',
  },
  { action: 'sagemaker:DescribeEndpoint', on: 'the endpoints', without: 'the endpoints are not checked' },
  {
    action: 'sagemaker:DescribeEndpointConfig',
    on: 'endpoint configs that served well',
    without: 'not known whether there is one to go back to',
  },
  {
    action: 'application-autoscaling:DescribeScalableTargets',
    on: '*',
    without: 'not known how far a stable variant can be raised',
  },
  { action: 'dynamodb:GetItem', on: 'the ledger', without: 'not known which endpoint configs served well' },
  { action: 'sagemaker:ListEndpoints', on: '*', without: 'no likely name is told for an endpoint that is missing' },
  { action: 'cloudwatch:DescribeAlarms', on: '*', without: 'the alarms are not checked' },
  { action: 'cloudwatch:ListAlarmMuteRules', on: '*', without: 'not known whether a mute rule keeps pages back' },
  {
    action: 'cloudwatch:GetAlarmMuteRule',
    on: 'mute rules',
    without: 'not known whether a mute rule keeps pages back',
  },
  { action: 'cloudwatch:GetMetricData', on: '*', without: 'not known whether the guards have requests to judge by' },
  { action: 'events:DescribeRule', on: 'the rules', without: 'the rules are not checked' },
  { action: 'events:ListTargetsByRule', on: 'the rules', without: 'the rules are not checked' },
  { action: 'lambda:GetFunctionConfiguration', on: 'the functions', without: 'their settings are not checked' },
  { action: 'lambda:GetFunctionConcurrency', on: 'the functions', without: 'not known whether they may run' },
  {
    action: 'lambda:GetFunctionEventInvokeConfig',
    on: 'the functions',
    without: 'their retries and dead letters are not checked',
  },
  { action: 'lambda:GetPolicy', on: 'the functions', without: 'not known who may call them' },
  { action: 'sqs:GetQueueAttributes', on: 'both dead-letter queues', without: 'dead letters are not counted' },
  { action: 'iam:GetRole', on: "the functions' roles, and your own", without: 'not known who may assume them' },
  { action: 'iam:SimulatePrincipalPolicy', on: 'the same', without: 'permissions are not checked' },
  { action: 'sns:GetTopicAttributes', on: 'both topics', without: 'not known who may publish' },
  { action: 'sns:ListSubscriptionsByTopic', on: 'both topics', without: 'not known who gets messages' },
  { action: 'sns:GetSubscriptionAttributes', on: 'both topics', without: 'filter policies are not checked' },
  { action: 'ssm:DescribeParameters', on: '*', without: "the webhooks' parameters are not checked" },
  { action: 'ssm:GetParameter', on: 'the freeze parameter', without: 'the freeze switch is not checked' },
  { action: 'dynamodb:DescribeTable', on: 'the ledger', without: 'the ledger is not checked' },
  { action: 'dynamodb:DescribeContinuousBackups', on: 'the ledger', without: 'its backups are not checked' },
  { action: 'dynamodb:BatchGetItem', on: 'the ledger', without: 'not known when the last drills were' },
];
