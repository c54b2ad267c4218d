import { checkPolicy, readPolicy } from '../../iam/policy.ts';
import type { Provisioner, Wires } from '../../types.ts';
import { objectOf, oneOf, optionalText, type Properties, textOf } from '../properties.ts';
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
  create: ({ properties: { PolicyDocument: document, Topics: arns } }) => {
    const policy = readPolicy(document);
    checkPolicy(policy, 'resource');
    for (const arn of Array.isArray(arns) ? arns : []) topicAt(topics, String(arn)).policy = policy;
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
    ...(redrive === undefined ? {} : { deadLetterArn: textOf(redrive, 'deadLetterTargetArn') }),
  };
};

const topicAt = (topics: Topics, arn: string): Topic => {
  const topic = topics.get(arn);
  if (topic === undefined) throw new Error(`there is no topic ${arn}`);
  return topic;
};
