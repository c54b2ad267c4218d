import type { Right } from '../../rights.ts';
import { DEPLOYED_RIGHTS } from '../status/rights.ts';

export const RIGHTS: readonly Right[] = [
  ...DEPLOYED_RIGHTS,
  { action: 'cloudwatch:DescribeAlarms', on: '*', without: 'only the config is checked' },
  {
    action: 'cloudwatch:GetMetricData',
    on: '*',
    without: 'not known whether the metrics have data, and what is usual',
  },
  { action: 'sagemaker:DescribeEndpoint', on: 'the endpoints', without: 'not known which variants should have data' },
  { action: 'cloudwatch:ListAlarmMuteRules', on: '*', without: 'not known whether a mute rule keeps pages back' },
  {
    action: 'cloudwatch:GetAlarmMuteRule',
    on: 'mute rules',
    without: 'not known whether a mute rule keeps pages back',
  },
];
