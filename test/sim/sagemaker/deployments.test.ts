import type { DeploymentConfig } from '@aws-sdk/client-sagemaker';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { serversOf } from '../../../sim/services/sagemaker/endpoint.ts';
import {
  arn,
  blueGreen,
  CANARY,
  config,
  instances,
  MINUTE,
  percent,
  SECOND,
  served,
  serverless,
  variant,
} from './account.ts';
import { refusal } from './fraud.ts';

type Served = ReturnType<typeof served>;

/** Launching the new fleet, and turning traffic on, take so long. */
const LAUNCH = 4 * MINUTE;
const ACTIVATE = MINUTE;

const shareOfNew = (w: Served) => w.sagemaker.endpoint('Fraud').deployment?.share;
const stage = (w: Served) => w.describe().PendingDeploymentSummary?.ProductionVariants?.[0]?.VariantStatus?.[0];
const guarded = (w: Served) => w.alarms.set('latency', 'OK');

describe('an update without a deployment config', () => {
  test('launches a new fleet, moves all traffic at once, and undoes changes of weights', () => {
    const w = served([variant('stable'), variant('canary')]);
    w.sagemaker.changeWeights('ana', 'Fraud', { canary: 0 });
    w.after(MINUTE);
    expect(w.update()).toEqual({ EndpointArn: arn('endpoint', 'fraud') });
    expect(w.describe()).toMatchObject({
      EndpointStatus: 'Updating',
      EndpointConfigName: 'one',
      PendingDeploymentSummary: {
        EndpointConfigName: 'two',
        StartTime: new Date(w.clock.now()),
        ProductionVariants: [
          { VariantName: 'stable', InstanceType: 'ml.m5.large', CurrentInstanceCount: 0, DesiredInstanceCount: 4 },
          { VariantName: 'canary', DesiredWeight: 1 },
        ],
      },
    });
    expect(stage(w)).toMatchObject({ Status: 'Creating', StatusMessage: 'Launching 4 instance(s).' });
    w.after(LAUNCH);
    expect(stage(w)?.StatusMessage).toBe('Activating traffic on full capacity of 4 instance(s).');
    expect(shareOfNew(w)).toBe(0);
    w.after(ACTIVATE);
    expect(w.describe()).toMatchObject({
      EndpointStatus: 'InService',
      EndpointConfigName: 'two',
      ProductionVariants: [{ CurrentWeight: 1 }, { CurrentWeight: 1 }],
    });
    expect(w.describe().PendingDeploymentSummary).toBeUndefined();
  });

  test.each([
    [{ RetainAllVariantProperties: true }, 0, 6],
    [{ RetainAllVariantProperties: true, ExcludeRetainedVariantProperties: ['DesiredWeight'] }, 1, 6],
    [{ RetainAllVariantProperties: true, ExcludeRetainedVariantProperties: ['DesiredInstanceCount'] }, 0, 4],
    [{ ExcludeRetainedVariantProperties: ['DesiredWeight'] }, 1, 4],
  ])('with %j', (over, weight, count) => {
    const w = served([variant('stable'), variant('canary')]);
    w.sagemaker.changeWeights('ana', 'Fraud', { canary: 0 });
    w.after(MINUTE);
    w.sagemaker.changeCapacity('ana', 'Fraud', { variant: 'canary', instances: 6 });
    w.after(LAUNCH);
    const { ExcludeRetainedVariantProperties: excluded = [], ...flags } = over as Record<string, string[]>;
    w.update({
      ...flags,
      ExcludeRetainedVariantProperties: excluded.map((VariantPropertyType) => ({ VariantPropertyType })),
    });
    w.after(LAUNCH + ACTIVATE);
    expect(w.describe().ProductionVariants?.[1]).toMatchObject({ CurrentWeight: weight, CurrentInstanceCount: count });
  });

  test('whose new fleet does not start leaves the old one in service, with the reason', () => {
    const w = served();
    w.sagemaker.failNextChange('Fraud', 'the container did not pass its health check');
    w.update();
    w.after(LAUNCH + ACTIVATE);
    expect(w.describe()).toMatchObject({
      EndpointStatus: 'InService',
      EndpointConfigName: 'one',
      FailureReason: 'the container did not pass its health check',
      ProductionVariants: [{ CurrentInstanceCount: 4 }],
    });
    w.update();
    expect(w.describe().FailureReason).toBeUndefined();
  });

  test('may exchange the variants', () => {
    const w = served([variant('old')], [variant('new')]);
    w.update();
    w.after(LAUNCH + ACTIVATE);
    expect(w.describe().ProductionVariants?.map(({ VariantName }) => VariantName)).toEqual(['new']);
  });
});

