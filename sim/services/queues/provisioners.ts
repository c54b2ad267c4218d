import { checkPolicy, readPolicy } from '../../iam/policy.ts';
import type { Provisioner, Wires } from '../../types.ts';
import { optionalText } from '../properties.ts';
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
  create: (_, { ref: url, attributes: { Arn: arn = '', QueueName: name = '' } }) => {
    if (queues.has(arn)) throw new Error(`there is a queue ${name} already`);
    queues.set(arn, { name, arn, url, messages: [] });
  },
});

/** Replaces a queue's policy: without one nobody but the account's own principals may send. */
export const queuePolicyProvisioner = (queues: ReadonlyMap<string, Queue>): Provisioner => ({
  type: 'AWS::SQS::QueuePolicy',
  properties: ['PolicyDocument', 'Queues'],
  identify: (logicalId) => ({ ref: logicalId, attributes: { Id: logicalId } }),
  create: ({ properties: { PolicyDocument: document, Queues: urls } }) => {
    const policy = readPolicy(document);
    checkPolicy(policy, 'resource');
    for (const url of Array.isArray(urls) ? urls : []) {
      const queue = [...queues.values()].find((candidate) => candidate.url === url);
      if (queue === undefined) throw new Error(`Queues names ${String(url)}, which does not exist`);
      queue.policy = policy;
    }
  },
});
