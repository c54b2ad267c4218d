import * as scaling from '@aws-sdk/client-application-auto-scaling';
import * as cw from '@aws-sdk/client-cloudwatch';
import * as eb from '@aws-sdk/client-eventbridge';
import * as sm from '@aws-sdk/client-sagemaker';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { emptyTemplate } from '../../sim/template/load.ts';
import { FAULTLESS } from '../../sim/traffic/behaviour.ts';
import { makeWorld } from '../../sim/world.ts';
import { wired } from '../aws/wired.ts';
import { START } from './small-account.ts';

const MINUTE = 60_000;
const ACCOUNT = '111122223333';
const FRAUD = `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:endpoint/fraud`;

/** A whole world with nothing in it, real clients, and virtual time that passes when the test says so. */
const open = async () => {
  const world = await makeWorld({ template: emptyTemplate(), seed: 1, start: START, faults: {} });
  onTestFinished(world.close);
  const config = await wired(world.wires, world.parts);
  const clients = {
    cloudwatch: new cw.CloudWatchClient(config),
    sagemaker: new sm.SageMakerClient(config),
    scaling: new scaling.ApplicationAutoScalingClient(config),
    events: new eb.EventBridgeClient(config),
    sns: new sns.SNSClient(config),
    sqs: new sqs.SQSClient({ ...config, useQueueUrlAsEndpoint: false }),
  };
  onTestFinished(() => {
    for (const client of Object.values(clients)) client.destroy();
  });
  const now = () => world.wires.clock.now();
  const pass = (ms: number) => world.run({ until: now() + ms });
  const alarm = async (name: string) => {
    const { MetricAlarms = [] } = await clients.cloudwatch.send(new cw.DescribeAlarmsCommand({ AlarmNames: [name] }));
    return MetricAlarms[0];
  };
  return { ...world, ...clients, now, pass, alarm };
};
type Open = Awaited<ReturnType<typeof open>>;

describe('a metric of ten seconds', () => {
  const watch = ({ cloudwatch }: Open) =>
    cloudwatch.send(
      new cw.PutMetricAlarmCommand({
        AlarmName: 'fast',
        Namespace: 'Shop',
        MetricName: 'Errors',
        Statistic: 'Sum',
        Period: 10,
        EvaluationPeriods: 2,
        Threshold: 5,
        ComparisonOperator: 'GreaterThanThreshold',
      }),
    );
  /** One value every ten seconds; answers after how many seconds the alarm was seen to be what. */
  const states = async (w: Open, values: readonly number[], StorageResolution: 1 | 60) => {
    const seen: [number, string | undefined][] = [];
    for (const [index, Value] of values.entries()) {
      const MetricData = [{ MetricName: 'Errors', Value, StorageResolution, Timestamp: new Date(w.now()) }];
      await w.cloudwatch.send(new cw.PutMetricDataCommand({ Namespace: 'Shop', MetricData }));
      await w.pass(10_000);
      seen.push([(index + 1) * 10, (await w.alarm('fast'))?.StateValue]);
    }
    return seen.filter(([, state], index) => state !== seen[index - 1]?.[1]);
  };

  test('is judged every ten seconds', async () => {
    const w = await open();
    await watch(w);
    const changes = await states(w, [0, 0, 0, 9, 9, 9, 0, 0, 0, 9, 0, 9], 1);
    // A datapoint can be seen five seconds after its end, and is judged within ten: the alarm follows after 10 to 20 s.
    expect(changes.map(([, state]) => state)).toEqual(['INSUFFICIENT_DATA', 'OK', 'ALARM', 'OK']);
    const [, , alarmed = [0], cured = [0]] = changes;
    expect(alarmed[0]).toBeGreaterThan(50);
    expect(alarmed[0]).toBeLessThanOrEqual(70);
    expect(cured[0]).toBeGreaterThan(70);
    expect(cured[0]).toBeLessThanOrEqual(90);
  });

  test('that is stored by the minute is too late for an alarm of ten seconds, which lapses into insufficient data', async () => {
    const w = await open();
    await watch(w);
    const values = Array.from({ length: 18 }, () => 9);
    expect(await states(w, values, 60)).toEqual([[10, 'INSUFFICIENT_DATA']]);
  });
});

