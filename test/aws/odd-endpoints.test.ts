import { type DescribeEndpointOutput, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { expect, test } from 'vitest';
import { sagemakerEndpoints } from '../../lambdas/aws/endpoints.ts';
import { decide } from '../../lambdas/domain/decide.ts';
import { endpointName, NOW, situation } from '../builders.ts';
import { answering } from './wired.ts';

const PLAIN = {
  EndpointName: 'fraud',
  EndpointArn: 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud',
  EndpointConfigName: 'config-1',
  EndpointStatus: 'InService',
  CreationTime: new Date(0),
  LastModifiedTime: new Date(0),
} satisfies DescribeEndpointOutput;

const describeAs = async (over: Partial<DescribeEndpointOutput>) => {
  const config = await answering('sagemaker', 'DescribeEndpoint', () => ({ ...PLAIN, ...over }));
  return sagemakerEndpoints(new SageMakerClient(config)).describe(endpointName('fraud'));
};

const serverless = { MemorySizeInMB: 2_048, MaxConcurrency: 5 };
const weighing = (VariantName: string, weight: number) => ({
  VariantName,
  CurrentWeight: weight,
  DesiredWeight: weight,
});

test('serverless variants have no instances, and weights like any other', async () => {
  const fleet = await describeAs({
    ProductionVariants: [{ ...weighing('stable', 1), CurrentServerlessConfig: serverless }],
  });
  expect(fleet?.variants).toEqual([{ name: 'stable', weight: 1, desiredWeight: 1 }]);
});

test('a variant of inference components has no weight of its own, and counts as none', async () => {
  const fleet = await describeAs({ ProductionVariants: [{ VariantName: 'AllTraffic', CurrentInstanceCount: 2 }] });
  expect(fleet?.variants).toEqual([{ name: 'AllTraffic', weight: 0, desiredWeight: 0, instances: 2 }]);
});

test('shadow variants answer nobody, and are no part of the fleet', async () => {
  const fleet = await describeAs({
    ProductionVariants: [weighing('stable', 1)],
    ShadowProductionVariants: [weighing('shadow', 1)],
  });
  expect(fleet?.variants.map(({ name }) => name)).toEqual(['stable']);
});

test('what a pending deployment will be is not what is', async () => {
  const fleet = await describeAs({
    EndpointStatus: 'Updating',
    ProductionVariants: [weighing('stable', 9), weighing('canary', 1)],
    PendingDeploymentSummary: { EndpointConfigName: 'config-2', ProductionVariants: [{ VariantName: 'next' }] },
  });
  expect(fleet).toMatchObject({ config: 'config-1', variants: [{ name: 'stable' }, { name: 'canary' }] });
});

const variants = (stable: number, canary: number) => [weighing('stable', stable), weighing('canary', canary)];

test.each<[string, Partial<DescribeEndpointOutput>]>([
  ['without variants', {}],
  ['with an empty list of variants', { ProductionVariants: [] }],
  ['with a weight that is no number', { ProductionVariants: variants(Number.NaN, 1) }],
  ['with a canary whose weight is no number', { ProductionVariants: variants(9, Number.NaN) }],
  ['with a weight without end', { ProductionVariants: variants(9, Number.POSITIVE_INFINITY) }],
  ['with a weight below zero', { ProductionVariants: variants(9, -1) }],
  ['with weights that are all zero', { ProductionVariants: variants(0, 0) }],
  ['with the same variant twice', { ProductionVariants: [...variants(9, 1), weighing('canary', 1)] }],
])('an endpoint %s is read, and never shifted to where nobody is known to be well', async (_, over) => {
  const fleet = await describeAs(over);
  expect(fleet?.variants).toHaveLength(over.ProductionVariants?.length ?? 0);
  const verdict = decide(situation({ fleet }), NOW);
  const to = verdict.kind === 'roll-back' ? verdict.to : {};
  expect(Object.values(to).every((weight) => Number.isFinite(weight) && weight >= 0)).toBe(true);
});
