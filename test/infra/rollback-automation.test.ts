import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { checkConfig } from '../../infra/config/check.ts';
import { RollbackAutomation } from '../../infra/rollback-automation.ts';
import { ENV } from '../../lambdas/contract.ts';
import { at, config, endpoint, flat, type Properties, properties, resources, stackOf } from './stacks.ts';

const told = config({
  tell: { emails: ['ana@example.com'], slackWebhookParameter: '/sagemaker-rollback/slack-webhook' },
});
const functions = (of = told) => properties(of, 'AWS::Lambda::Function');
const environment = (fn: Properties | undefined) =>
  (fn?.['Environment'] as { Variables: Record<string, unknown> } | undefined)?.Variables ?? {};

describe('the functions', () => {
  test('reconcile is told where its things are, notify nothing: no secret, and nothing beside the contract', () => {
    const [reconcile, notify] = functions();
    expect(
      Object.fromEntries(Object.entries(environment(reconcile)).map(([name, value]) => [name, flat(value)])),
    ).toEqual({
      [ENV.table]: '${Ledger}',
      [ENV.oncallTopic]: '${ChannelsOncall}',
      [ENV.pagerTopic]: '${ChannelsPager}',
      [ENV.freezeParameter]: '${Freeze}',
    });
    expect(environment(notify)).toEqual({});
  });
  test('run on Node 24 and arm64, each with a role and a log of its own', () => {
    const [reconcile, notify] = functions();
    expect(reconcile).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 512,
      Timeout: 30,
      Handler: 'index.handler',
    });
    expect(notify).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 256,
      Timeout: 20,
      Handler: 'index.handler',
    });
    expect(functions().map((fn) => flat(fn['Role']))).toEqual(['${ReconcileRole.Arn}', '${NotifyRole.Arn}']);
  });
  test('F06: keep their concurrency free, or none of it', () => {
    const reserved = (of = told) => functions(of).map((fn) => fn['ReservedConcurrentExecutions']);
    expect(reserved()).toEqual([5, 2]);
    expect(reserved({ ...told, reservedConcurrency: { reconcile: 3, notify: 1 } })).toEqual([3, 1]);
    expect(reserved({ ...told, reservedConcurrency: false })).toEqual([undefined, undefined]);
  });
  test('F07: give up early on old events, and leave a dead letter', () => {
    const invokes = properties(told, 'AWS::Lambda::EventInvokeConfig');
    expect(invokes.map((invoke) => [invoke['MaximumEventAgeInSeconds'], invoke['MaximumRetryAttempts']])).toEqual([
      [300, 2],
      [3600, 2],
    ]);
    for (const invoke of invokes) {
      const { OnFailure } = invoke['DestinationConfig'] as { OnFailure: { Destination: unknown } };
      expect(flat(OnFailure.Destination)).toBe('${ExecutionDeadLetters.Arn}');
    }
  });
});

