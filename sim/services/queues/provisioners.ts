import { checkPolicy } from '../../iam/check-policy.ts';
import { readPolicy } from '../../iam/policy.ts';
import type { Provisioner, Wires } from '../../types.ts';
import { checkFlag, checkWhole, optionalText, textsOf } from '../properties.ts';
import type { Queue } from './queues.ts';

export const queueProvisioner = (wires: Wires, queues: Map<string, Queue>): Provisioner => ({
  type: 'AWS::SQS::Queue',
  properties: [
    'DelaySeconds',
    'MaximumMessageSize',
    'MessageRetentionPeriod',
    'QueueName',
    'ReceiveMessageWaitTimeSeconds',
    'SqsManagedSseEnabled',
    'Tags',
    'VisibilityTimeout',
  ],
  identify: (logicalId, properties) => {
    const { account } = wires;
    const name = optionalText(properties, 'QueueName') ?? logicalId;
    const url = `https://sqs.${account.region}.amazonaws.com/${account.id}/${name}`;
    const arn = `arn:${account.partition}:sqs:${account.region}:${account.id}:${name}`;
    return { ref: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
  },
  create: ({ properties }, { ref: url, attributes: { Arn: arn = '', QueueName: name = '' } }) => {
    for (const [attribute, range] of Object.entries(RANGES)) checkWhole(properties, attribute, range);
    checkFlag(properties, 'SqsManagedSseEnabled');
    if (queues.has(arn)) throw new Error(`there is a queue ${name} already`);
    queues.set(arn, { name, arn, url, messages: [] });
  },
});

/** In seconds, but for the size: bytes. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  DelaySeconds: [0, 900],
  MaximumMessageSize: [1_024, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  VisibilityTimeout: [0, 43_200],
};

/** Replaces a queue's policy: without one nobody but the account's own principals may send. */
export const queuePolicyProvisioner = (queues: ReadonlyMap<string, Queue>): Provisioner => ({
  type: 'AWS::SQS::QueuePolicy',
  properties: ['PolicyDocument', 'Queues'],
  identify: (logicalId) => ({ ref: logicalId, attributes: { Id: logicalId } }),
  create: ({ properties }) => {
    const policy = readPolicy(properties['PolicyDocument']);
    checkPolicy(policy, 'sqs');
    for (const url of textsOf(properties, 'Queues')) {
      const queue = [...queues.values()].find((candidate) => candidate.url === url);
      if (queue === undefined) throw new Error(`Queues names ${url}, which does not exist`);
      queue.policy = policy;
    }
  },
});
