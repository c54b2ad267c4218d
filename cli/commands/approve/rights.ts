import type { Right } from '../../rights.ts';
import { DEPLOYED_RIGHTS } from '../status/rights.ts';

/** Of `approve` and `decline`. Who may write an answer is who may PutItem on the ledger. */
export const RIGHTS: readonly Right[] = [
  ...DEPLOYED_RIGHTS,
  { action: 'sagemaker:DescribeEndpoint', on: 'the endpoint' },
  { action: 'cloudwatch:DescribeAlarms', on: '*' },
  { action: 'cloudwatch:GetMetricData', on: '*', without: 'not said whether the metrics speak against a shift' },
  { action: 'ssm:GetParameter', on: 'the freeze parameter', without: 'told as frozen: the function reads it itself' },
  { action: 'dynamodb:GetItem', on: 'the ledger' },
  { action: 'dynamodb:PutItem', on: 'the ledger' },
  {
    action: 'lambda:InvokeFunction',
    on: 'the reconcile function',
    without: 'it looks within a minute, and not at once',
  },
];
