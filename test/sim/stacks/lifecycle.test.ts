import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTemplate } from '../../../sim/template/load.ts';
import type { ApiName } from '../../../sim/types.ts';
import { makeWorld, type World } from '../../../sim/world.ts';
import { call, START } from '../small-account.ts';
import type { Sections } from './workshop.ts';

const SERVICE = (name: string) => ({
  Statement: [{ Effect: 'Allow', Principal: { Service: name }, Action: 'sts:AssumeRole' }],
});
const allow = (Action: string, Resource: unknown, over: Sections = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource, ...over }],
});
const arn = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });
const from = (Service: string) => ({ Principal: { Service } });

/** Something of every type that this project deploys, in two editions of which nothing but the names is the same. */
const edition = (n: 1 | 2): Sections => ({
  Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead', VisibilityTimeout: n } },
  DeadPolicy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'Dead' }],
      PolicyDocument: allow('sqs:SendMessage', arn('Dead'), from(`service${n}.amazonaws.com`)),
    },
  },
  Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'oncall', DisplayName: `edition ${n}` } },
  TopicPolicy: {
    Type: 'AWS::SNS::TopicPolicy',
    Properties: {
      Topics: [{ Ref: 'Topic' }],
      PolicyDocument: allow('sns:Publish', { Ref: 'Topic' }, from(`service${n}.amazonaws.com`)),
    },
  },
  Person: {
    Type: 'AWS::SNS::Subscription',
    Properties: {
      TopicArn: { Ref: 'Topic' },
      Protocol: 'email',
      Endpoint: 'a@example.com',
      FilterPolicy: { edition: [String(n)] },
    },
  },
  Switch: {
    Type: 'AWS::SSM::Parameter',
    Properties: { Name: '/switch', Type: 'String', Value: 'off', Description: `edition ${n}` },
  },
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'ledger',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      TimeToLiveSpecification: { AttributeName: `ttl${n}`, Enabled: true },
    },
  },
  Log: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'log', RetentionInDays: n === 1 ? 1 : 3 } },
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'worker',
      AssumeRolePolicyDocument: SERVICE('lambda.amazonaws.com'),
      Policies: [{ PolicyName: `own${n}`, PolicyDocument: allow('s3:GetObject', '*') }],
    },
  },
  Grant: {
    Type: 'AWS::IAM::Policy',
    Properties: { PolicyName: `grant${n}`, Roles: [{ Ref: 'Role' }], PolicyDocument: allow('sqs:SendMessage', '*') },
  },
  Worker: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'worker',
      Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Role: arn('Role'),
      Timeout: n,
      ...(n === 1 ? { ReservedConcurrentExecutions: 5 } : {}),
    },
  },
  Retries: {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: { FunctionName: { Ref: 'Worker' }, Qualifier: '$LATEST', MaximumRetryAttempts: n },
  },
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      Name: 'rule',
      EventPattern: { source: [`edition.${n}`] },
      Targets: [{ Id: `T${n}`, Arn: arn('Worker') }],
    },
  },
  May: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      FunctionName: { Ref: 'Worker' },
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      ...(n === 2 ? { SourceArn: arn('Rule') } : {}),
    },
  },
  Alarm: {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: 'errors',
      Namespace: 'Shop',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: n,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      Tags: [{ Key: 'edition', Value: String(n) }],
    },
  },
  Any: {
    Type: 'AWS::CloudWatch::CompositeAlarm',
    Properties: { AlarmName: 'any', AlarmRule: 'ALARM("errors")', AlarmDescription: `edition ${n}` },
    DependsOn: 'Alarm',
  },
});

const MINUTE = 60_000;
const directory = mkdtempSync(join(tmpdir(), 'sagemaker-rollback-lifecycle-'));
let world: World;

const ask = (api: ApiName, operation: string, input: Sections): Sections => {
  const part = world.parts.find((one) => one.api?.name === api);
  if (part === undefined) throw new Error(`there is no ${api}`);
  return call(part, operation, input) as Sections;
};
const pass = (ms: number): Promise<void> => world.run({ until: world.wires.clock.now() + ms });
const send = async (operation: string, resources: Sections): Promise<void> => {
  const TemplateBody = JSON.stringify({ Resources: resources });
  ask('cloudformation', operation, { StackName: 'Shop', TemplateBody, Capabilities: ['CAPABILITY_NAMED_IAM'] });
  await pass(MINUTE);
};
const status = () =>
  (ask('cloudformation', 'DescribeStacks', { StackName: 'Shop' })['Stacks'] as Sections[])[0]?.['StackStatus'];

