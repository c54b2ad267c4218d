import { checkPolicy } from '../../iam/check-policy.ts';
import { readPolicy } from '../../iam/policy.ts';
import { type Account, Refusal } from '../../types.ts';
import type { Topic } from './topic.ts';

const NOT_HERE = [
  'ArchivePolicy',
  'ContentBasedDeduplication',
  'DataProtectionPolicy',
  'DeliveryPolicy',
  'FifoThroughputScope',
  'MaximumMessageSize',
  'TracingConfig',
];

/** Sets one attribute of a topic. */
export const withTopicAttribute = (topic: Topic, [name, value]: readonly [string, string]): void => {
  if (name === 'DisplayName') topic.displayName = displayNameIn(value);
  else if (name === 'Policy') topic.policy = policyIn(value);
  else if (name === 'KmsMasterKeyId') topic.managedKey = isManagedKey(value);
  else if (name === 'FifoTopic' && value === 'false') return;
  else if (name === 'SignatureVersion' && value === '1') return;
  else if (NOT_HERE.includes(name) || name === 'SignatureVersion' || /Feedback/.test(name)) {
    throw new Error(`the small AWS knows no ${name} of a topic`);
  } else throw new Refusal('InvalidParameter', 'Invalid parameter: AttributeName');
};

const displayNameIn = (value: string): string => {
  if (value.length <= 100) return value;
  throw new Refusal('InvalidParameter', 'Invalid parameter: DisplayName');
};

const policyIn = (text: string): NonNullable<Topic['policy']> => {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || !('Statement' in value)) {
    throw new Refusal('InvalidParameter', 'Invalid parameter: Policy Error: null');
  }
  const document = readPolicy(value);
  checkPolicy(document, 'sns');
  return { text, document };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isManagedKey = (value: string): boolean => {
  if (value === '' || value === 'alias/aws/sns') return value !== '';
  throw new Error(`the small AWS knows no KMS keys but alias/aws/sns: KmsMasterKeyId ${value}`);
};

/** What GetTopicAttributes tells. */
export const topicAttributes = (account: Account, topic: Topic): Record<string, string> => {
  const [confirmed, pending] = [true, false].map(
    (wanted) => topic.subscriptions.filter((one) => one.confirmed === wanted).length,
  );
  return {
    TopicArn: topic.arn,
    Owner: account.id,
    DisplayName: topic.displayName ?? '',
    Policy: topic.policy?.text ?? JSON.stringify(defaultPolicy(account, topic)),
    SubscriptionsConfirmed: String(confirmed),
    SubscriptionsPending: String(pending),
    SubscriptionsDeleted: '0',
    EffectiveDeliveryPolicy: JSON.stringify(DELIVERY_POLICY),
    ...(topic.managedKey ? { KmsMasterKeyId: 'alias/aws/sns' } : {}),
  };
};

const OWNERS = [
  'GetTopicAttributes',
  'SetTopicAttributes',
  'AddPermission',
  'RemovePermission',
  'DeleteTopic',
  'Subscribe',
  'ListSubscriptionsByTopic',
  'Publish',
];

/** What SNS writes into a topic that nobody gave a policy. */
const defaultPolicy = ({ id }: Account, { arn }: Topic) => ({
  Version: '2008-10-17',
  Id: '__default_policy_ID',
  Statement: [
    {
      Sid: '__default_statement_ID',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: OWNERS.map((action) => `SNS:${action}`),
      Resource: arn,
      Condition: { StringEquals: { 'AWS:SourceOwner': id } },
    },
  ],
});

const DELIVERY_POLICY = {
  http: {
    defaultHealthyRetryPolicy: {
      minDelayTarget: 20,
      maxDelayTarget: 20,
      numRetries: 3,
      numMaxDelayRetries: 0,
      numNoDelayRetries: 0,
      numMinDelayRetries: 0,
      backoffFunction: 'linear',
    },
    disableSubscriptionOverrides: false,
    defaultRequestPolicy: { headerContentType: 'text/plain; charset=UTF-8' },
  },
};
