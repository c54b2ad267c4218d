import type { Right } from '../../rights.ts';
import { DEPLOYED_RIGHTS } from '../status/rights.ts';

const DIAGNOSIS = 'a broken hop is told without its cause';

export const RIGHTS: readonly Right[] = [
  ...DEPLOYED_RIGHTS,
  { action: 'sagemaker:DescribeEndpoint', on: 'the endpoint' },
  { action: 'cloudwatch:DescribeAlarms', on: '*' },
  { action: 'cloudwatch:DescribeAlarmHistory', on: "the endpoint's alarms" },
  { action: 'cloudwatch:SetAlarmState', on: "the endpoint's alarms" },
  { action: 'dynamodb:GetItem', on: 'the ledger', without: 'what the function did is not known' },
  { action: 'dynamodb:Query', on: 'the ledger', without: 'what the function did is not known' },
  { action: 'dynamodb:PutItem', on: 'the ledger', without: 'not recorded; --move is not possible' },
  { action: 'ssm:GetParameter', on: 'the freeze parameter', without: 'not known beforehand whether --move is frozen' },
  {
    action: 'sns:ListSubscriptionsByTopic',
    on: 'both topics',
    without: 'not known whether the messages reach anybody',
  },
  { action: 'cloudwatch:GetMetricData', on: '*', without: 'not known whether Slack took the message' },
  { action: 'sqs:GetQueueAttributes', on: 'both dead-letter queues', without: 'dead letters are not counted' },
  { action: 'lambda:GetFunctionConfiguration', on: 'the reconcile function', without: DIAGNOSIS },
  {
    action: 'iam:SimulatePrincipalPolicy',
    on: "the reconcile function's role",
    without: 'what the function may do is not known',
  },
  { action: 'lambda:InvokeFunction', on: 'the reconcile function', without: DIAGNOSIS },
  { action: 'sns:GetTopicAttributes', on: 'the on-call topic', without: DIAGNOSIS },
  { action: 'events:DescribeRule', on: 'the rules', without: DIAGNOSIS },
  { action: 'events:ListTargetsByRule', on: 'the rules', without: DIAGNOSIS },
  {
    action: 'sagemaker:UpdateEndpointWeightsAndCapacities',
    on: 'the endpoint',
    without: '--move: the weights are not put back',
  },
];
