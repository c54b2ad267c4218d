import { readFileSync } from 'node:fs';
import { expect, inject, test } from 'vitest';
import { everyMistakeIsNamed, type Mutation, type Resources, replaced, statementsOf, withoutGrant } from './mutated.ts';

const ROLES = ['Reconcile', 'Notify'];

/** Each action that a role of ours is granted, and the scenario that breaks without it. */
const EXERCISED: Readonly<Record<string, string>> = {
  'Reconcile sagemaker:DescribeEndpoint': 'bad-canary',
  'Reconcile sagemaker:UpdateEndpointWeightsAndCapacities': 'bad-canary',
  'Reconcile cloudwatch:DescribeAlarms': 'bad-canary',
  'Reconcile cloudwatch:GetMetricData': 'bad-canary',
  'Reconcile cloudwatch:ListAlarmMuteRules': 'muted',
  'Reconcile cloudwatch:GetAlarmMuteRule': 'muted',
  'Reconcile dynamodb:GetItem': 'bad-canary',
  'Reconcile dynamodb:BatchGetItem': 'bad-canary',
  'Reconcile dynamodb:PutItem': 'bad-canary',
  'Reconcile ssm:GetParameter': 'bad-canary',
  'Reconcile sns:Publish': 'bad-canary',
  'Reconcile sns:ListSubscriptionsByTopic': 'bad-canary',
  'Notify ssm:GetParameter': 'bad-canary',
};

/** What no scenario is about: a log that is not written, and dead letters that are not delivered, break no rollback. */
const EXCEPTED: Readonly<Record<string, string>> = {
  'Reconcile logs:CreateLogStream': 'its log',
  'Reconcile logs:PutLogEvents': 'its log',
  'Reconcile sqs:SendMessage': 'delivery of dead letters',
  'Notify logs:CreateLogStream': 'its log',
  'Notify logs:PutLogEvents': 'its log',
  'Notify sqs:SendMessage': 'delivery of dead letters',
};

test('each granted action is one that a scenario breaks without, or an exception by name', () => {
  const { Resources } = JSON.parse(readFileSync(inject('demoTemplate'), 'utf8')) as { Resources: Resources };
  const granted = ROLES.flatMap((role) =>
    statementsOf(Resources, role).flatMap(({ Action }) => [Action].flat().map((action) => `${role} ${action}`)),
  );
  const accounted = [...Object.keys(EXERCISED), ...Object.keys(EXCEPTED)];
  expect([...new Set(granted)].toSorted()).toEqual(accounted.toSorted());
});

everyMistakeIsNamed([
  ...Object.entries(EXERCISED).map(([grant, scenario]): Mutation => {
    const [role = '', action = ''] = grant.split(' ');
    return [`${role} may not ${action}`, withoutGrant(role, action), new RegExp(`"hop":"grant".*${action}`), scenario];
  }),
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
    'Reconcile may not write its log',
    withoutGrant('Reconcile', 'logs:PutLogEvents'),
    /"hop":"grant".*logs:PutLogEvents/,
  ],
]);
