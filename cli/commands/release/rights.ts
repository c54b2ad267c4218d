import type { Right } from '../../rights.ts';
import { DEPLOYED_RIGHTS } from '../status/rights.ts';

export const RIGHTS: readonly Right[] = [
  ...DEPLOYED_RIGHTS,
  { action: 'sagemaker:DescribeEndpoint', on: 'the endpoint' },
  { action: 'dynamodb:GetItem', on: 'the ledger' },
  { action: 'dynamodb:PutItem', on: 'the ledger' },
];
