import type { Right } from '../../rights.ts';

const NO_STACK = 'rollback.config.ts, or --to, says what is stable; not recorded, and nobody is told';

export const RIGHTS: readonly Right[] = [
  { action: 'cloudformation:DescribeStacks', on: 'the stack', without: NO_STACK },
  { action: 'cloudformation:GetTemplate', on: 'the stack', without: NO_STACK },
  { action: 'sagemaker:DescribeEndpoint', on: 'the endpoint' },
  { action: 'sagemaker:UpdateEndpointWeightsAndCapacities', on: 'the endpoint' },
  { action: 'cloudwatch:DescribeAlarms', on: '*', without: 'in force, and never proved' },
  { action: 'cloudwatch:GetMetricData', on: '*', without: 'in force, and never proved' },
  { action: 'ssm:GetParameter', on: 'the freeze parameter', without: 'not said whether the automation is frozen' },
  { action: 'dynamodb:GetItem', on: 'the ledger', without: 'not recorded' },
  { action: 'dynamodb:PutItem', on: 'the ledger', without: 'not recorded' },
  { action: 'sns:Publish', on: 'the on-call topic', without: 'nobody is told, unless the functions live' },
];