describe('a canary', () => {
  const canary = () => {
    const w = served();
    guarded(w);
    w.update({ DeploymentConfig: blueGreen(CANARY) });
    return w;
  };

  test('gets its part of the traffic for the wait, then everything until the old fleet goes', () => {
    const w = canary();
    w.after(LAUNCH + ACTIVATE);
    expect(shareOfNew(w)).toBe(0.25);
    expect(stage(w)).toMatchObject({
      Status: 'Baking',
      StatusMessage:
        'Baking for 600 seconds (WaitIntervalInSeconds) with traffic enabled on canary capacity of 1 instance(s).',
      StartTime: new Date(w.clock.now()),
    });
    expect(w.describe().PendingDeploymentSummary?.ProductionVariants?.[0]).toMatchObject({
      CurrentInstanceCount: 1,
      DesiredInstanceCount: 4,
    });
    w.after(600 * SECOND + ACTIVATE);
    expect(shareOfNew(w)).toBe(1);
    expect(stage(w)?.StatusMessage).toBe(
      'Baking for 300 seconds (TerminationWaitInSeconds) with traffic enabled on full capacity of 4 instance(s).',
    );
    w.after(300 * SECOND);
    expect(w.describe()).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'two' });
    expect(w.describe().LastDeploymentConfig).toEqual(blueGreen(CANARY));
  });

  test('whose alarm goes off gives all traffic back within ten seconds, and says why', () => {
    const w = canary();
    w.after(LAUNCH + ACTIVATE + 30 * SECOND);
    w.alarms.set('latency', 'ALARM');
    w.after(10 * SECOND);
    expect(shareOfNew(w)).toBe(0);
    expect(stage(w)).toMatchObject({ Status: 'Deleting', StatusMessage: 'Terminating 4 instance(s).' });
    w.after(MINUTE);
    expect(w.describe()).toMatchObject({
      EndpointStatus: 'InService',
      EndpointConfigName: 'one',
      FailureReason: expect.stringContaining('"latency"'),
    });
  });

  test('under an alarm that stands in ALARM already is given up at once', () => {
    const w = served();
    w.alarms.set('latency', 'ALARM');
    w.update({ DeploymentConfig: blueGreen(CANARY) });
    expect(stage(w)?.Status).toBe('Deleting');
  });

  test('under an alarm that has insufficient data goes on: there is no evidence against it', () => {
    const w = served();
    w.alarms.set('latency', 'INSUFFICIENT_DATA');
    w.update({ DeploymentConfig: blueGreen(CANARY) });
    w.after(60 * MINUTE);
    expect(w.describe()).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'two' });
  });

  test('that takes longer than it may is given up', () => {
    const w = served();
    guarded(w);
    w.update({ DeploymentConfig: blueGreen(CANARY, { MaximumExecutionTimeoutInSeconds: 960 }) });
    w.after(960 * SECOND + MINUTE);
    expect(w.describe().FailureReason).toMatch(/more than 960 seconds/);
  });

  test('is watched by the config of before when that is retained', () => {
    const w = canary();
    w.after(60 * MINUTE);
    config(w, 'three');
    w.ask('UpdateEndpoint', { EndpointName: 'Fraud', EndpointConfigName: 'three', RetainDeploymentConfig: true });
    w.after(LAUNCH + ACTIVATE);
    expect(shareOfNew(w)).toBe(0.25);
  });

  test('on Inf1 falls back to all at once, without any baking', () => {
    const inf1 = [variant('only', { InstanceType: 'ml.inf1.xlarge' })];
    const w = served(inf1);
    w.alarms.set('latency', 'ALARM');
    w.update({ DeploymentConfig: blueGreen(CANARY) });
    w.after(LAUNCH + ACTIVATE);
    expect(w.describe()).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'two' });
  });

  test('is told step by step in events, with times in milliseconds', () => {
    const w = canary();
    w.after(60 * MINUTE);
    const told = w.events.filter((event) => event['detail-type'] === 'SageMaker Endpoint Deployment State Change');
    const pendings = told.map(({ detail }) => detail['PendingDeploymentSummary'] as Pending);
    expect(pendings.map(({ ProductionVariants: [first] }) => first.VariantStatus[0].Status)).toEqual([
      'Creating',
      'ActivatingTraffic',
      'Baking',
      'ActivatingTraffic',
      'Baking',
    ]);
    expect(told[2]?.detail).toMatchObject({ EndpointStatus: 'UPDATING', EndpointConfigName: 'one', Tags: {} });
    expect(pendings[2]?.ProductionVariants[0].VariantStatus[0].StartTime).toBe(told[2]?.at);
  });
});
type Pending = { ProductionVariants: [{ VariantStatus: [{ Status: string; StartTime: number }] }] };

