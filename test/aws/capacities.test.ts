import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { describe, expect, test } from 'vitest';
import { awsCapacities } from '../../lambdas/aws/capacities.ts';
import { lambdaStrategist } from '../../lambdas/aws/strategist.ts';
import { makeAutoscaling } from '../../sim/services/autoscaling/autoscaling.ts';
import { Refusal } from '../../sim/types.ts';
import { endpointName, variantName } from '../builders.ts';
import { fraud } from '../sim/sagemaker/fraud.ts';
import { answering, denyEverything, hangsUp, interrupted, rude, wired } from './wired.ts';

const FRAUD = endpointName('Fraud-EU');
const STABLE = variantName('stable');

/** The endpoint Fraud-EU, whose stable variant has four instances. `inputs`: what the changes said. */
const serving = async () => {
  const w = fraud();
  const inputs: unknown[] = [];
  const watched = interrupted(w.sagemaker, 'UpdateEndpointWeightsAndCapacities', (input) => inputs.push(input));
  const autoscaling = makeAutoscaling(w.wires, w.sagemaker);
  const config = await wired(w.wires, [watched, autoscaling]);
  const capacities = awsCapacities(new SageMakerClient(config), new ApplicationAutoScalingClient(config));
  return { ...w, inputs, autoscaling, capacities };
};

describe('the capacity of a variant', () => {
  test('I6: is raised in a call that names one variant and no weight', async () => {
    const { capacities, inputs } = await serving();
    expect(await capacities.raise(FRAUD, { variant: STABLE, unit: 'instances', to: 6 })).toEqual({ kind: 'accepted' });
    expect(inputs).toEqual([
      { EndpointName: 'Fraud-EU', DesiredWeightsAndCapacities: [{ VariantName: 'stable', DesiredInstanceCount: 6 }] },
    ]);
  });

  test('F23: is concurrency where the variant is serverless', async () => {
    const { capacities, inputs } = await serving();
    await capacities.raise(FRAUD, { variant: STABLE, unit: 'concurrency', to: 40 });
    expect(inputs).toMatchObject([
      { DesiredWeightsAndCapacities: [{ ServerlessUpdateConfig: { MaxConcurrency: 40 } }] },
    ]);
  });

  test('F10: stays as it is while the endpoint is Updating', async () => {
    const { capacities } = await serving();
    await capacities.raise(FRAUD, { variant: STABLE, unit: 'instances', to: 6 });
    expect(await capacities.raise(FRAUD, { variant: STABLE, unit: 'instances', to: 7 })).toEqual({ kind: 'busy' });
  });
});

describe('what Application Auto Scaling makes of it', () => {
  test('F18: is nothing where nobody registered the variant', async () => {
    expect(await (await serving()).capacities.bounds(FRAUD, STABLE)).toBeUndefined();
  });

  test('F18: are bounds, of which only the floor is raised', async () => {
    const { capacities, autoscaling } = await serving();
    autoscaling.keepWithin(FRAUD, STABLE, { min: 2, max: 8 });
    expect(await capacities.bounds(FRAUD, STABLE)).toEqual({ floor: 2, ceiling: 8 });
    expect(await capacities.raiseFloor(FRAUD, { variant: STABLE, to: 4 })).toBeUndefined();
    expect(await capacities.bounds(FRAUD, STABLE)).toEqual({ floor: 4, ceiling: 8 });
  });

  test('F43: is unreadable, or stays as it is with the reason, where it is denied', async () => {
    const { capacities, wires } = await serving();
    denyEverything(wires);
    expect(await capacities.bounds(FRAUD, STABLE)).toBe('unreadable');
    expect(await capacities.raiseFloor(FRAUD, { variant: STABLE, to: 4 })).toContain('AccessDeniedException');
  });
});

/** The answer of a second function that answers this. */
const saidBy = async (run: () => unknown) => {
  const client = new LambdaClient(await answering('lambda', 'Invoke', run));
  return lambdaStrategist(client, 'strategist').carryOut({ endpoint: FRAUD, id: 'fraud-1' });
};
const payload = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

describe('the second function', () => {
  test.each([
    { kind: 'accepted', reaches: 5, bounds: { floor: 2, ceiling: 9 } },
    { kind: 'restoring', unproved: ['an image'] },
    { kind: 'unproved', what: 'no such model' },
    { kind: 'busy' },
    { kind: 'refused', message: 'no such order' },
  ])('answers $kind', async (answer) => {
    expect(await saidBy(() => ({ StatusCode: 200, Payload: payload(answer) }))).toEqual(answer);
  });

  test('F49: leaves open what it did where it failed', async () => {
    const failed = { StatusCode: 200, FunctionError: 'Unhandled', Payload: payload({ errorMessage: 'out of memory' }) };
    expect(await saidBy(() => failed)).toMatchObject({
      kind: 'lost',
      message: expect.stringContaining('memory') as string,
    });
  });

  test('F42: leaves open what it did where its answer makes no sense', async () => {
    expect(await saidBy(() => ({ StatusCode: 200, Payload: payload({ kind: 'done' }) }))).toMatchObject({
      kind: 'lost',
    });
  });

  test('F43: was not asked where Lambda refused', async () => {
    const refuse = () => {
      throw new Refusal('AccessDeniedException', 'not authorized', 403);
    };
    expect(await saidBy(refuse)).toMatchObject({ kind: 'refused' });
  });

  test('F42: leaves open what it did where the connection broke', async () => {
    const client = new LambdaClient(await rude(hangsUp));
    const answer = await lambdaStrategist(client, 'strategist').carryOut({ endpoint: FRAUD, id: 'fraud-1' });
    expect(answer.kind).toBe('lost');
  });
});
