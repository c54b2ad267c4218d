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

test('F23: serverless variants have no instances, and weights like any other', async () => {
  const fleet = await describeAs({
    ProductionVariants: [{ ...weighing('stable', 1), CurrentServerlessConfig: serverless }],
  });
  expect(fleet?.variants).toEqual([{ name: 'stable', weight: 1, desiredWeight: 1, serverless: { maxConcurrency: 5 } }]);
});

test('F24: a variant of inference components has no weight of its own, and counts as none', async () => {
  const fleet = await describeAs({ ProductionVariants: [{ VariantName: 'AllTraffic', CurrentInstanceCount: 2 }] });
  expect(fleet?.variants).toEqual([{ name: 'AllTraffic', weight: 0, desiredWeight: 0, instances: 2 }]);
});

test('F24: an endpoint of inference components is refused by name: no weight routes its requests', async () => {
  const scaled = { ManagedInstanceScaling: { Status: 'ENABLED' as const, MinInstanceCount: 1, MaxInstanceCount: 2 } };
  const ProductionVariants = [{ ...weighing('stable', 9), ...scaled }, weighing('canary', 1)];
  const fleet = await describeAs({ ProductionVariants });
  expect(decide(situation({ fleet }), NOW)).toMatchObject({
    kind: 'hold',
    reason: { kind: 'unsupported', what: 'inference-components' },
  });
  const withModel = { ...scaled, DeployedImages: [{ SpecifiedImage: 'image' }] };
  const plain = await describeAs({ ProductionVariants: [{ ...weighing('stable', 9), ...withModel }] });
  expect(plain).not.toHaveProperty('routedBy');
});

test('F26: an asynchronous endpoint is shifted like any other: its requests are routed by weights', async () => {
  const fleet = await describeAs({
    ProductionVariants: [weighing('stable', 9), weighing('canary', 1)],
    AsyncInferenceConfig: { OutputConfig: { S3OutputPath: 's3://bucket/answers' } },
  });
  expect(decide(situation({ fleet }), NOW)).toMatchObject({ kind: 'roll-back' });
});

test('F25: shadow variants answer nobody, and are no part of the fleet', async () => {
  const fleet = await describeAs({
    ProductionVariants: [weighing('stable', 1)],
    ShadowProductionVariants: [weighing('shadow', 1)],
  });
  expect(fleet?.variants.map(({ name }) => name)).toEqual(['stable']);
  expect(fleet?.shadows).toEqual(['shadow']);
});

test('F25: a guard of a shadow variant moves nothing', async () => {
  const fleet = await describeAs({
    ProductionVariants: [weighing('stable', 1)],
    ShadowProductionVariants: [weighing('canary', 1)],
  });
  expect(decide(situation({ fleet }), NOW)).toMatchObject({ kind: 'nothing' });
});

test('F16: what a pending deployment will be is not what is, but is told', async () => {
  const fleet = await describeAs({
    EndpointStatus: 'Updating',
    ProductionVariants: [weighing('stable', 9), weighing('canary', 1)],
    PendingDeploymentSummary: { EndpointConfigName: 'config-2', ProductionVariants: [{ VariantName: 'next' }] },
  });
  expect(fleet).toMatchObject({
    config: 'config-1',
    pending: 'config-2',
    variants: [{ name: 'stable' }, { name: 'canary' }],
  });
});

const variants = (stable: number, canary: number) => [weighing('stable', stable), weighing('canary', canary)];

test.each<[string, Partial<DescribeEndpointOutput>]>([
  ['without variants', {}],
  ['with an empty list of variants', { ProductionVariants: [] }],
  ['with weights that are all zero', { ProductionVariants: variants(0, 0) }],
])('an endpoint %s is read, and never shifted to where nobody is known to be well', async (_, over) => {
  const fleet = await describeAs(over);
  expect(fleet?.variants).toHaveLength(over.ProductionVariants?.length ?? 0);
  const verdict = decide(situation({ fleet }), NOW);
  const to = verdict.kind === 'roll-back' ? verdict.to : {};
  expect(Object.values(to).every((weight) => Number.isFinite(weight) && weight >= 0)).toBe(true);
});

test.each<[string, Partial<DescribeEndpointOutput>, RegExp]>([
  [
    'a weight that is no number',
    { ProductionVariants: variants(Number.NaN, 1) },
    /variant "stable" has a CurrentWeight of NaN/,
  ],
  ['a canary whose weight is no number', { ProductionVariants: variants(9, Number.NaN) }, /"canary" .* NaN/],
  ['a weight without end', { ProductionVariants: variants(9, Number.POSITIVE_INFINITY) }, /of Infinity/],
  ['a weight below zero', { ProductionVariants: variants(9, -1) }, /of -1/],
  [
    'the same variant twice',
    { ProductionVariants: [...variants(9, 1), weighing('canary', 1)] },
    /two variants have one name/,
  ],
])('an endpoint with %s cannot be judged, and the look fails saying so', async (_, over, said) => {
  await expect(describeAs(over)).rejects.toThrow(said);
});
