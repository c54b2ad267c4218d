import { expect, test } from 'vitest';
import {
  alarms,
  named,
  only,
  playMutated,
  type Resources,
  remove,
  replaced,
  statementsOf,
  withoutGrant,
} from './mutated.ts';

/**
 * One mistake at a time in the template that `cdk deploy` would ship. The play must fail, and its journal must name the
 * hop that is broken: what is not noticed here would be noticed in production.
 */
type Mutation = readonly [mistake: string, mutate: (resources: Resources) => void, hop: RegExp, scenario?: string];

const RULE = 'AWS::Events::Rule';
const PERMISSION = 'AWS::Lambda::Permission';

const rule = (name: string, from: string, to: string) => (resources: Resources) => {
  const properties = only(resources, RULE, `Triggers${name}`);
  properties['EventPattern'] = replaced(properties['EventPattern'], from, to);
};

const MUTATIONS: readonly Mutation[] = [
  [
    'the alarm rule listens to a source that does not exist',
    rule('AlarmChanged', 'aws.cloudwatch', 'aws.cloudwatchs'),
    /"hop":"rule".*guard\/fraud-detector\/canary/,
  ],
  [
    'the alarm rule misspells the detail type',
    rule('AlarmChanged', 'Alarm State Change', 'Alarm State Changed'),
    /"hop":"rule".*detail-type/,
  ],
  [
    'the alarm rule is pinned to another prefix of alarm names',
    rule('AlarmChanged', '/guard/', '/guards/'),
    /"hop":"rule".*resources/,
  ],
  [
    'the alarm rule waits for a state that no alarm has',
    rule('AlarmChanged', '"ALARM"', '"ALERT"'),
    /"hop":"rule".*state/,
  ],
  [
    'the alarm rule is pinned to another account',
    (all) => {
      only(all, RULE, 'TriggersAlarmChanged')['EventPattern'] = replaced(
        only(all, RULE, 'TriggersAlarmChanged')['EventPattern'],
        '"account":[{"Ref":"AWS::AccountId"}]',
        '"account":["999999999999"]',
      );
    },
    /"hop":"rule".*account/,
  ],
  [
    'the alarm rule is disabled',
    (all) => {
      only(all, RULE, 'TriggersAlarmChanged')['State'] = 'DISABLED';
    },
    /"hop":"rule"/,
  ],
  [
    'the alarm rule has no target',
    (all) => {
      only(all, RULE, 'TriggersAlarmChanged')['Targets'] = [];
    },
    /"hop":"target".*TriggersAlarmChanged/,
  ],
  [
    'the alarm rule invokes Notify',
    (all) => {
      const reconcile = named(all, /^ReconcileHandler[0-9A-F]{8}$/)[0]?.[0] ?? '';
      const notify = named(all, /^NotifyHandler[0-9A-F]{8}$/)[0]?.[0] ?? '';
      const properties = only(all, RULE, 'TriggersAlarmChanged');
      properties['Targets'] = replaced(properties['Targets'], reconcile, notify);
    },
    /"hop":"permission".*NotifyHandler/,
  ],
  [
    'EventBridge may not invoke Reconcile for an alarm',
    remove(PERMISSION, 'TriggersAlarmChanged'),
    /"hop":"permission".*AlarmChanged.*ReconcileHandler/,
  ],
  [
    "the alarm rule's permission names another rule",
    (all) => {
      const properties = only(all, PERMISSION, 'TriggersAlarmChanged');
      properties['SourceArn'] = only(all, PERMISSION, 'TriggersSweep')['SourceArn'];
    },
    /"hop":"permission".*AlarmChanged/,
  ],
  [
    'the schedule is disabled',
    (all) => {
      only(all, RULE, 'TriggersSweep')['State'] = 'DISABLED';
    },
    /EventBridge schedule.*Reconcile/,
  ],
  [
    'EventBridge may not invoke Reconcile for the schedule',
    remove(PERMISSION, 'TriggersSweep'),
    /"hop":"permission".*Sweep/,
  ],
  [
    'the endpoint rule looks for a field that the event does not have',
    rule('EndpointChanged', 'EndpointName', 'EndpointNames'),
    /SageMaker.*rule → Reconcile/,
  ],
  [
    'Reconcile may not move weights',
    withoutGrant('Reconcile', 'sagemaker:UpdateEndpointWeightsAndCapacities'),
    /"hop":"grant".*UpdateEndpointWeightsAndCapacities/,
  ],
  [
    'Reconcile may not describe the endpoint',
    withoutGrant('Reconcile', 'sagemaker:DescribeEndpoint'),
    /"hop":"grant".*DescribeEndpoint/,
  ],
  [
    "the grants keep the case of the endpoint's name",
    (all) => {
      for (const statement of statementsOf(all, 'Reconcile'))
        if (JSON.stringify(statement).includes('frauddetector-eu'))
          statement.Resource = replaced(statement.Resource, 'frauddetector-eu', 'FraudDetector-EU');
    },
    /"hop":"grant".*frauddetector-eu/,
    'mixed-case-name',
  ],
  [
    'Reconcile may not read alarms',
    withoutGrant('Reconcile', 'cloudwatch:DescribeAlarms'),
    /"hop":"grant".*DescribeAlarms/,
  ],
  [
    'Reconcile may not read metrics',
    withoutGrant('Reconcile', 'cloudwatch:GetMetricData'),
    /"hop":"grant".*GetMetricData/,
  ],
  [
    'Reconcile may not read the ledger',
    withoutGrant('Reconcile', 'dynamodb:GetItem'),
    /"hop":"grant".*dynamodb:GetItem/,
  ],
  [
    'Reconcile may not read the ledger in batches',
    withoutGrant('Reconcile', 'dynamodb:BatchGetItem'),
    /"hop":"grant".*BatchGetItem/,
  ],
  [
    'Reconcile may not write the ledger',
    withoutGrant('Reconcile', 'dynamodb:PutItem'),
    /"hop":"grant".*dynamodb:PutItem/,
  ],
  [
    'Reconcile may not read the freeze switch',
    withoutGrant('Reconcile', 'ssm:GetParameter'),
    /"hop":"grant".*ssm:GetParameter/,
  ],
  ['Reconcile may not publish', withoutGrant('Reconcile', 'sns:Publish'), /"hop":"grant".*sns:Publish/],
  [
    'Reconcile may not list subscriptions',
    withoutGrant('Reconcile', 'sns:ListSubscriptionsByTopic'),
    /"hop":"grant".*ListSubscriptionsByTopic/,
  ],
  [
    'Notify may not read the webhook',
    withoutGrant('Notify', 'ssm:GetParameter'),
    /"hop":"grant".*ssm:GetParameter.*slack-webhook/,
  ],
  [
    'Reconcile may not write its log',
    withoutGrant('Reconcile', 'logs:PutLogEvents'),
    /"hop":"grant".*logs:PutLogEvents/,
  ],
  [
    'Notify writes to a log group that is not its own',
    (all) => {
      only(all, 'AWS::Lambda::Function', 'NotifyHandler')['LoggingConfig'] = { LogGroup: '/aws/lambda/notify' };
    },
    /"hop":"grant".*logs:CreateLogStream on .aws.lambda.notify/,
  ],
  [
    "the canary's alarms watch a variant that does not exist",
    alarms('fraud-detector/canary/', (alarm) => {
      alarm['Metrics'] = replaced(alarm['Metrics'], '"Value":"canary"', '"Value":"Canary"');
    }),
    /"hop":"metric".*Canary/,
  ],
  [
    "the alarms lower the case of the endpoint's name",
    alarms('FraudDetector-EU/', (alarm) => {
      alarm['Metrics'] = replaced(alarm['Metrics'], '"FraudDetector-EU"', '"frauddetector-eu"');
    }),
    /"hop":"metric".*frauddetector-eu/,
    'mixed-case-name',
  ],
  [
    'the alarms page nobody',
    alarms('/guard/', (alarm) => {
      alarm['AlarmActions'] = [];
    }),
    /guard alarm.*pager topic/,
  ],
  [
    'CloudWatch may not publish to the pager topic',
    remove('AWS::SNS::TopicPolicy', 'ChannelsPager'),
    /"hop":"topic-policy".*Pager/,
  ],
  ['nobody is subscribed to the pager topic', remove('AWS::SNS::Subscription', 'ChannelsPager'), /pager topic/],
  ['nobody gets the on-call emails', remove('AWS::SNS::Subscription', 'ChannelsOncall'), /on-call topic.*email/],
  [
    'Notify is not subscribed to the on-call topic',
    remove('AWS::SNS::Subscription', 'NotifyHandlerOncall'),
    /Notify.*Slack/,
  ],
  ['SNS may not invoke Notify', remove(PERMISSION, 'NotifyHandlerAllowInvoke'), /"hop":"permission".*NotifyHandler/],
  [
    'Reconcile does not know its table',
    (all) => {
      const properties = only(all, 'AWS::Lambda::Function', 'ReconcileHandler');
      properties['Environment'] = replaced(properties['Environment'], 'ROLLBACK_TABLE', 'ROLLBACK_TABEL');
    },
    /Reconcile/,
  ],
  [
    "the freeze switch has another name than Reconcile's",
    (all) => {
      const properties = only(all, 'AWS::SSM::Parameter', 'Freeze');
      properties['Name'] = '/sagemaker-rollback/freezer';
      const reconcile = only(all, 'AWS::Lambda::Function', 'ReconcileHandler');
      reconcile['Environment'] = {
        Variables: {
          ...(reconcile['Environment'] as { Variables: object }).Variables,
          ROLLBACK_FREEZE_PARAMETER: '/sagemaker-rollback/freeze',
        },
      };
    },
    /"hop":"grant".*ssm:GetParameter|Reconcile/,
  ],
  [
    'a dead letter of Notify cannot be sent',
    withoutGrant('Notify', 'sqs:SendMessage'),
    /"hop":"grant".*sqs:SendMessage/,
    'slack-down',
  ],
  [
    'a failed Notify has no destination',
    remove('AWS::Lambda::EventInvokeConfig', 'NotifyHandler'),
    /execution dead letters/,
    'slack-down',
  ],
  [
    'the alarm on dead letters pages nobody',
    alarms('self/execution-dead-letters', (alarm) => {
      alarm['AlarmActions'] = [];
    }),
    /dead letters alarm.*pager/,
    'slack-down',
  ],
];

test.for(MUTATIONS)('fails, and says where, when %s', async ([, mutate, hop, scenario = 'bad-canary']) => {
  const { unmet, lines } = await playMutated(scenario, mutate);
  const missing = lines.filter(({ kind }) => kind === 'missing-hop').map((line) => JSON.stringify(line));
  expect(unmet).not.toEqual([]);
  expect(missing.join('\n')).toMatch(hop);
});