const serving = async (w: Open) => {
  const variant = {
    VariantName: 'only',
    ModelName: 'model',
    InstanceType: 'ml.m5.large',
    InitialInstanceCount: 4,
  } as const;
  await w.sagemaker.send(new sm.CreateModelCommand({ ModelName: 'model', PrimaryContainer: { Image: 'i:1' } }));
  for (const EndpointConfigName of ['one', 'two']) {
    const ProductionVariants = [variant];
    await w.sagemaker.send(new sm.CreateEndpointConfigCommand({ EndpointConfigName, ProductionVariants }));
  }
  await w.sagemaker.send(new sm.CreateEndpointCommand({ EndpointName: 'Fraud', EndpointConfigName: 'one' }));
  await w.pass(5 * MINUTE);
  w.traffic.behave('Fraud', 'only', FAULTLESS);
  w.traffic.offer('Fraud', { requestsPerMinute: 1_200 });
};
const endpoint = ({ sagemaker }: Open) => sagemaker.send(new sm.DescribeEndpointCommand({ EndpointName: 'Fraud' }));

describe('a guarded deployment', () => {
  const GUARD = 'new-fleet-5xx';

  /** An alarm on the new fleet alone, and an update that it guards, some minutes later. */
  const deployed = async (errorRatio5xx: number, DeploymentConfig: sm.DeploymentConfig) => {
    const w = await open();
    await serving(w);
    w.traffic.behave('Fraud', 'only', { ...FAULTLESS, errorRatio5xx }, 'two');
    await w.cloudwatch.send(
      new cw.PutMetricAlarmCommand({
        AlarmName: GUARD,
        Namespace: 'AWS/SageMaker',
        MetricName: 'Invocation5XXErrors',
        Dimensions: [
          { Name: 'EndpointName', Value: 'Fraud' },
          { Name: 'VariantName', Value: 'only' },
          { Name: 'EndpointConfigName', Value: 'two' },
        ],
        Statistic: 'Average',
        Period: 60,
        EvaluationPeriods: 2,
        Threshold: 0.05,
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'notBreaching',
      }),
    );
    await w.pass(5 * MINUTE);
    const guarded = { ...DeploymentConfig, AutoRollbackConfiguration: { Alarms: [{ AlarmName: GUARD }] } };
    await w.sagemaker.send(
      new sm.UpdateEndpointCommand({ EndpointName: 'Fraud', EndpointConfigName: 'two', DeploymentConfig: guarded }),
    );
    await w.pass(9 * MINUTE);
    const under = await endpoint(w);
    await w.pass(60 * MINUTE);
    return { ...w, under, after: await endpoint(w) };
  };

  const half = { Type: 'CAPACITY_PERCENT', Value: 50 } as const;
  const policies: readonly (readonly [string, sm.DeploymentConfig])[] = [
    [
      'blue/green with a canary',
      {
        BlueGreenUpdatePolicy: {
          TrafficRoutingConfiguration: { Type: 'CANARY', CanarySize: half, WaitIntervalInSeconds: 600 },
        },
      },
    ],
    ['rolling', { RollingUpdatePolicy: { MaximumBatchSize: half, WaitIntervalInSeconds: 600 } }],
  ];

  test.each(policies)('%s is rolled back by CloudWatch’s own alarm on the new fleet', async (_, policy) => {
    const w = await deployed(0.5, policy);
    expect(w.after).toMatchObject({
      EndpointStatus: 'InService',
      EndpointConfigName: 'one',
      FailureReason: expect.stringContaining(`"${GUARD}"`),
    });
    const { AlarmHistoryItems = [] } = await w.cloudwatch.send(
      new cw.DescribeAlarmHistoryCommand({
        AlarmName: GUARD,
        HistoryItemType: 'StateUpdate',
        ScanBy: 'TimestampAscending',
      }),
    );
    // Nothing comes from the new fleet any more, and so the alarm ends by itself.
    expect(AlarmHistoryItems.map(({ HistorySummary }) => HistorySummary)).toEqual([
      'Alarm updated from INSUFFICIENT_DATA to OK',
      'Alarm updated from OK to ALARM',
      'Alarm updated from ALARM to OK',
    ]);
  });

  test.each(policies)('%s of a fleet that does its job goes through', async (_, policy) => {
    const w = await deployed(0, policy);
    expect(w.under).toMatchObject({ EndpointStatus: 'Updating', EndpointConfigName: 'one' });
    expect(w.after).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'two' });
    expect(w.after.FailureReason).toBeUndefined();
  });
});

