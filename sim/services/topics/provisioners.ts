import { checkPolicy } from '../../iam/check-policy.ts';
import { readPolicy } from '../../iam/policy.ts';
import type { Provisioner, Wires } from '../../types.ts';
import { checkFlag, checkProse, oneOf, optionalText, type Properties, textOf, textsOf } from '../properties.ts';
import { NO_SETTINGS, withSettings } from './settings.ts';
import { checkEndpoint, protocolIn, subscribe } from './subscribing.ts';
import type { Subscription, Topic, Topics } from './topic.ts';

export const topicProvisioner = (wires: Wires, topics: Topics): Provisioner => ({
  type: 'AWS::SNS::Topic',
  properties: ['DisplayName', 'KmsMasterKeyId', 'Tags', 'TopicName'],
  replacing: ['TopicName'],
  identify: (otherwise, properties) => {
    const { account } = wires;
    const name = optionalText(properties, 'TopicName') ?? otherwise;
    const arn = `arn:${account.partition}:sns:${account.region}:${account.id}:${name}`;
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
  },
  create: ({ properties }, { ref: arn, attributes: { TopicName: name = '' } }) => {
    if (topics.has(arn)) throw new Error(`there is a topic ${name} already`);
    topics.set(arn, { arn, name, ...attributesIn(properties), subscriptions: [] });
  },
  update: ({ properties }, { ref: arn }) => void Object.assign(topicAt(topics, arn), attributesIn(properties)),
  remove: (_, { ref: arn }) => void topics.delete(arn),
});

const attributesIn = (properties: Properties): { readonly displayName: string; readonly managedKey: boolean } => {
  checkProse(properties, 'DisplayName', 100);
  const managedKey = properties['KmsMasterKeyId'] !== undefined;
  if (managedKey) oneOf(properties, 'KmsMasterKeyId', ['alias/aws/sns']);
  return { displayName: optionalText(properties, 'DisplayName') ?? '', managedKey };
};

export const topicPolicyProvisioner = (topics: Topics): Provisioner => ({
  type: 'AWS::SNS::TopicPolicy',
  properties: ['PolicyDocument', 'Topics'],
  replacing: [],
  identify: (name) => ({ ref: name, attributes: { Id: name } }),
  create: ({ properties }) => setPolicy(topics, properties),
  update: ({ properties }, _, before) => {
    setPolicy(topics, properties);
    const kept = textsOf(properties, 'Topics');
    for (const arn of textsOf(before.properties, 'Topics')) if (!kept.includes(arn)) dropPolicy(topics, arn);
  },
  remove: ({ properties }) => {
    for (const arn of textsOf(properties, 'Topics')) dropPolicy(topics, arn);
  },
});

const setPolicy = (topics: Topics, properties: Properties): void => {
  const document = readPolicy(properties['PolicyDocument']);
  checkPolicy(document, 'sns');
  const policy = { document, text: JSON.stringify(properties['PolicyDocument']) };
  for (const arn of textsOf(properties, 'Topics')) topicAt(topics, arn).policy = policy;
};

/** The topic is left with what SNS gives each by itself. */
const dropPolicy = (topics: Topics, arn: string): void => {
  const topic = topics.get(arn);
  if (topic !== undefined) delete topic.policy;
};

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
  replacing: ['Endpoint', 'Protocol', 'TopicArn'],
  identify: identifySubscription(wires),
  create: ({ properties, early }, { ref: arn }) => {
    const topic = topicAt(topics, textOf(properties, 'TopicArn'));
    const wanted = wantedIn(properties);
    if (early !== true) subscribe(wires, topic, { ...wanted, arn });
    else topic.subscriptions.push({ ...wanted, arn, topicArn: topic.arn, confirmed: true });
  },
  update: ({ properties }, { ref: arn }) => {
    const { settings } = wantedIn(properties);
    const topic = topicAt(topics, textOf(properties, 'TopicArn'));
    const subscription = topic.subscriptions.find((one) => one.arn === arn);
    if (subscription === undefined) throw new Error(`there is no subscription ${arn}`);
    subscription.settings = settings;
  },
  remove: ({ properties }, { ref: arn }) => {
    const { subscriptions } = topics.get(textOf(properties, 'TopicArn')) ?? { subscriptions: [] };
    const index = subscriptions.findIndex((one) => one.arn === arn);
    if (index >= 0) subscriptions.splice(index, 1);
  },
});

const identifySubscription = ({ seeded }: Wires): Provisioner['identify'] => {
  const ids = new Map<string, string>();
  return (name, properties) => {
    const id = ids.get(name) ?? seeded.id(`subscription ${name}`);
    ids.set(name, id);
    const arn = `${textOf(properties, 'TopicArn')}:${id}`;
    return { ref: arn, attributes: { Arn: arn } };
  };
};

const wantedIn = (properties: Properties): Pick<Subscription, 'protocol' | 'endpoint' | 'settings'> => {
  const protocol = protocolIn(textOf(properties, 'Protocol'));
  const endpoint = textOf(properties, 'Endpoint');
  checkEndpoint(protocol, endpoint);
  checkFlag(properties, 'RawMessageDelivery');
  return { protocol, endpoint, settings: withSettings(NO_SETTINGS, attributesOf(properties), 'Attributes Reason: ') };
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
