import { describe, expect, test } from 'vitest';
import { config, endpoint, flat, type Properties, properties } from './stacks.ts';

const mixed = config({
  tell: { emails: ['ana@example.com'], slackWebhookParameter: '/sagemaker-rollback/slack-webhook' },
  endpoints: [
    endpoint({ endpoint: 'FraudDetector-EU' }),
    endpoint({ endpoint: 'churn', tell: { slackWebhookParameter: '/team/hook' } }),
  ],
});

const rights = (role: string): readonly string[] => rightsIn(mixed, role);

const rightsIn = (of: typeof mixed, role: string): readonly string[] =>
  properties(of, 'AWS::IAM::Policy')
    .filter((policy) => (policy['Roles'] as unknown[]).map(flat).includes(`\${${role}}`))
    .flatMap((policy) => (policy['PolicyDocument'] as { Statement: Properties[] }).Statement)
    .flatMap((statement) =>
      [statement['Action']]
        .flat()
        .flatMap((action) =>
          [statement['Resource']].flat().map((on) => `${flat(statement['Effect'])} ${flat(action)} on ${flat(on)}`),
        ),
    )
    .sort();

const ARN = (service: string, rest: string) =>
  `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${rest}`;

// A right that is not in these two lists must not appear by accident: it belongs here and into docs/security.md.
test('S5 S8: reconcile may do this and nothing else', () => {
  expect(rights('ReconcileRole')).toEqual(
    [
      'cloudwatch:DescribeAlarms on *',
      `cloudwatch:GetAlarmMuteRule on ${ARN('cloudwatch', 'alarm-mute-rule:*')}`,
      'cloudwatch:GetMetricData on *',
      'cloudwatch:ListAlarmMuteRules on *',
      'dynamodb:BatchGetItem on ${Ledger.Arn}',
      'dynamodb:GetItem on ${Ledger.Arn}',
      'dynamodb:PutItem on ${Ledger.Arn}',
      'logs:CreateLogStream on ${ReconcileLog.Arn}',
      'logs:PutLogEvents on ${ReconcileLog.Arn}',
      // SageMaker's ARNs are lower case, and IAM compares them case by case.
      `sagemaker:DescribeEndpoint on ${ARN('sagemaker', 'endpoint/frauddetector-eu')}`,
      `sagemaker:DescribeEndpoint on ${ARN('sagemaker', 'endpoint/churn')}`,
      `sagemaker:UpdateEndpointWeightsAndCapacities on ${ARN('sagemaker', 'endpoint/frauddetector-eu')}`,
      `sagemaker:UpdateEndpointWeightsAndCapacities on ${ARN('sagemaker', 'endpoint/churn')}`,
      'sns:ListSubscriptionsByTopic on ${ChannelsOncall}',
      'sns:ListSubscriptionsByTopic on ${ChannelsPager}',
      'sns:Publish on ${ChannelsOncall}',
      'sqs:SendMessage on ${ExecutionDeadLetters.Arn}',
      `ssm:GetParameter on ${ARN('ssm', 'parameter${Freeze}')}`,
    ]
      .map((right) => `Allow ${right}`)
      .sort(),
  );
});

test("notify may read the webhooks' parameters and nothing else", () => {
  expect(rights('NotifyRole')).toEqual(
    [
      'logs:CreateLogStream on ${NotifyLog.Arn}',
      'logs:PutLogEvents on ${NotifyLog.Arn}',
      'sqs:SendMessage on ${ExecutionDeadLetters.Arn}',
      `ssm:GetParameter on ${ARN('ssm', 'parameter/sagemaker-rollback/slack-webhook')}`,
      `ssm:GetParameter on ${ARN('ssm', 'parameter/team/hook')}`,
    ]
      .map((right) => `Allow ${right}`)
      .sort(),
  );
});

test('no role has a managed policy, and only Lambda may take one', () => {
  for (const role of properties(mixed, 'AWS::IAM::Role')) {
    expect(Object.keys(role)).toEqual(['AssumeRolePolicyDocument']);
    expect(role['AssumeRolePolicyDocument']).toMatchObject({
      Statement: [{ Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
    });
  }
});

test('the alarms keep the case of a name that its ARN has lost', () => {
  const names = properties(mixed, 'AWS::CloudWatch::Alarm').map((alarm) => alarm['AlarmName']);
  expect(names).toContain('sagemaker-rollback/guard/FraudDetector-EU/green/errors-5xx');
});

test('S3 S12: a function is invoked only by our rules and our topic', () => {
  const invokers = properties(mixed, 'AWS::Lambda::Permission').map(
    (permission) => `${flat(permission['SourceArn'])} -> ${flat(permission['FunctionName'])}`,
  );
  expect(invokers.sort()).toEqual([
    '${ChannelsOncall} -> ${NotifyHandler.Arn}',
    '${TriggersAlarmChanged.Arn} -> ${ReconcileHandler.Arn}',
    '${TriggersEndpointChanged.Arn} -> ${ReconcileHandler.Arn}',
    '${TriggersSweep.Arn} -> ${ReconcileHandler.Arn}',
  ]);
});

describe('what a strategy needs', () => {
  const scaled = config({
    endpoints: [
      endpoint({ stableMaxRequestsPerInstance: 100, strategy: { scaleThenShift: { maxInstances: 4 } } }),
      endpoint({ endpoint: 'churn' }),
    ],
  });

  test('S5: is granted to a second function, on that endpoint alone', () => {
    expect(rightsIn(scaled, 'StrategistRole')).toEqual(
      [
        'application-autoscaling:DescribeScalableTargets on *',
        `application-autoscaling:RegisterScalableTarget on ${ARN('application-autoscaling', 'scalable-target/*')}`,
        'dynamodb:GetItem on ${Ledger.Arn}',
        'logs:CreateLogStream on ${StrategistLog.Arn}',
        'logs:PutLogEvents on ${StrategistLog.Arn}',
        `sagemaker:DescribeEndpoint on ${ARN('sagemaker', 'endpoint/fraud')}`,
        `sagemaker:UpdateEndpointWeightsAndCapacities on ${ARN('sagemaker', 'endpoint/fraud')}`,
        'sqs:SendMessage on ${ExecutionDeadLetters.Arn}',
      ]
        .map((right) => `Allow ${right}`)
        .sort(),
    );
    expect(rightsIn(scaled, 'ReconcileRole')).toContain('Allow lambda:InvokeFunction on ${StrategistHandler.Arn}');
  });

  test('S5: is bound to the instances of variants, where a name cannot bind it', () => {
    const statements = properties(scaled, 'AWS::IAM::Policy').flatMap(
      (policy) => (policy['PolicyDocument'] as { Statement: Properties[] }).Statement,
    );
    const register = statements.find(({ Action }) => Action === 'application-autoscaling:RegisterScalableTarget');
    expect(register?.['Condition']).toEqual({
      StringEquals: {
        'application-autoscaling:service-namespace': 'sagemaker',
        'application-autoscaling:scalable-dimension': 'sagemaker:variant:DesiredInstanceCount',
      },
    });
  });

  test('S5: is not there where no endpoint has such a strategy', () => {
    expect(rightsIn(mixed, 'StrategistRole')).toEqual([]);
    expect(rightsIn(mixed, 'ReconcileRole').filter((right) => right.includes('InvokeFunction'))).toEqual([]);
  });
});