test('autoscaling that follows rising traffic keeps weights from being changed meanwhile', async () => {
  const w = await open();
  await serving(w);
  const who = {
    ServiceNamespace: 'sagemaker',
    ResourceId: 'endpoint/Fraud/variant/only',
    ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
  } as const;
  await w.scaling.send(new scaling.RegisterScalableTargetCommand({ ...who, MinCapacity: 2, MaxCapacity: 10 }));
  await w.scaling.send(
    new scaling.PutScalingPolicyCommand({
      ...who,
      PolicyName: 'track',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 310,
        PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
      },
    }),
  );
  await w.pass(10 * MINUTE);
  const move = () =>
    w.sagemaker.send(
      new sm.UpdateEndpointWeightsAndCapacitiesCommand({
        EndpointName: 'Fraud',
        DesiredWeightsAndCapacities: [{ VariantName: 'only', DesiredWeight: 2 }],
      }),
    );
  expect((await endpoint(w)).EndpointStatus).toBe('InService');

  w.traffic.offer('Fraud', { requestsPerMinute: 2_400 });
  await w.pass(5 * MINUTE);
  expect(await endpoint(w)).toMatchObject({
    EndpointStatus: 'Updating',
    ProductionVariants: [{ CurrentInstanceCount: 4, DesiredInstanceCount: 8 }],
  });
  await expect(move()).rejects.toMatchObject({
    name: 'ValidationException',
    message: `Cannot update in-progress endpoint "${FRAUD}".`,
  });
  await w.pass(5 * MINUTE);
  await move();
  await w.pass(2 * MINUTE);
  expect(await endpoint(w)).toMatchObject({
    EndpointStatus: 'InService',
    ProductionVariants: [{ CurrentInstanceCount: 8, CurrentWeight: 2 }],
  });
});

