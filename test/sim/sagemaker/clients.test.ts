import * as scaling from '@aws-sdk/client-application-auto-scaling';
import * as sm from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { afterAll, expect, test } from 'vitest';
import { makeAutoscaling } from '../../../sim/services/autoscaling/autoscaling.ts';
import { makeSageMakerRuntime } from '../../../sim/services/sagemaker-runtime/runtime.ts';
import { wired } from '../../aws/wired.ts';
import { account, arn, blueGreen, CANARY, MINUTE, serverless, variant } from './account.ts';

const open = async () => {
  const w = account();
  const runtime = makeSageMakerRuntime(w.wires, { serving: w.sagemaker.serving, ask: w.traffic.ask });
  const config = await wired(w.wires, [w.sagemaker, runtime, makeAutoscaling(w.wires, w.sagemaker)]);
  const client = new sm.SageMakerClient(config);
  const clients = {
    sagemaker: client,
    runtime: new SageMakerRuntimeClient(config),
    scaling: new scaling.ApplicationAutoScalingClient(config),
  };
  afterAll(() => {
    for (const one of Object.values(clients)) one.destroy();
  });
  /** Lets virtual time pass until the call is answered. */
  const answered = async <T>(call: Promise<T>): Promise<T> => {
    const done = Promise.allSettled([call]);
    let waiting = true;
    void done.finally(() => {
      waiting = false;
    });
    while (waiting) {
      await new Promise((resolve) => setImmediate(resolve));
      if (w.clock.peek() !== undefined) w.clock.step();
    }
    return call;
  };
  return { ...w, ...clients, answered };
};

const names = { EndpointName: 'Fraud', EndpointConfigName: 'one' };
const tag = { Key: 'team', Value: 'fraud' };

test('a real client creates, describes, lists, changes, tags and deletes; every reply is as the model has it', async () => {
  const w = await open();
  const { sagemaker } = w;
  await sagemaker.send(
    new sm.CreateModelCommand({ ModelName: 'model', PrimaryContainer: { Image: 'i:1' }, Tags: [tag] }),
  );
  for (const [EndpointConfigName, one] of [
    ['one', variant('only')],
    ['two', variant('only')],
    ['three', serverless('s')],
  ] as const) {
    await sagemaker.send(new sm.CreateEndpointConfigCommand({ EndpointConfigName, ProductionVariants: [one] }));
  }
  await sagemaker.send(new sm.CreateEndpointCommand({ ...names, Tags: [tag] }));
  await sagemaker.send(new sm.CreateEndpointCommand({ EndpointName: 'Less', EndpointConfigName: 'three' }));
  w.after(4 * MINUTE);

  const described = await sagemaker.send(new sm.DescribeEndpointCommand({ EndpointName: 'Less' }));
  expect(described.ProductionVariants?.[0]?.CurrentServerlessConfig).toEqual({
    MemorySizeInMB: 2_048,
    MaxConcurrency: 20,
  });
  expect((await sagemaker.send(new sm.DescribeModelCommand({ ModelName: 'model' }))).PrimaryContainer?.Image).toBe(
    'i:1',
  );
  const config = await sagemaker.send(new sm.DescribeEndpointConfigCommand({ EndpointConfigName: 'three' }));
  expect(config.ProductionVariants).toEqual([{ ...serverless('s'), InitialVariantWeight: 1 }]);
  expect((await sagemaker.send(new sm.ListModelsCommand({}))).Models).toHaveLength(1);
  expect((await sagemaker.send(new sm.ListEndpointConfigsCommand({ MaxResults: 2 }))).NextToken).toBeDefined();
  const inService = await sagemaker.send(new sm.ListEndpointsCommand({ StatusEquals: 'InService', SortBy: 'Name' }));
  expect(inService.Endpoints?.map(({ EndpointName }) => EndpointName)).toEqual(['Less', 'Fraud']);

  const ResourceArn = arn('endpoint', 'fraud');
  await sagemaker.send(new sm.AddTagsCommand({ ResourceArn, Tags: [{ Key: 'b', Value: '' }] }));
  await sagemaker.send(new sm.DeleteTagsCommand({ ResourceArn, TagKeys: ['team'] }));
  expect((await sagemaker.send(new sm.ListTagsCommand({ ResourceArn }))).Tags).toEqual([{ Key: 'b', Value: '' }]);

  w.alarms.set('latency', 'OK');
  const update = { EndpointName: 'Fraud', EndpointConfigName: 'two', DeploymentConfig: blueGreen(CANARY) };
  await sagemaker.send(new sm.UpdateEndpointCommand(update));
  w.after(6 * MINUTE);
  const { PendingDeploymentSummary: pending } = await sagemaker.send(new sm.DescribeEndpointCommand(names));
  expect(pending?.ProductionVariants?.[0]?.VariantStatus?.[0]?.Status).toBe('Baking');
  w.after(30 * MINUTE);
  const weights = { EndpointName: 'Fraud', DesiredWeightsAndCapacities: [{ VariantName: 'only', DesiredWeight: 0.1 }] };
  await sagemaker.send(new sm.UpdateEndpointWeightsAndCapacitiesCommand(weights));
  w.after(MINUTE);
  const changed = await sagemaker.send(new sm.DescribeEndpointCommand(names));
  expect(changed.LastDeploymentConfig).toEqual(blueGreen(CANARY));
  expect(changed.ProductionVariants?.[0]?.CurrentWeight).toBe(Math.fround(0.1));

  await sagemaker.send(new sm.DeleteEndpointCommand({ EndpointName: 'Fraud' }));
  await sagemaker.send(new sm.DeleteEndpointConfigCommand({ EndpointConfigName: 'one' }));
  await sagemaker.send(new sm.DeleteModelCommand({ ModelName: 'model' }));
  w.after(MINUTE);
  await expect(sagemaker.send(new sm.DescribeEndpointCommand(names))).rejects.toMatchObject({
    name: 'ValidationException',
    message: `Could not find endpoint "${arn('endpoint', 'fraud')}".`,
  });
});