test('S6: the template holds no webhook and no secret, only the name of the parameter in a grant', () => {
  const text = JSON.stringify(properties(told, 'AWS::Lambda::Function'));
  expect(text).not.toMatch(/slack-webhook|https?:\/\//);
});

test('F44: nothing on the way of a rollback is encrypted by a key that somebody could disable', () => {
  const template = JSON.stringify(Template.fromStack(stackOf(told)).toJSON());
  expect(template).not.toMatch(/"AWS::KMS::/);
  expect(template).not.toMatch(/"(?:Kms\w*|SSESpecification|CodeSigningConfigArn)"/);
});

test('the ledger outlives the stack and can be wound back', () => {
  const [ledger] = Object.values(resources(told, 'AWS::DynamoDB::Table'));
  expect(ledger).toMatchObject({
    DeletionPolicy: 'Retain',
    Properties: {
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    },
  });
});

test('nothing is frozen at first', () => {
  expect(properties(told, 'AWS::SSM::Parameter')).toMatchObject([{ Name: '/sagemaker-rollback/freeze', Value: 'off' }]);
});

test('F50: the automation itself is watched, and pages people directly', () => {
  const alarms = properties(told, 'AWS::CloudWatch::Alarm').filter((alarm) =>
    String(alarm['AlarmName']).includes('/self/'),
  );
  expect(alarms.map((alarm) => [alarm['AlarmName'], alarm['TreatMissingData']])).toEqual([
    ['sagemaker-rollback/self/hand-over-dead-letters', 'notBreaching'],
    ['sagemaker-rollback/self/execution-dead-letters', 'notBreaching'],
    ['sagemaker-rollback/self/reconcile-errors', 'notBreaching'],
    ['sagemaker-rollback/self/reconcile-throttles', 'notBreaching'],
    ['sagemaker-rollback/self/heartbeat', 'breaching'],
    ['sagemaker-rollback/self/alarms-unheard', 'notBreaching'],
  ]);
  for (const alarm of alarms) expect((alarm['AlarmActions'] as unknown[]).map(flat)).toEqual(['${ChannelsPager}']);
});

test('dead letters, errors and throttles are each watched by their own metric', () => {
  const watched = properties(told, 'AWS::CloudWatch::Alarm')
    .filter(({ AlarmName, MetricName }) => String(AlarmName).includes('/self/') && MetricName !== undefined)
    .map(({ Namespace, MetricName, Statistic, Dimensions, Threshold, ComparisonOperator }) => [
      `${String(Namespace)} ${String(MetricName)} ${String(Statistic)} of ${flat((Dimensions as Properties[])[0]?.['Value'])}`,
      `${String(ComparisonOperator)} ${String(Threshold)}`,
    ]);
  const depth = 'AWS/SQS ApproximateNumberOfMessagesVisible Maximum of';
  const atAll = 'GreaterThanThreshold 0';
  expect(watched).toEqual([
    [`${depth} \${HandOverDeadLetters.QueueName}`, atAll],
    [`${depth} \${ExecutionDeadLetters.QueueName}`, atAll],
    ['AWS/Lambda Errors Sum of ${ReconcileHandler}', atAll],
    ['AWS/Lambda Throttles Sum of ${ReconcileHandler}', atAll],
  ]);
});

test('dead letters are kept for as long as SQS keeps anything', () => {
  const kept = properties(told, 'AWS::SQS::Queue').map((queue) => queue['MessageRetentionPeriod']);
  expect(kept).toEqual([1_209_600, 1_209_600]);
});

test('five minutes in which no run of reconcile succeeds are a missing heartbeat', () => {
  const [heartbeat] = properties(told, 'AWS::CloudWatch::Alarm').filter((alarm) =>
    String(alarm['AlarmName']).endsWith('/heartbeat'),
  );
  expect(heartbeat).toMatchObject({
    Metrics: [
      { Expression: 'runs - failed' },
      {
        Id: 'runs',
        MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName: 'Invocations' }, Period: 60, Stat: 'Sum' },
      },
      {
        Id: 'failed',
        MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName: 'Errors' }, Period: 60, Stat: 'Sum' },
      },
    ],
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
    DatapointsToAlarm: 5,
    EvaluationPeriods: 5,
  });
});

test('one more endpoint costs its alarms and no other resource', () => {
  const types = (names: readonly string[]) => {
    const of = { ...told, endpoints: names.map((name) => endpoint({ endpoint: name })) };
    return [
      'AWS::CloudWatch::Alarm',
      'AWS::SNS::Subscription',
      'AWS::IAM::Policy',
      'AWS::Events::Rule',
      'AWS::Lambda::Permission',
    ].map((type) => properties(of, type).length);
  };
  const [alarms, ...others] = types(['a']);
  expect(types(['a', 'b', 'c'])).toEqual([(alarms ?? 0) + 2 * 4, ...others]);
});

test('every name begins with the name of the deployment', () => {
  const named = { ...told, name: 'team-a' };
  expect(properties(named, 'AWS::SSM::Parameter')).toMatchObject([{ Name: '/team-a/freeze' }]);
  for (const alarm of properties(named, 'AWS::CloudWatch::Alarm'))
    expect(alarm['AlarmName']).toMatch(/^team-a\/(guard|self|probe)\//);
});

test("two deployments stand side by side in someone else's stack", () => {
  const stack = new Stack(
    new App({ context: { 'aws:cdk:bundling-stacks': [] }, builtinCloudFormationValidation: false }),
    'Theirs',
  );
  for (const name of ['team-a', 'team-b']) {
    const checked = checkConfig({ ...told, name });
    if (checked.ok) new RollbackAutomation(stack, name, { deployment: checked.deployment });
  }
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::Lambda::Function', 4);
  const names = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map((alarm) =>
    at(alarm, 'Properties', 'AlarmName'),
  );
  expect(new Set(names).size).toBe(names.length);
});