describe('an alarm that goes off', () => {
  const ALARMS = `arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:*`;
  const RULE = `arn:aws:events:eu-west-1:${ACCOUNT}:rule/alarms`;
  const PAGER = `arn:aws:sns:eu-west-1:${ACCOUNT}:pager`;

  /** A queue that one service may write to, and that only on behalf of one rule or topic. */
  const queue = async ({ sqs: client }: Open, QueueName: string, [Service, source]: readonly [string, string]) => {
    const QueueArn = `arn:aws:sqs:eu-west-1:${ACCOUNT}:${QueueName}`;
    const Condition = { ArnEquals: { 'aws:SourceArn': source }, StringEquals: { 'aws:SourceAccount': ACCOUNT } };
    const Action = 'sqs:SendMessage';
    const Statement = [{ Effect: 'Allow', Principal: { Service }, Action, Resource: QueueArn, Condition }];
    const Attributes = { Policy: JSON.stringify({ Version: '2012-10-17', Statement }) };
    const { QueueUrl } = await client.send(new sqs.CreateQueueCommand({ QueueName, Attributes }));
    const take = async () => {
      const { Messages = [] } = await client.send(new sqs.ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      for (const { ReceiptHandle } of Messages) {
        await client.send(new sqs.DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
      return Messages.map(({ Body = '' }) => JSON.parse(Body));
    };
    return { QueueArn, take };
  };

  /** A composite alarm on one metric alarm, heard by way of SNS and by way of EventBridge. */
  const wiredUp = async ({ rule = RULE, topic = PAGER } = {}) => {
    const w = await open();
    const paged = await queue(w, 'paged', ['sns.amazonaws.com', topic]);
    const told = await queue(w, 'told', ['events.amazonaws.com', rule]);
    const { TopicArn = '' } = await w.sns.send(new sns.CreateTopicCommand({ Name: 'pager' }));
    const Policy = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: TopicArn,
          Condition: { ArnLike: { 'aws:SourceArn': ALARMS }, StringEquals: { 'aws:SourceAccount': ACCOUNT } },
        },
      ],
    };
    await w.sns.send(
      new sns.SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue: JSON.stringify(Policy) }),
    );
    await w.sns.send(new sns.SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: paged.QueueArn }));
    const EventPattern = JSON.stringify({
      source: ['aws.cloudwatch'],
      'detail-type': ['CloudWatch Alarm State Change'],
      detail: { alarmName: ['checkout'], state: { value: ['ALARM'] } },
    });
    await w.events.send(new eb.PutRuleCommand({ Name: 'alarms', EventPattern }));
    await w.events.send(new eb.PutTargetsCommand({ Rule: 'alarms', Targets: [{ Id: 'q', Arn: told.QueueArn }] }));
    await w.cloudwatch.send(
      new cw.PutMetricAlarmCommand({
        AlarmName: 'errors',
        Namespace: 'Shop',
        MetricName: 'Errors',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 5,
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'ignore',
      }),
    );
    await w.cloudwatch.send(
      new cw.PutCompositeAlarmCommand({ AlarmName: 'checkout', AlarmRule: 'ALARM(errors)', AlarmActions: [TopicArn] }),
    );
    await w.pass(2 * MINUTE);
    const breach = async () => {
      const MetricData = [{ MetricName: 'Errors', Value: 9, Timestamp: new Date(w.now()) }];
      await w.cloudwatch.send(new cw.PutMetricDataCommand({ Namespace: 'Shop', MetricData }));
      await w.pass(3 * MINUTE);
    };
    return { ...w, paged, told, breach };
  };

  test('reaches the topic’s subscribers and the rule’s targets, a composite’s as well', async () => {
    const w = await wiredUp();
    await w.breach();
    const [page, ...more] = await w.paged.take();
    expect(more).toEqual([]);
    expect(JSON.parse(page.Message)).toMatchObject({ AlarmName: 'checkout', NewStateValue: 'ALARM' });
    expect(await w.told.take()).toMatchObject([
      { source: 'aws.cloudwatch', detail: { alarmName: 'checkout', state: { value: 'ALARM' } } },
    ]);
  });

  test('reaches no queue that trusts another topic, or another rule', async () => {
    const w = await wiredUp({ rule: `${RULE}-of-others`, topic: `${PAGER}-of-others` });
    await w.breach();
    expect([await w.paged.take(), await w.told.take()]).toEqual([[], []]);
  });

  test('while it is muted is told to the rules alone, and pages when the mute ends', async () => {
    const w = await wiredUp();
    const from = new Date(Math.ceil(w.now() / MINUTE) * MINUTE + MINUTE).toISOString().slice(0, 16);
    await w.cloudwatch.send(
      new cw.PutAlarmMuteRuleCommand({
        Name: 'maintenance',
        Rule: { Schedule: { Expression: `at(${from})`, Duration: 'PT10M' } },
        MuteTargets: { AlarmNames: ['checkout'] },
      }),
    );
    await w.pass(2 * MINUTE);
    await w.breach();
    expect(await w.paged.take()).toEqual([]);
    expect(await w.told.take()).toMatchObject([
      { detail: { muteDetail: { mutedByArn: expect.stringContaining(':alarm-mute-rule:maintenance') } } },
    ]);
    await w.pass(20 * MINUTE);
    expect((await w.paged.take()).map(({ Message }) => JSON.parse(Message).NewStateValue)).toEqual(['ALARM']);
    expect(await w.told.take()).toEqual([]);
  });
});