test('a linear shift goes on by its step, and bakes after each', () => {
  const w = served();
  guarded(w);
  const linear = { Type: 'LINEAR' as const, WaitIntervalInSeconds: 120, LinearStepSize: percent(50) };
  w.update({ DeploymentConfig: blueGreen(linear) });
  w.after(LAUNCH);
  const shares: unknown[] = [];
  for (let minute = 0; minute < 10; minute += 1) {
    shares.push(shareOfNew(w));
    w.after(MINUTE);
  }
  expect(shares).toEqual([0, 0.5, 0.5, 0.5, 1, 1, 1, 1, 1, undefined]);
});

describe('a rolling deployment', () => {
  const rolling = (over: Readonly<Record<string, unknown>> = {}): DeploymentConfig => ({
    RollingUpdatePolicy: { MaximumBatchSize: instances(2), WaitIntervalInSeconds: 60, ...over },
    AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'latency' }] },
  });
  const started = (over?: Readonly<Record<string, unknown>>) => {
    const w = served();
    guarded(w);
    w.update({ DeploymentConfig: rolling(over) });
    return w;
  };
  const BATCH = LAUNCH + ACTIVATE + MINUTE;

  test('exchanges batch by batch', () => {
    const w = started();
    expect(stage(w)?.StatusMessage).toBe('Launching 2 instance(s).');
    w.after(BATCH - 1);
    expect(shareOfNew(w)).toBe(0.5);
    expect(w.describe().ProductionVariants?.[0]).toMatchObject({ CurrentInstanceCount: 2, DesiredInstanceCount: 4 });
    w.after(1 + BATCH);
    expect(w.describe()).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'two' });
  });

  test('is rolled back by fetching the old instances again', () => {
    const w = started({ RollbackMaximumBatchSize: percent(25) });
    w.after(BATCH - 30 * SECOND);
    w.alarms.set('latency', 'ALARM');
    w.after(10 * SECOND);
    expect(shareOfNew(w)).toBe(0.5);
    w.after(LAUNCH);
    expect(shareOfNew(w)).toBe(0.25);
    expect(w.describe().ProductionVariants?.[0]?.CurrentInstanceCount).toBe(3);
    w.after(LAUNCH + MINUTE);
    expect(w.describe()).toMatchObject({
      EndpointStatus: 'InService',
      EndpointConfigName: 'one',
      ProductionVariants: [{ CurrentInstanceCount: 4 }],
    });
  });

  test('whose rollback fails too serves a mix, and says so', () => {
    const w = started();
    w.after(BATCH);
    w.sagemaker.failNextChange('Fraud', 'no capacity');
    w.sagemaker.failNextChange('Fraud', 'no capacity for the old fleet either');
    w.after(2 * LAUNCH);
    expect(w.describe()).toMatchObject({
      EndpointStatus: 'UpdateRollbackFailed',
      FailureReason: 'no capacity for the old fleet either',
    });
    expect(serversOf(w.sagemaker.endpoint('Fraud')).map(({ configName, share }) => [configName, share])).toEqual([
      [undefined, 0.5],
      ['two', 0.5],
    ]);
  });

  test.each([
    [[variant('a'), variant('b')], /not supported for endpoints with several variants/],
    [[serverless('a')], /not supported for serverless/],
  ])('is refused for %j', (variants, text) => {
    const w = served(variants);
    guarded(w);
    expect(refusal(() => w.update({ DeploymentConfig: rolling() })).message).toMatch(text);
  });
});

