import { expect, test } from 'vitest';
import { call, operation, START } from './account.ts';
import { ALL_TO_STABLE, ARN, fraud, refusal } from './fraud.ts';

test('an endpoint is described as the service model has it, with 32-bit weights', () => {
  expect(fraud().describeEndpoint()).toEqual({
    EndpointName: 'Fraud-EU',
    EndpointArn: ARN,
    EndpointConfigName: 'fraud-7',
    EndpointStatus: 'InService',
    CreationTime: new Date(START),
    LastModifiedTime: new Date(START),
    ProductionVariants: [
      {
        VariantName: 'stable',
        CurrentWeight: Math.fround(0.9),
        DesiredWeight: Math.fround(0.9),
        CurrentInstanceCount: 4,
        DesiredInstanceCount: 4,
      },
      {
        VariantName: 'canary',
        CurrentWeight: 0.10000000149011612,
        DesiredWeight: 0.10000000149011612,
        CurrentInstanceCount: 1,
        DesiredInstanceCount: 1,
      },
    ],
  });
});

test('weights are wanted at once and in force a minute later', () => {
  const w = fraud();
  expect(w.shift(ALL_TO_STABLE)).toEqual({ EndpointArn: ARN });
  expect(w.describeEndpoint().EndpointStatus).toBe('Updating');
  expect(w.weights()).toEqual([
    [Math.fround(0.9), 1],
    [Math.fround(0.1), 0],
  ]);

  w.runTo(START + 60_000);
  expect(w.describeEndpoint()).toMatchObject({
    EndpointStatus: 'InService',
    LastModifiedTime: new Date(START + 60_000),
  });
  expect(w.weights()).toEqual([
    [1, 1],
    [0, 0],
  ]);
});

test('a variant that is not named keeps its weight', () => {
  const w = fraud();
  w.shift([{ VariantName: 'canary', DesiredWeight: 0 }]);
  w.runTo(START + 60_000);
  expect(w.weights()).toEqual([
    [Math.fround(0.9), Math.fround(0.9)],
    [0, 0],
  ]);
});

test('more instances take longer than weights', () => {
  const w = fraud();
  w.sagemaker.changeCapacity('ana', 'Fraud-EU', { variant: 'stable', instances: 6 });
  w.runTo(START + 239_999);
  expect(w.describeEndpoint().ProductionVariants?.[0]).toMatchObject({
    CurrentInstanceCount: 4,
    DesiredInstanceCount: 6,
  });
  w.runTo(START + 240_000);
  expect(w.describeEndpoint().ProductionVariants?.[0]).toMatchObject({ CurrentInstanceCount: 6 });
});

test('an unknown endpoint is a validation error, and names are told apart case by case', () => {
  const w = fraud();
  expect(refusal(() => call(w.sagemaker, 'DescribeEndpoint', { EndpointName: 'fraud-eu' }))).toEqual({
    code: 'ValidationException',
    message: `Could not find endpoint "${ARN}".`,
  });
  expect(() => w.sagemaker.create({ name: 'FRAUD-eu', configName: 'c', variants: [] })).toThrow(/is there already/);
});

test('grants are asked for on the lower-cased name', () => {
  const { needs } = operation(fraud().sagemaker, 'UpdateEndpointWeightsAndCapacities');
  expect(needs({ EndpointName: 'Fraud-EU' } as never)).toEqual([
    { action: 'sagemaker:UpdateEndpointWeightsAndCapacities', resource: ARN },
  ]);
});

test('each change of status is an event in upper snake case and a line in the journal', () => {
  const w = fraud();
  w.sagemaker.changeWeights('ana', 'Fraud-EU', { stable: 1, canary: 0 });
  w.runTo(START + 60_000);
  expect(w.events.map(({ detail }) => detail['EndpointStatus'])).toEqual(['UPDATING', 'IN_SERVICE']);
  expect(w.events[1]).toMatchObject({
    source: 'aws.sagemaker',
    'detail-type': 'SageMaker Endpoint State Change',
    resources: [ARN],
    detail: { EndpointName: 'Fraud-EU', LastModifiedTime: START + 60_000, Tags: {} },
  });
  expect(w.lines('weights').map(({ status, weights, by }) => ({ status, weights, by }))).toEqual([
    { status: 'InService', weights: { stable: Math.fround(0.9), canary: Math.fround(0.1) }, by: 'sagemaker' },
    { status: 'Updating', weights: { stable: Math.fround(0.9), canary: Math.fround(0.1) }, by: 'person ana' },
    { status: 'InService', weights: { stable: 1, canary: 0 }, by: 'sagemaker' },
  ]);
});

test('a change that fails is rolled back, and its reason stays', () => {
  const w = fraud();
  w.sagemaker.failNextChange('Fraud-EU', 'no capacity');
  w.shift(ALL_TO_STABLE);
  w.runTo(START + 60_000);
  expect(w.describeEndpoint().EndpointStatus).toBe('RollingBack');
  w.runTo(START + 120_000);
  expect(w.describeEndpoint()).toMatchObject({ EndpointStatus: 'InService', FailureReason: 'no capacity' });
  expect(w.weights()).toEqual([
    [Math.fround(0.9), Math.fround(0.9)],
    [Math.fround(0.1), Math.fround(0.1)],
  ]);
});

test('a state set from outside outlives the change that was under way', () => {
  const w = fraud();
  w.shift(ALL_TO_STABLE);
  w.sagemaker.setStatus('Fraud-EU', 'SystemUpdating');
  w.runTo(START + 60_000);
  expect(w.describeEndpoint().EndpointStatus).toBe('SystemUpdating');
});
