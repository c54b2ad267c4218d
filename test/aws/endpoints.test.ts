import type { RequestListener } from 'node:http';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { describe, expect, test } from 'vitest';
import { sagemakerEndpoints } from '../../lambdas/aws/endpoints.ts';
import { Refusal } from '../../sim/types.ts';
import { endpointName } from '../builders.ts';
import { fraud } from '../sim/sagemaker/fraud.ts';
import { answering, breaksDown, denyEverything, hangsUp, interrupted, rude, saysNothing, wired } from './wired.ts';

const FRAUD = endpointName('Fraud-EU');
const TO_STABLE = { stable: 1, canary: 0 };

/** The endpoint Fraud-EU: stable 0.9, canary 0.1. `inputs`: what the changes said, as SageMaker read it. */
const serving = async () => {
  const w = fraud();
  const inputs: unknown[] = [];
  const watched = interrupted(w.sagemaker, 'UpdateEndpointWeightsAndCapacities', (input) => inputs.push(input));
  const config = await wired(w.wires, [watched]);
  return { ...w, inputs, endpoints: sagemakerEndpoints(new SageMakerClient(config)) };
};

describe('a look at an endpoint', () => {
  test('tells status, config and weights as 32-bit floats, whatever the case of its name', async () => {
    const { endpoints, clock } = await serving();
    expect(await endpoints.describe(FRAUD)).toEqual({
      status: 'InService',
      config: 'fraud-7',
      lastModifiedAt: clock.now(),
      variants: [
        { name: 'stable', weight: Math.fround(0.9), desiredWeight: Math.fround(0.9), instances: 4 },
        { name: 'canary', weight: Math.fround(0.1), desiredWeight: Math.fround(0.1), instances: 1 },
      ],
    });
  });

  test('tells what is wanted apart from what is in force', async () => {
    const { endpoints } = await serving();
    await endpoints.shift(FRAUD, TO_STABLE);
    expect(await endpoints.describe(FRAUD)).toMatchObject({
      status: 'Updating',
      variants: [{ desiredWeight: 1 }, { weight: Math.fround(0.1), desiredWeight: 0 }],
    });
  });

  test('tells why the last change failed', async () => {
    const { endpoints, sagemaker } = await serving();
    sagemaker.setStatus(FRAUD, 'Failed', 'no capacity');
    expect(await endpoints.describe(FRAUD)).toMatchObject({ status: 'Failed', failureReason: 'no capacity' });
  });

  test('finds nothing where there is no endpoint of exactly that name', async () => {
    const { endpoints } = await serving();
    expect(await endpoints.describe(endpointName('fraud-eu'))).toBeUndefined();
  });

  test.each([
    ['throttled', new Refusal('ThrottlingException', 'Rate exceeded')],
    ['broken', new Refusal('InternalFailure', 'We are sorry', 500)],
    ['of another mind about what is valid', new Refusal('ValidationException', 'The request is not valid.')],
  ])('F40: throws when SageMaker is %s: that says nothing about the endpoint', async (_, refusal) => {
    const config = await answering('sagemaker', 'DescribeEndpoint', () => {
      throw refusal;
    });
    await expect(sagemakerEndpoints(new SageMakerClient(config)).describe(FRAUD)).rejects.toThrow(refusal.message);
  });

  test('throws when it is not allowed to look', async () => {
    const { endpoints, wires } = await serving();
    denyEverything(wires);
    await expect(endpoints.describe(FRAUD)).rejects.toThrow('no statement allows it');
  });
});

describe('a shift', () => {
  test('F18 I6: names every variant in one call, and never an instance count', async () => {
    const { endpoints, inputs, sagemaker } = await serving();
    expect(await endpoints.shift(FRAUD, TO_STABLE)).toEqual({ kind: 'accepted' });
    expect(inputs).toEqual([
      {
        EndpointName: 'Fraud-EU',
        DesiredWeightsAndCapacities: [
          { VariantName: 'stable', DesiredWeight: 1 },
          { VariantName: 'canary', DesiredWeight: 0 },
        ],
      },
    ]);
    expect(sagemaker.endpoint(FRAUD).variants.map(({ desiredWeight }) => desiredWeight)).toEqual([1, 0]);
  });

  test('is busy while another change is under way', async () => {
    const { endpoints } = await serving();
    await endpoints.shift(FRAUD, TO_STABLE);
    expect(await endpoints.shift(FRAUD, TO_STABLE)).toEqual({ kind: 'busy' });
  });

  test('is refused for a variant that the config does not have', async () => {
    const { endpoints } = await serving();
    expect(await endpoints.shift(FRAUD, { ...TO_STABLE, gone: 0 })).toEqual({
      kind: 'refused',
      message: expect.stringContaining('The variant name(s) "gone" is/are not present'),
    });
  });

  test('is refused where the endpoint has failed, which is not being busy', async () => {
    const { endpoints, sagemaker } = await serving();
    sagemaker.setStatus(FRAUD, 'Failed', 'no capacity');
    expect(await endpoints.shift(FRAUD, TO_STABLE)).toMatchObject({ kind: 'refused' });
  });

  test('is refused where the role may not', async () => {
    const { endpoints, wires } = await serving();
    denyEverything(wires);
    expect(await endpoints.shift(FRAUD, TO_STABLE)).toEqual({
      kind: 'refused',
      message: 'AccessDeniedException: no statement allows it',
    });
  });

  test.each<[string, RequestListener, number]>([
    ['the service fails', breaksDown, 2],
    ['the connection breaks', hangsUp, 2],
    ['nothing is ever said', saysNothing, 2],
    ['a success cannot be read', (_, response) => response.end('<html>'), 1],
  ])('F42: has no answer when %s', async (_, listener, tried) => {
    let tries = 0;
    const config = await rude((request, response) => {
      tries += 1;
      listener(request, response);
    });
    const requestHandler = { requestTimeout: 40, throwOnRequestTimeout: true };
    const endpoints = sagemakerEndpoints(new SageMakerClient({ ...config, maxAttempts: 2, requestHandler }));
    expect(await endpoints.shift(FRAUD, TO_STABLE)).toEqual({ kind: 'lost', message: expect.any(String) });
    expect(tries).toBe(tried);
  });

  test('has no answer when the first one was lost and the repeated call finds a change in progress: it may be ours', async () => {
    let tries = 0;
    const config = await rude((request, response) => {
      tries += 1;
      if (tries === 1) return hangsUp(request, response);
      const message =
        'Cannot update in-progress endpoint "arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-eu".';
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify({ __type: 'ValidationException', message }));
    });
    const endpoints = sagemakerEndpoints(new SageMakerClient({ ...config, maxAttempts: 2 }));
    expect(await endpoints.shift(FRAUD, TO_STABLE)).toMatchObject({ kind: 'lost' });
  });
});