describe('UpdateEndpoint is refused', () => {
  const all = (over: Readonly<Record<string, unknown>> = {}) =>
    blueGreen({ Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 0 }, over);

  test.each([
    [{ EndpointName: 'Nobody' }, `Could not find endpoint "${arn('endpoint', 'nobody')}".`],
    [{ EndpointConfigName: 'None' }, `Could not find endpoint configuration "${arn('endpoint-config', 'none')}".`],
    [
      { EndpointConfigName: 'one' },
      `Cannot update endpoint "${arn('endpoint', 'fraud')}" to the endpoint configuration "${arn('endpoint-config', 'one')}" in use.`,
    ],
    [
      { DeploymentConfig: { AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'x' }] } } },
      /Could not find CloudWatch alarm\(s\) "x"/,
    ],
    [{ DeploymentConfig: all(), RetainDeploymentConfig: true }, /Only one of DeploymentConfig and Retain/],
    [
      {
        DeploymentConfig: {
          ...all(),
          RollingUpdatePolicy: { MaximumBatchSize: percent(25), WaitIntervalInSeconds: 0 },
        },
      },
      /Only one of BlueGreenUpdatePolicy and RollingUpdatePolicy/,
    ],
    [
      { DeploymentConfig: blueGreen({ ...CANARY, CanarySize: percent(60) }) },
      /CanarySize must be between 0 and 50 percent/,
    ],
    [
      { DeploymentConfig: blueGreen({ ...CANARY, CanarySize: instances(3) }) },
      /CanarySize must be between 0 and 50 percent/,
    ],
    [{ DeploymentConfig: blueGreen({ Type: 'CANARY', WaitIntervalInSeconds: 0 }) }, /CanarySize is needed with/],
    [{ DeploymentConfig: blueGreen({ Type: 'LINEAR', WaitIntervalInSeconds: 0 }) }, /LinearStepSize is needed with/],
    [
      { DeploymentConfig: blueGreen({ Type: 'LINEAR', WaitIntervalInSeconds: 0, LinearStepSize: percent(5) }) },
      /LinearStepSize must be between 10 and 50 percent/,
    ],
    [
      { DeploymentConfig: all({ TerminationWaitInSeconds: 600, MaximumExecutionTimeoutInSeconds: 600 }) },
      /must be larger than the total waiting time 600/,
    ],
    [
      { ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DataCaptureConfig' }] },
      /DataCaptureConfig is not supported/,
    ],
  ])('for %j', (over, message) => {
    const w = served();
    guarded(w);
    const refused = refusal(() => w.update(over));
    expect(refused.code).toBe('ValidationException');
    if (typeof message === 'string') expect(refused.message).toBe(message);
    else expect(refused.message).toMatch(message);
    expect(w.describe().EndpointStatus).toBe('InService');
  });

  test('with guardrails, for variants of other names', () => {
    const w = served([variant('old')], [variant('new')]);
    guarded(w);
    expect(refusal(() => w.update({ DeploymentConfig: all() })).message).toMatch(
      /same variant names as the old one: old/,
    );
  });

  test('with guardrails, where one instance is already more than half', () => {
    const w = served([variant('only', { InitialInstanceCount: 1 })]);
    guarded(w);
    expect(refusal(() => w.update({ DeploymentConfig: blueGreen(CANARY) })).message).toMatch(
      /between 0 and 50 percent/,
    );
  });
});

test('whatever the policy, traffic is never lost and the new fleet only gains, until it has everything', () => {
  const size = (to: number) => fc.integer({ min: 10, max: to }).map(percent);
  const policies = fc.oneof(
    size(50).map((CanarySize) => blueGreen({ ...CANARY, WaitIntervalInSeconds: 30, CanarySize })),
    size(50).map((LinearStepSize) => blueGreen({ Type: 'LINEAR', WaitIntervalInSeconds: 30, LinearStepSize })),
    size(50).map((MaximumBatchSize) => ({ RollingUpdatePolicy: { MaximumBatchSize, WaitIntervalInSeconds: 30 } })),
  );
  fc.assert(
    fc.property(policies, fc.integer({ min: 2, max: 20 }), (DeploymentConfig, InitialInstanceCount) => {
      const w = served([variant('only', { InitialInstanceCount })]);
      guarded(w);
      w.update({ DeploymentConfig });
      let before = 0;
      for (let turn = 0; w.describe().EndpointStatus === 'Updating' && turn < 1_000; turn += 1) {
        const servers = serversOf(w.sagemaker.endpoint('Fraud'));
        expect(servers.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
        expect(servers.every(({ share, instances: count }) => share === 0 || count > 0)).toBe(true);
        expect(shareOfNew(w)).toBeGreaterThanOrEqual(before);
        before = shareOfNew(w) ?? 0;
        w.after(30 * SECOND);
      }
      expect(before).toBe(1);
      expect(w.describe()).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'two' });
    }),
    { numRuns: 40 },
  );
});
