import type { DescribeEndpointOutput } from '@aws-sdk/client-sagemaker';
import { Refusal } from '../../../sim/types.ts';
import { account, call } from './account.ts';

export const ARN = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-eu';
export const fraud = () => {
  const w = account();
  w.sagemaker.create({
    name: 'Fraud-EU',
    configName: 'fraud-7',
    variants: [
      { name: 'stable', weight: 0.9, instances: 4 },
      { name: 'canary', weight: 0.1, instances: 1 },
    ],
  });
  const shift = (changes: unknown) =>
    call(w.sagemaker, 'UpdateEndpointWeightsAndCapacities', {
      EndpointName: 'Fraud-EU',
      DesiredWeightsAndCapacities: changes,
    });
  const describeEndpoint = () =>
    call(w.sagemaker, 'DescribeEndpoint', { EndpointName: 'Fraud-EU' }) as DescribeEndpointOutput;
  const weights = () =>
    describeEndpoint().ProductionVariants?.map(({ CurrentWeight, DesiredWeight }) => [CurrentWeight, DesiredWeight]);
  return { ...w, shift, describeEndpoint, weights };
};
export const ALL_TO_STABLE = [
  { VariantName: 'stable', DesiredWeight: 1 },
  { VariantName: 'canary', DesiredWeight: 0 },
];

export const refusal = (attempt: () => unknown) => {
  try {
    attempt();
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('it was not refused');
};
