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
  { action: 'sns:ListSubscriptionsByTopic', on: 'both topics', without: 'not shown who gets no messages' },
  { action: 'ssm:GetParameter', on: 'the freeze parameter', without: 'not shown whether rollbacks are frozen' },
];
