import type { DescribeScalingActivitiesResponse } from '@aws-sdk/client-application-auto-scaling';
import { describe, expect, test } from 'vitest';
import { makeAutoscaling } from '../../../sim/services/autoscaling/autoscaling.ts';
import type { SageMakerOptions } from '../../../sim/services/sagemaker/sagemaker.ts';
import { call, config, MINUTE, model, operation, served, serverless, variant } from '../sagemaker/account.ts';
import { refusal } from '../sagemaker/fraud.ts';

const RESOURCE = 'endpoint/Fraud/variant/only';
const WHO = {
  ServiceNamespace: 'sagemaker',
  ResourceId: RESOURCE,
  ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
};
const TRACKING = {
  TargetValue: 100,
  PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
};

/** Four instances in service; `requests` come to each of them in every whole minute from now on. */
const scaled = (variants = [variant('only')], options: SageMakerOptions = {}) => {
  const w = served(variants, undefined, options);
  const part = makeAutoscaling(w.wires, w.sagemaker);
  const scaling = (name: string, input: object = {}) => call(part, name, { ...WHO, ...input });
  let perInstance = 0;
  const pass = (minutes: number) => {
    for (let minute = 0; minute < minutes; minute += 1) {
      if (perInstance > 0) {
        w.wires.metrics.put({
          namespace: 'AWS/SageMaker',
          name: 'InvocationsPerInstance',
          dimensions: { EndpointName: 'Fraud', VariantName: 'only' },
          at: w.clock.now(),
          values: [[1, perInstance]],
        });
      }
      w.after(MINUTE);
    }
  };
  const requests = (count: number) => {
    perInstance = count;
  };
  const instances = () => w.sagemaker.endpoint('Fraud').variants[0]?.currentInstances;
  const desired = () => w.sagemaker.endpoint('Fraud').variants[0]?.desiredInstances;
  const activities = () =>
    (scaling('DescribeScalingActivities') as DescribeScalingActivitiesResponse).ScalingActivities ?? [];
  return { ...w, part, scaling, pass, requests, instances, desired, activities };
};

const tracked = (over: object = {}, target: object = {}, options: SageMakerOptions = {}) => {
  const w = scaled(undefined, options);
  w.scaling('RegisterScalableTarget', { MinCapacity: 2, MaxCapacity: 10, ...target });
  w.scaling('PutScalingPolicy', {
    PolicyName: 'track',
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: { ...TRACKING, ...over },
  });
  return w;
};

