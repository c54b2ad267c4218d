import { checkPolicy } from '../../iam/check-policy.ts';
import { readPolicy } from '../../iam/policy.ts';
import type { Provisioner, Wires } from '../../types.ts';
import {
  checkProse,
  objectOf,
  oneOf,
  optionalText,
  type Properties,
  queueArnOf,
  textOf,
  textsOf,
} from '../properties.ts';
import { readFilter } from './filter.ts';
import type { Subscription, Topic } from './topic.ts';

type Topics = Map<string, Topic>;

export const topicProvisioner = (wires: Wires, topics: Topics): Provisioner => ({
  type: 'AWS::SNS::Topic',
  properties: ['DisplayName', 'KmsMasterKeyId', 'Tags', 'TopicName'],
  identify: (logicalId, properties) => {
    const { account } = wires;
    const name = optionalText(properties, 'TopicName') ?? logicalId;
    const arn = `arn:${account.partition}:sns:${account.region}:${account.id}:${name}`;
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
  },
  create: ({ properties }, { ref: arn, attributes: { TopicName: name = '' } }) => {
    checkProse(properties, 'DisplayName', 100);
    const managedKey = properties['KmsMasterKeyId'] !== undefined;
    if (managedKey) oneOf(properties, 'KmsMasterKeyId', ['alias/aws/sns']);
    if (topics.has(arn)) throw new Error(`there is a topic ${name} already`);
    topics.set(arn, { arn, name, managedKey, subscriptions: [] });
  },
});

export const topicPolicyProvisioner = (topics: Topics): Provisioner => ({
  type: 'AWS::SNS::TopicPolicy',
  properties: ['PolicyDocument', 'Topics'],
  identify: (logicalId) => ({ ref: logicalId, attributes: { Id: logicalId } }),
  create: ({ properties }) => {
    const policy = readPolicy(properties['PolicyDocument']);
    checkPolicy(policy, 'sns');
    for (const arn of textsOf(properties, 'Topics')) topicAt(topics, arn).policy = policy;
  },
});

export const subscriptionProvisioner = (wires: Wires, topics: Topics): Provisioner => ({
  type: 'AWS::SNS::Subscription',
  properties: ['Endpoint', 'FilterPolicy', 'FilterPolicyScope', 'Protocol', 'RedrivePolicy', 'TopicArn'],
  identify: (logicalId, properties) => {
    const arn = `${textOf(properties, 'TopicArn')}:${wires.seeded.id(`subscription ${logicalId}`)}`;
    return { ref: arn, attributes: { Arn: arn } };
  },
  create: ({ properties }, { ref: arn }) => {
    const subscription = readSubscription(arn, properties);
    topicAt(topics, subscription.topicArn).subscriptions.push(subscription);
  },
});

const readSubscription = (arn: string, properties: Properties): Subscription => {
  const protocol = oneOf(properties, 'Protocol', ['email', 'lambda']) as Subscription['protocol'];
  const endpoint = textOf(properties, 'Endpoint');
  if (protocol === 'email' && !/^[^@\s]+@[^@\s]+$/.test(endpoint))
    throw new Error(`Endpoint ${endpoint} is no email address`);
  if (protocol === 'lambda' && !endpoint.includes(':lambda:'))
    throw new Error(`Endpoint ${endpoint} is no function's ARN`);
  const filter = readFilter(properties);
  const redrive = objectOf(properties, 'RedrivePolicy', ['deadLetterTargetArn']);
  return {
    arn,
    topicArn: textOf(properties, 'TopicArn'),
    protocol,
    endpoint,
    ...(filter === undefined ? {} : { filter }),
    ...(redrive === undefined ? {} : { deadLetterArn: queueArnOf(redrive, 'deadLetterTargetArn') }),
  };
};

const topicAt = (topics: Topics, arn: string): Topic => {
  const topic = topics.get(arn);
  if (topic === undefined) throw new Error(`there is no topic ${arn}`);
  return topic;
};
