import type { Right } from '../../rights.ts';

/** What finding the deployment takes, for every command that does. */
export const DEPLOYED_RIGHTS: readonly Right[] = [
  { action: 'cloudformation:DescribeStacks', on: 'the stack' },
  { action: 'cloudformation:GetTemplate', on: 'the stack' },
];

export const RIGHTS: readonly Right[] = [
  ...DEPLOYED_RIGHTS,
  { action: 'sagemaker:DescribeEndpoint', on: 'the endpoints', without: 'their traffic and status are not shown' },
  { action: 'cloudwatch:DescribeAlarms', on: '*', without: 'not shown how the guards are' },
  { action: 'cloudwatch:GetMetricData', on: '*', without: 'one endpoint: the newest minute is not shown' },
  { action: 'dynamodb:BatchGetItem', on: 'the ledger', without: 'no incident is shown' },
  { action: 'dynamodb:GetItem', on: 'the ledger', without: 'not shown which endpoint configs served well' },
  { action: 'sns:ListSubscriptionsByTopic', on: 'both topics', without: 'not shown who gets no messages' },
  { action: 'ssm:GetParameter', on: 'the freeze parameter', without: 'not shown whether rollbacks are frozen' },
  ...[
    ['cloudformation:ListStackResources', 'the stack'],
    ['events:DescribeRule', 'the rules'],
    ['events:ListTargetsByRule', 'the rules'],
    ['lambda:GetFunctionConfiguration', 'both functions'],
    ['lambda:GetFunctionConcurrency', 'both functions'],
    ['lambda:GetFunctionEventInvokeConfig', 'both functions'],
    ['lambda:GetPolicy', 'both functions'],
    ['iam:GetRole', "the functions' roles"],
    ['iam:SimulatePrincipalPolicy', "the functions' roles"],
    ['sns:GetTopicAttributes', 'both topics'],
    ['sns:GetSubscriptionAttributes', 'both topics'],
    ['ssm:DescribeParameters', '*'],
  ].map(([action = '', on = '']) => ({ action, on, without: 'said that it was not checked' })),
];
