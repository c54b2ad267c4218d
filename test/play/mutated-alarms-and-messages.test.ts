import { alarms, everyMistakeIsNamed, only, remove, replaced } from './mutated.ts';

const PERMISSION = 'AWS::Lambda::Permission';

everyMistakeIsNamed([
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
    (all) => {
      const policy = only(all, 'AWS::SNS::TopicPolicy', 'ChannelsPager');
      policy['PolicyDocument'] = replaced(policy['PolicyDocument'], 'cloudwatch.amazonaws.com', 'events.amazonaws.com');
    },
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
    'the queue of the dead letters refuses what comes encrypted, instead of what does not',
    (all) => {
      const policy = only(all, 'AWS::SQS::QueuePolicy', 'ExecutionDeadLettersPolicy');
      policy['PolicyDocument'] = replaced(
        policy['PolicyDocument'],
        '"aws:SecureTransport":"false"',
        '"aws:SecureTransport":"true"',
      );
    },
    /explicit deny in a resource-based policy/,
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
]);
