import { everyMistakeIsNamed, replaced, statementsOf, withoutGrant } from './mutated.ts';

everyMistakeIsNamed([
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
]);
