import { checkPolicy } from '../../iam/check-policy.ts';
import { readPolicy } from '../../iam/policy.ts';
import type { Provisioner, Wires } from '../../types.ts';
import { checkFlag, checkWhole, objectOf, optionalText, type Properties, textsOf } from '../properties.ts';
import { emptyQueue, type Queue, type Queues, queueArn, queueAt, queueUrl } from './queue.ts';
import { DEFAULTS, withAttributes } from './settings.ts';

const NUMBERS = [
  'DelaySeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'VisibilityTimeout',
];

export const queueProvisioner = (wires: Wires, queues: Queues): Provisioner => ({
  type: 'AWS::SQS::Queue',
  properties: [...NUMBERS, 'QueueName', 'RedrivePolicy', 'SqsManagedSseEnabled', 'Tags'],
  replacing: ['QueueName'],
  identify: (otherwise, properties) => {
    const { account } = wires;
    const name = optionalText(properties, 'QueueName') ?? otherwise;
    const url = queueUrl(account, name);
    return { ref: url, attributes: { Arn: queueArn(account, name), QueueName: name, QueueUrl: url } };
  },
  create: ({ properties }, { attributes: { Arn: arn = '', QueueName: name = '' } }) => {
    if (queues.has(arn)) throw new Error(`there is a queue ${name} already`);
    const settings = withAttributes(DEFAULTS, attributesOf(properties), (other) => queues.has(other));
    queues.set(arn, emptyQueue(wires.account, name, { settings, createdAt: wires.clock.now() }));
  },
  update: ({ properties }, { ref: url }) => {
    const queue = queueAt(queues, wires.account, url);
    const { policy } = queue.settings;
    const settings = withAttributes(DEFAULTS, attributesOf(properties), (other) => queues.has(other));
    queue.settings = { ...settings, ...(policy === undefined ? {} : { policy }) };
    queue.modifiedAt = wires.clock.now();
  },
  remove: (_, { attributes: { Arn: arn = '' } }) => void queues.delete(arn),
});

/** As the API takes them: all texts. CloudFormation takes numbers as numbers and as texts. */
const attributesOf = (properties: Properties): Readonly<Record<string, string>> => {
  for (const name of NUMBERS) checkWhole(properties, name, [0, Number.MAX_SAFE_INTEGER]);
  checkFlag(properties, 'SqsManagedSseEnabled');
  const redrive = objectOf(properties, 'RedrivePolicy', ['deadLetterTargetArn', 'maxReceiveCount']);
  const plain = [...NUMBERS, 'SqsManagedSseEnabled'].filter((name) => properties[name] !== undefined);
  return {
    ...Object.fromEntries(plain.map((name) => [name, String(properties[name])])),
    ...(redrive === undefined ? {} : { RedrivePolicy: JSON.stringify(redrive) }),
  };
};

/** Replaces a queue's policy: without one nobody but the account's own principals may send. */
export const queuePolicyProvisioner = (queues: Queues): Provisioner => ({
  type: 'AWS::SQS::QueuePolicy',
  properties: ['PolicyDocument', 'Queues'],
  replacing: [],
  identify: (name) => ({ ref: name, attributes: { Id: name } }),
  create: ({ properties }) => setPolicy(queues, properties),
  update: ({ properties }, _, before) => {
    setPolicy(queues, properties);
    const kept = textsOf(properties, 'Queues');
    for (const url of textsOf(before.properties, 'Queues')) if (!kept.includes(url)) dropPolicy(queues, url);
  },
  remove: ({ properties }) => {
    for (const url of textsOf(properties, 'Queues')) dropPolicy(queues, url);
  },
});

const setPolicy = (queues: Queues, properties: Properties): void => {
  const document = readPolicy(properties['PolicyDocument']);
  checkPolicy(document, 'sqs');
  const policy = { document, text: JSON.stringify(properties['PolicyDocument']) };
  for (const url of textsOf(properties, 'Queues')) {
    const queue = withUrl(queues, url);
    if (queue === undefined) throw new Error(`Queues names ${url}, which does not exist`);
    queue.settings = { ...queue.settings, policy };
  }
};

const dropPolicy = (queues: Queues, url: string): void => {
  const queue = withUrl(queues, url);
  if (queue === undefined) return;
  const { policy: _, ...settings } = queue.settings;
  queue.settings = settings;
};

const withUrl = (queues: Queues, url: string): Queue | undefined =>
  [...queues.values()].find((candidate) => candidate.url === url);