describe('a target', () => {
  test('is registered, described, changed in part, and given up with its policies', () => {
    const w = tracked();
    const [target] = (w.scaling('DescribeScalableTargets') as { ScalableTargets: object[] }).ScalableTargets;
    expect(target).toEqual({
      ...WHO,
      MinCapacity: 2,
      MaxCapacity: 10,
      RoleARN:
        'arn:aws:iam::111122223333:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint',
      CreationTime: new Date(w.clock.now()),
      SuspendedState: {
        DynamicScalingInSuspended: false,
        DynamicScalingOutSuspended: false,
        ScheduledScalingSuspended: false,
      },
      ScalableTargetARN: expect.stringMatching(
        /^arn:aws:application-autoscaling:eu-west-1:111122223333:scalable-target\/[0-9a-f]{28}$/,
      ),
    });
    w.scaling('RegisterScalableTarget', { MaxCapacity: 8, SuspendedState: { DynamicScalingInSuspended: true } });
    expect((w.scaling('DescribeScalableTargets') as { ScalableTargets: object[] }).ScalableTargets).toMatchObject([
      { MinCapacity: 2, MaxCapacity: 8, SuspendedState: { DynamicScalingInSuspended: true } },
    ]);
    w.scaling('DeregisterScalableTarget');
    expect(w.scaling('DescribeScalableTargets')).toEqual({ ScalableTargets: [] });
    expect(w.scaling('DescribeScalingPolicies')).toEqual({ ScalingPolicies: [] });
  });

  test.each([
    [{ MinCapacity: 1 }, /MinCapacity and MaxCapacity are required/],
    [{ MinCapacity: 3, MaxCapacity: 2 }, /Maximum capacity 2 cannot be less than minimum capacity 3/],
    [{ ResourceId: 'endpoint/Fraud' }, /Unsupported service namespace, resource type or scalable dimension/],
    [{ ResourceId: 'endpoint/Fraud/variant/no', MinCapacity: 1, MaxCapacity: 2 }, /SageMaker variant doesn't exist/],
    [{ ResourceId: 'endpoint/fraud/variant/only', MinCapacity: 1, MaxCapacity: 2 }, /SageMaker variant doesn't exist/],
  ])('%j is refused', (input, text) => {
    expect(refusal(() => scaled().scaling('RegisterScalableTarget', input))).toEqual({
      code: 'ValidationException',
      message: expect.stringMatching(text),
    });
  });

  test.each([
    [[serverless('only')], /is serverless/],
    [[variant('only', { InstanceType: 'ml.t2.medium' })], /not supported for autoscaling/],
  ])('%j is refused', (variants, text) => {
    const w = scaled(variants);
    const register = () => w.scaling('RegisterScalableTarget', { MinCapacity: 1, MaxCapacity: 2 });
    expect(refusal(register).message).toMatch(text);
  });

  test.each([
    ['RegisterScalableTarget', { ServiceNamespace: 'ecs' }, /scales SageMaker's variants only/],
    [
      'RegisterScalableTarget',
      { ScalableDimension: 'sagemaker:inference-component:DesiredCopyCount' },
      /scales .* only/,
    ],
    ['DescribeScalingActivities', { IncludeNotScaledActivities: true }, /does not keep why it did not scale/],
  ])('%s of %j is more than the small AWS has, and stops it', (name, input, text) => {
    expect(() => scaled().scaling(name, input)).toThrow(text);
  });

  test('is brought within its bounds when it is registered', () => {
    const w = scaled();
    w.scaling('RegisterScalableTarget', { MinCapacity: 6, MaxCapacity: 10 });
    expect(w.describe().EndpointStatus).toBe('Updating');
    w.pass(6);
    expect(w.instances()).toBe(6);
    expect(w.activities()).toMatchObject([
      {
        Description: 'Setting desired instance count to 6.',
        Cause: 'minimum capacity was set to 6',
        StatusCode: 'Successful',
        StatusMessage: 'Successfully set desired instance count to 6. Change successfully fulfilled by sagemaker.',
      },
    ]);
  });
});

describe('a policy', () => {
  test('is put, described and deleted', () => {
    const w = tracked();
    const described = w.scaling('DescribeScalingPolicies') as { ScalingPolicies: { PolicyARN: string }[] };
    expect(described.ScalingPolicies).toMatchObject([
      { ...WHO, PolicyName: 'track', PolicyType: 'TargetTrackingScaling', Alarms: [] },
    ]);
    expect(described.ScalingPolicies[0]?.PolicyARN).toMatch(
      /^arn:aws:autoscaling:eu-west-1:111122223333:scalingPolicy:[0-9a-f-]{36}:resource\/sagemaker\/endpoint\/Fraud\/variant\/only:policyName\/track$/,
    );
    expect(w.scaling('DeleteScalingPolicy', { PolicyName: 'track' })).toEqual({});
    expect(refusal(() => w.scaling('DeleteScalingPolicy', { PolicyName: 'track' })).code).toBe(
      'ObjectNotFoundException',
    );
  });

  test('of no target is refused in Application Auto Scaling’s words', () => {
    expect(refusal(() => scaled().scaling('PutScalingPolicy', { PolicyName: 'p' }))).toEqual({
      code: 'ObjectNotFoundException',
      message: `No scalable target registered for service namespace: sagemaker, resource ID: ${RESOURCE}, scalable dimension: sagemaker:variant:DesiredInstanceCount`,
    });
  });

  test.each([
    [{ PolicyType: undefined }, /PolicyType is required/],
    [{ TargetTrackingScalingPolicyConfiguration: undefined }, /Configuration is required/],
    [{ TargetTrackingScalingPolicyConfiguration: { TargetValue: 1 } }, /Exactly one of Predefined/],
    [{ TargetTrackingScalingPolicyConfiguration: { ...TRACKING, TargetValue: 0 } }, /TargetValue 0 must be above 0/],
    [{ TargetTrackingScalingPolicyConfiguration: { ...TRACKING, ScaleInCooldown: -1 } }, /must not be negative/],
  ])('of %j is refused', (over, text) => {
    const w = tracked();
    const input = {
      PolicyName: 'other',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: TRACKING,
      ...over,
    };
    expect(refusal(() => w.scaling('PutScalingPolicy', input)).message).toMatch(text);
  });

  test.each([
    [{ PolicyType: 'StepScaling' }, /has no StepScaling/],
    [
      {
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingScalingPolicyConfiguration: { TargetValue: 1, CustomizedMetricSpecification: {} },
      },
      /tracks SageMakerVariantInvocationsPerInstance only/,
    ],
  ])('of %j is more than the small AWS has, and stops it', (over, text) => {
    expect(() => tracked().scaling('PutScalingPolicy', { PolicyName: 'other', ...over })).toThrow(text);
  });
});

describe('the scaler', () => {
  test('scales out after three minutes above the target, and the endpoint is Updating meanwhile', () => {
    const w = tracked();
    w.requests(150);
    w.pass(3);
    expect(w.desired()).toBe(4);
    w.pass(1);
    expect([w.instances(), w.desired(), w.describe().EndpointStatus]).toEqual([4, 6, 'Updating']);
    expect(w.describe().ProductionVariants?.[0]?.VariantStatus?.[0]?.StatusMessage).toBe(
      'Scaling out desired instance count to 6.',
    );
    expect(w.activities()).toMatchObject([
      {
        StatusCode: 'InProgress',
        Cause: expect.stringMatching(
          /^monitor alarm TargetTracking-endpoint\/Fraud\/variant\/only-AlarmHigh-[0-9a-f-]{36} in state ALARM triggered policy track$/,
        ),
      },
    ]);
  });

  test('fights with whoever changes weights at that moment', () => {
    const w = tracked();
    w.requests(150);
    w.pass(4);
    expect(refusal(() => w.sagemaker.changeWeights('ana', 'Fraud', { only: 2 })).message).toMatch(/in-progress/);
    w.pass(4);
    expect(() => w.sagemaker.changeWeights('ana', 'Fraud', { only: 2 })).not.toThrow();
  });

  test('waits while the endpoint is changed by somebody else', () => {
    const w = tracked();
    w.requests(150);
    w.sagemaker.setStatus('Fraud', 'SystemUpdating');
    w.pass(6);
    expect([w.desired(), w.activities()]).toEqual([4, []]);
    w.sagemaker.setStatus('Fraud', 'InService');
    w.pass(1);
    expect(w.desired()).toBe(6);
  });

  test('scales out when one of several policies says so, and in only when all of them do', () => {
    const two = (other: number) => {
      const w = tracked({}, {}, {});
      const TargetTrackingScalingPolicyConfiguration = { ...TRACKING, TargetValue: other };
      const policy = { PolicyName: 'other', PolicyType: 'TargetTrackingScaling' };
      w.scaling('PutScalingPolicy', { ...policy, TargetTrackingScalingPolicyConfiguration });
      w.requests(50);
      w.pass(16);
      return w.desired();
    };
    expect([two(200), two(50), two(30)]).toEqual([2, 4, 10]);
  });

  test('does nothing at its very target', () => {
    const w = tracked();
    w.requests(100);
    w.pass(40);
    expect([w.desired(), w.activities()]).toEqual([4, []]);
  });

  test('never goes above the maximum, nor below the minimum', () => {
    const w = tracked({ ScaleInCooldown: 0, ScaleOutCooldown: 0 });
    w.requests(10_000);
    w.pass(15);
    expect(w.instances()).toBe(10);
    w.requests(0);
    w.pass(40);
    expect(w.instances()).toBe(2);
  });

  test('scales in after a quarter of an hour below nine tenths of the target, also without any request', () => {
    const w = tracked();
    w.requests(50);
    w.pass(14);
    w.requests(0);
    w.pass(1);
    expect(w.desired()).toBe(2);
  });

  test('leaves alone what is near its target', () => {
    const w = tracked();
    w.requests(95);
    w.pass(40);
    expect([w.desired(), w.activities()]).toEqual([4, []]);
  });

  test('waits for the cooldown before it scales out again', () => {
    const during = (ScaleOutCooldown: number) => {
      const w = tracked({ ScaleOutCooldown });
      w.requests(150);
      w.pass(11);
      return w.activities().length;
    };
    expect([during(0), during(600)]).toEqual([2, 1]);
  });

  test('does not wait for the cooldown of a scale-in before it scales out', () => {
    const w = tracked({ ScaleInCooldown: 3_600, ScaleOutCooldown: 3_600 });
    w.requests(50);
    w.pass(20);
    expect(w.instances()).toBe(2);
    w.requests(150);
    w.pass(5);
    expect(w.desired()).toBe(3);
  });

  test.each([
    [{ DynamicScalingOutSuspended: true }, 150],
    [{ DynamicScalingInSuspended: true }, 10],
  ])('does nothing while %j', (SuspendedState, count) => {
    const w = tracked({}, { SuspendedState });
    w.requests(count);
    w.pass(30);
    expect([w.desired(), w.activities()]).toEqual([4, []]);
  });

  test('does not scale in where the policy forbids it', () => {
    const w = tracked({ DisableScaleIn: true });
    w.pass(30);
    expect(w.desired()).toBe(4);
  });

  test('fails as SageMaker does: RollingBack, and an activity with the reason', () => {
    const w = tracked();
    w.requests(150);
    w.sagemaker.failNextChange('Fraud', 'Insufficient capacity.');
    w.pass(6);
    w.requests(95);
    w.pass(2);
    expect(w.describe()).toMatchObject({ EndpointStatus: 'RollingBack', FailureReason: 'Insufficient capacity.' });
    w.pass(3);
    expect(w.activities()).toMatchObject([
      {
        StatusCode: 'Failed',
        StatusMessage: 'Failed to set desired instance count to 6. Reason: Insufficient capacity.',
      },
    ]);
    expect(w.instances()).toBe(4);
  });

  test('is refused by the account’s quota as anybody is', () => {
    const w = tracked({}, {}, { instanceQuota: () => 5 });
    w.requests(150);
    w.pass(4);
    expect(w.describe().EndpointStatus).toBe('InService');
    expect(w.activities()).toMatchObject([
      {
        StatusCode: 'Failed',
        StatusMessage: expect.stringContaining(
          "Reason: The account-level service limit 'ml.m5.large for endpoint usage' is 5 Instances",
        ),
      },
    ]);
  });

  test('sleeps unless a target is registered', () => {
    const w = scaled();
    const planned = w.clock.peek();
    expect(planned).toBeUndefined();
    w.scaling('RegisterScalableTarget', { MinCapacity: 1, MaxCapacity: 4 });
    expect(w.clock.peek()).toBeDefined();
    w.scaling('DeregisterScalableTarget');
    w.pass(2);
    expect(w.clock.peek()).toBeUndefined();
  });
});

describe('an endpoint that is scaled', () => {
  test.each([
    [
      variant('only', { InstanceType: 'ml.c5.large' }),
      /scalable target exists for variant "only".* another instance type/,
    ],
    [variant('else'), /scalable target exists for variant "only", which would be removed/],
  ])('does not become %j', (changed, text) => {
    const w = tracked();
    config(w, 'three', [changed]);
    const update = () => w.ask('UpdateEndpoint', { EndpointName: 'Fraud', EndpointConfigName: 'three' });
    expect(refusal(update).message).toMatch(text);
    w.scaling('DeregisterScalableTarget');
    expect(update).not.toThrow();
  });

  test('may get another model', () => {
    const w = tracked();
    model(w, 'newer');
    config(w, 'three', [variant('only', { ModelName: 'newer' })]);
    expect(() => w.ask('UpdateEndpoint', { EndpointName: 'Fraud', EndpointConfigName: 'three' })).not.toThrow();
  });

  test('is no target any more once it is deleted', () => {
    const w = tracked();
    w.ask('DeleteEndpoint', { EndpointName: 'Fraud' });
    expect(w.scaling('DescribeScalableTargets')).toEqual({ ScalableTargets: [] });
  });
});

test('pages go on where the last one ended, and only with a token of theirs', () => {
  const w = tracked();
  for (const PolicyName of ['a', 'b']) {
    w.scaling('PutScalingPolicy', {
      PolicyName,
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: TRACKING,
    });
  }
  type Page = { ScalingPolicies: { PolicyName: string }[]; NextToken?: string };
  const page = (input: object) => w.scaling('DescribeScalingPolicies', input) as Page;
  const first = page({ MaxResults: 2 });
  const second = page({ MaxResults: 2, NextToken: first.NextToken });
  expect([first, second].map((one) => one.ScalingPolicies.map(({ PolicyName }) => PolicyName))).toEqual([
    ['track', 'a'],
    ['b'],
  ]);
  expect(second.NextToken).toBeUndefined();
  expect(refusal(() => page({ NextToken: 'nonsense' })).code).toBe('InvalidNextTokenException');
  expect(refusal(() => page({ MaxResults: 11 })).message).toMatch(/between 1 and 10/);
});

test('rights are asked for on scalable targets, or on everything to describe', () => {
  const { part } = scaled();
  expect(operation(part, 'RegisterScalableTarget').needs({} as never)).toEqual([
    {
      action: 'application-autoscaling:RegisterScalableTarget',
      resource: 'arn:aws:application-autoscaling:eu-west-1:111122223333:scalable-target/*',
      context: {
        'application-autoscaling:scalable-dimension': '',
        'application-autoscaling:service-namespace': '',
      },
    },
  ]);
  expect(operation(part, 'DescribeScalingActivities').needs({} as never)).toEqual([
    { action: 'application-autoscaling:DescribeScalingActivities', resource: '*' },
  ]);
});