test('a real client invokes, and reads what the model failed with', async () => {
  const w = await open();
  w.traffic.behave('Fraud', 'only', {
    errorRatio5xx: 0,
    errorRatio4xx: 0,
    modelErrorRatio: 0,
    medianMs: 80,
    p99Ms: 90,
  });
  await w.sagemaker.send(new sm.CreateModelCommand({ ModelName: 'model', PrimaryContainer: { Image: 'i:1' } }));
  await w.sagemaker.send(
    new sm.CreateEndpointConfigCommand({ EndpointConfigName: 'one', ProductionVariants: [variant('only')] }),
  );
  await w.sagemaker.send(new sm.CreateEndpointCommand(names));
  w.after(4 * MINUTE);
  const invoke = () => w.runtime.send(new InvokeEndpointCommand({ EndpointName: 'Fraud', Body: Buffer.from('abc') }));
  const output = await w.answered(invoke());
  expect(output).toMatchObject({ InvokedProductionVariant: 'only', ContentType: 'application/json' });
  expect(JSON.parse(output.Body.transformToString())).toMatchObject({ variant: 'only', receivedBytes: 3 });

  w.traffic.behave('Fraud', 'only', {
    errorRatio5xx: 1,
    errorRatio4xx: 0,
    modelErrorRatio: 1,
    medianMs: 80,
    p99Ms: 90,
  });
  await expect(w.answered(invoke())).rejects.toMatchObject({ name: 'ModelError', OriginalStatusCode: 500 });
});

test('a real client has a variant scaled', async () => {
  const w = await open();
  await w.sagemaker.send(new sm.CreateModelCommand({ ModelName: 'model', PrimaryContainer: { Image: 'i:1' } }));
  await w.sagemaker.send(
    new sm.CreateEndpointConfigCommand({ EndpointConfigName: 'one', ProductionVariants: [variant('only')] }),
  );
  await w.sagemaker.send(new sm.CreateEndpointCommand(names));
  w.after(4 * MINUTE);
  const who = {
    ServiceNamespace: 'sagemaker',
    ResourceId: 'endpoint/Fraud/variant/only',
    ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
  } as const;
  await w.scaling.send(new scaling.RegisterScalableTargetCommand({ ...who, MinCapacity: 5, MaxCapacity: 9 }));
  const policy = {
    ...who,
    PolicyName: 'track',
    PolicyType: 'TargetTrackingScaling' as const,
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 100,
      PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' as const },
    },
  };
  await w.scaling.send(new scaling.PutScalingPolicyCommand(policy));
  expect((await w.scaling.send(new scaling.DescribeScalableTargetsCommand(who))).ScalableTargets).toHaveLength(1);
  expect((await w.scaling.send(new scaling.DescribeScalingPoliciesCommand(who))).ScalingPolicies).toHaveLength(1);
  const activities = await w.scaling.send(new scaling.DescribeScalingActivitiesCommand(who));
  expect(activities.ScalingActivities).toMatchObject([{ StatusCode: 'InProgress' }]);
  await w.scaling.send(new scaling.DeleteScalingPolicyCommand({ ...who, PolicyName: 'track' }));
  await w.scaling.send(new scaling.DeregisterScalableTargetCommand(who));
  await expect(w.scaling.send(new scaling.DeregisterScalableTargetCommand(who))).rejects.toMatchObject({
    name: 'ObjectNotFoundException',
  });
});
