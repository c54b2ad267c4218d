import type { Right } from '../../rights.ts';
import { DEPLOYED_RIGHTS } from '../status/rights.ts';

/** With a file, none of them. */
export const RIGHTS: readonly Right[] = [...DEPLOYED_RIGHTS, { action: 'dynamodb:Query', on: 'the ledger' }];
