import type { Right } from '../../rights.ts';

/** Of `freeze` and `thaw`. */
export const RIGHTS: readonly Right[] = [
  {
    action: 'cloudformation:DescribeStacks',
    on: 'the stack',
    without: 'rollback.config.ts says what is guarded; not recorded',
  },
  {
    action: 'cloudformation:GetTemplate',
    on: 'the stack',
    without: 'rollback.config.ts says what is guarded; not recorded',
  },
  { action: 'ssm:GetParameter', on: 'the freeze parameter' },
  { action: 'ssm:PutParameter', on: 'the freeze parameter' },
  { action: 'dynamodb:PutItem', on: 'the ledger', without: 'not recorded in the ledger' },
];