/** What the services say of all that. */
const told = () => ({
  queue: ask('sqs', 'GetQueueAttributes', { QueueUrl: 'dead', AttributeNames: ['VisibilityTimeout', 'Policy'] }),
  topic: ask('sns', 'GetTopicAttributes', { TopicArn: TOPIC }),
  people: ask('sns', 'ListSubscriptionsByTopic', { TopicArn: TOPIC })['Subscriptions'],
  parameter: ask('ssm', 'DescribeParameters', {})['Parameters'],
  table: ask('dynamodb', 'DescribeTimeToLive', { TableName: 'ledger' })['TimeToLiveDescription'],
  function: ask('lambda', 'GetFunctionConfiguration', { FunctionName: 'worker' }),
  reserved: ask('lambda', 'GetFunctionConcurrency', { FunctionName: 'worker' }),
  policy: JSON.parse(String(ask('lambda', 'GetPolicy', { FunctionName: 'worker' })['Policy'])) as Sections,
  retries: ask('lambda', 'GetFunctionEventInvokeConfig', { FunctionName: 'worker' }),
  rule: ask('events', 'DescribeRule', { Name: 'rule' }),
  targets: ask('events', 'ListTargetsByRule', { Rule: 'rule' })['Targets'],
  alarms: ask('cloudwatch', 'DescribeAlarms', { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
});

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:oncall';
const expected = (n: 1 | 2) => ({
  queue: { Attributes: { VisibilityTimeout: String(n), Policy: expect.stringContaining(`service${n}.`) } },
  topic: { Attributes: { DisplayName: `edition ${n}`, Policy: expect.stringContaining(`service${n}.`) } },
  people: [{ Endpoint: 'a@example.com', SubscriptionArn: 'PendingConfirmation' }],
  parameter: [{ Name: '/switch', Description: `edition ${n}`, Version: n }],
  table: { AttributeName: `ttl${n}` },
  function: { Timeout: n },
  retries: { MaximumRetryAttempts: n },
  rule: { EventPattern: JSON.stringify({ source: [`edition.${n}`] }) },
  targets: [{ Id: `T${n}` }],
  alarms: {
    MetricAlarms: [{ AlarmName: 'errors', Threshold: n, StateValue: 'OK' }],
    CompositeAlarms: [{ AlarmName: 'any', AlarmDescription: `edition ${n}`, StateValue: 'OK' }],
  },
});

beforeAll(async () => {
  mkdirSync(join(directory, 'asset.code'));
  writeFileSync(join(directory, 'asset.code', 'index.mjs'), 'export const handler = async () => "done";');
  const template = readTemplate({ Resources: {} }, { file: 'none.json', assetsDirectory: directory });
  world = await makeWorld({ template, seed: 1, start: START, faults: {} });
});
afterAll(async () => {
  await world.close();
  rmSync(directory, { recursive: true });
});

describe('the resources of a stack, in the services that they are of,', () => {
  test('are there once the stack is, and tell so', async () => {
    await send('CreateStack', edition(1));
    await pass(MINUTE);
    expect(status()).toBe('CREATE_COMPLETE');
    expect(told()).toMatchObject(expected(1));
    expect(told().reserved).toEqual({ ReservedConcurrentExecutions: 5 });
    const mails = world.wires.journal.lines.filter(({ kind, channel }) => kind === 'message' && channel === 'email');
    expect(mails.map(({ subject }) => subject)).toEqual(['AWS Notification - Subscription Confirmation']);
  });

  test('change in place, and stay what they are beside that', async () => {
    ask('dynamodb', 'PutItem', { TableName: 'ledger', Item: { pk: { S: 'x' } } });
    const [statement] = (told().policy['Statement'] as Sections[]) ?? [];
    await send('UpdateStack', edition(2));
    expect(status()).toBe('UPDATE_COMPLETE');
    expect(told()).toMatchObject(expected(2));
    expect(told().reserved).toEqual({});
    expect(world.tables.items('ledger')).toHaveLength(1);
    const statements = told().policy['Statement'] as Sections[];
    expect(statements).toMatchObject([{ Condition: { ArnLike: expect.anything() } }]);
    expect(statements[0]?.['Sid']).not.toBe(statement?.['Sid']);
    const changes = world.cloudwatch.alarm('errors');
    expect(changes.standing.since).toBeLessThan(changes.configuredAt);
    expect(ask('iam', 'ListRolePolicies', { RoleName: 'worker' })).toMatchObject({ PolicyNames: ['grant2', 'own2'] });
  });

  test('keep what another resource gave them', async () => {
    const Dead = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead', VisibilityTimeout: 3 } };
    await send('UpdateStack', { ...edition(2), Dead });
    expect(told().queue).toMatchObject({
      Attributes: { VisibilityTimeout: '3', Policy: expect.stringContaining('service2.') },
    });
    await send('UpdateStack', edition(2));
  });

  test('are changed back when the update fails', async () => {
    const broken = {
      ...edition(1),
      Bad: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' }, DependsOn: 'Any' },
    };
    await send('UpdateStack', broken);
    expect(status()).toBe('UPDATE_ROLLBACK_COMPLETE');
    const { parameter, ...rest } = expected(2);
    expect(told()).toMatchObject(rest);
    expect(told().parameter).toMatchObject([{ ...parameter[0], Version: 4 }]);
  });

  test('are gone with it', async () => {
    world.topics.confirm('a@example.com');
    ask('cloudformation', 'DeleteStack', { StackName: 'Shop' });
    await pass(MINUTE);
    expect(status).toThrow('Stack with id Shop does not exist');
    expect(ask('sqs', 'ListQueues', {})).toEqual({});
    expect(ask('sns', 'ListTopics', {})).toEqual({ Topics: [] });
    expect(ask('ssm', 'DescribeParameters', {})).toEqual({ Parameters: [] });
    expect(ask('dynamodb', 'ListTables', {})).toEqual({ TableNames: [] });
    expect(ask('lambda', 'ListFunctions', {})).toEqual({ Functions: [] });
    expect(ask('events', 'ListRules', {})).toEqual({ Rules: [] });
    expect(ask('iam', 'ListRoles', {})).toMatchObject({ Roles: [] });
    expect(world.cloudwatch.alarms()).toEqual([]);
    const before = world.wires.journal.lines.filter(({ kind }) => kind === 'alarm').length;
    world.wires.metrics.put({
      namespace: 'Shop',
      name: 'Errors',
      dimensions: {},
      at: world.wires.clock.now(),
      values: [[99, 1]],
    });
    await pass(5 * MINUTE);
    expect(world.wires.journal.lines.filter(({ kind }) => kind === 'alarm')).toHaveLength(before);
  });

  test('can be made anew, names and all', async () => {
    await send('CreateStack', edition(1));
    expect(status()).toBe('CREATE_COMPLETE');
  });
});
