import type { Right } from '../../rights.ts';
import { DEPLOYED_RIGHTS } from '../status/rights.ts';

/** `--markdown` needs the first two only. */
export const RIGHTS: readonly Right[] = [
  ...DEPLOYED_RIGHTS,
  { action: 'sagemaker:DescribeEndpoint', on: 'the endpoint', without: 'no decision is shown, nor the traffic' },
  { action: 'cloudwatch:DescribeAlarms', on: '*', without: 'no decision is shown' },
  { action: 'cloudwatch:ListAlarmMuteRules', on: '*', without: 'not shown which guards are muted' },
  { action: 'cloudwatch:GetAlarmMuteRule', on: '*', without: 'not shown which guards are muted' },
  { action: 'cloudwatch:GetMetricData', on: '*', without: 'not shown whether the canary has enough requests' },
  { action: 'ssm:GetParameter', on: 'the freeze parameter', without: 'rollbacks count as frozen' },
  { action: 'dynamodb:GetItem', on: 'the ledger', without: 'an open incident is not known' },
];
