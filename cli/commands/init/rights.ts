import type { Right } from '../../rights.ts';

export const RIGHTS: readonly Right[] = [
  { action: 'sagemaker:ListEndpoints', on: '*' },
  {
    action: 'sagemaker:DescribeEndpoint',
    on: 'the endpoints',
    without: 'the endpoint is listed, and cannot be picked',
  },
  {
    action: 'cloudwatch:GetMetricData',
    on: '*',
    without: 'no traffic is shown, and no threshold rests on what was measured',
  },
  {
    action: 'application-autoscaling:DescribeScalableTargets',
    on: '*',
    without: 'not shown which variants are scaled automatically',
  },
];
