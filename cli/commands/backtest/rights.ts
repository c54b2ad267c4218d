import type { Right } from '../../rights.ts';
import { DEPLOYED_RIGHTS } from '../status/rights.ts';

/** With --metrics and a config, none of them. */
export const RIGHTS: readonly Right[] = [...DEPLOYED_RIGHTS, { action: 'cloudwatch:GetMetricData', on: '*' }];
