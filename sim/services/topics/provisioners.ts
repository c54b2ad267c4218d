import { checkPolicy } from '../../iam/check-policy.ts';
import { readPolicy } from '../../iam/policy.ts';
import type { Provisioner, Wires } from '../../types.ts';
import { checkFlag, checkProse, oneOf, optionalText, type Properties, textOf, textsOf } from '../properties.ts';
import { NO_SETTINGS, withSettings } from './settings.ts';
import { checkEndpoint, protocolIn } from './subscribing.ts';
import type { Subscription, Topic, Topics } from './topic.ts';

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
    const displayName = optionalText(properties, 'DisplayName') ?? '';
    topics.set(arn, { arn, name, displayName, managedKey, subscriptions: [] });
  },
});

export const topicPolicyProvisioner = (topics: Topics): Provisioner => ({
  type: 'AWS::SNS::TopicPolicy',
  properties: ['PolicyDocument', 'Topics'],
  identify: (logicalId) => ({ ref: logicalId, attributes: { Id: logicalId } }),
  create: ({ properties }) => {
    const document = readPolicy(properties['PolicyDocument']);
    checkPolicy(document, 'sns');
    const policy = { document, text: JSON.stringify(properties['PolicyDocument']) };
    for (const arn of textsOf(properties, 'Topics')) topicAt(topics, arn).policy = policy;
  },
});

export const subscriptionProvisioner = (wires: Wires, topics: Topics): Provisioner => ({
  type: 'AWS::SNS::Subscription',
  properties: [
    'Endpoint',
    'FilterPolicy',
    'FilterPolicyScope',
    'Protocol',
    'RawMessageDelivery',
    'RedrivePolicy',
    'TopicArn',
  ],
  identify: (logicalId, properties) => {
    const arn = `${textOf(properties, 'TopicArn')}:${wires.seeded.id(`subscription ${logicalId}`)}`;
    return { ref: arn, attributes: { Arn: arn } };
  },
  create: ({ properties }, { ref: arn }) => {
    const subscription = readSubscription(arn, properties);
    topicAt(topics, subscription.topicArn).subscriptions.push(subscription);
  },
});

/** Who is subscribed by a template counts as confirmed, unless a scenario leaves the address pending. */
const readSubscription = (arn: string, properties: Properties): Subscription => {
  const protocol = protocolIn(textOf(properties, 'Protocol'));
  const endpoint = textOf(properties, 'Endpoint');
  checkEndpoint(protocol, endpoint);
  checkFlag(properties, 'RawMessageDelivery');
  const settings = withSettings(NO_SETTINGS, attributesOf(properties), 'Attributes Reason: ');
  return { arn, topicArn: textOf(properties, 'TopicArn'), protocol, endpoint, settings, confirmed: true };
};

/** As the API takes them: all texts, policies as JSON. */
const attributesOf = (properties: Properties): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ['FilterPolicyScope', 'FilterPolicy', 'RawMessageDelivery', 'RedrivePolicy']
      .filter((name) => properties[name] !== undefined)
      .map((name) => {
        const value = properties[name];
        return [name, typeof value === 'string' ? value : JSON.stringify(value)];
      }),
  );

const topicAt = (topics: Topics, arn: string): Topic => {
  const topic = topics.get(arn);
  if (topic === undefined) throw new Error(`there is no topic ${arn}`);
  return topic;
};
