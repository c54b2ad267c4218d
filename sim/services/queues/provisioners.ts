import { checkPolicy } from '../../iam/check-policy.ts';
import { readPolicy } from '../../iam/policy.ts';
import type { Provisioner, Wires } from '../../types.ts';
import { checkFlag, checkWhole, objectOf, optionalText, type Properties, textsOf } from '../properties.ts';
import { emptyQueue, type Queues, queueArn, queueUrl } from './queue.ts';
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
  identify: (logicalId, properties) => {
    const { account } = wires;
    const name = optionalText(properties, 'QueueName') ?? logicalId;
    const url = queueUrl(account, name);
    return { ref: url, attributes: { Arn: queueArn(account, name), QueueName: name, QueueUrl: url } };
  },
  create: ({ properties }, { attributes: { Arn: arn = '', QueueName: name = '' } }) => {
    if (queues.has(arn)) throw new Error(`there is a queue ${name} already`);
    const settings = withAttributes(DEFAULTS, attributesOf(properties), (other) => queues.has(other));
    queues.set(arn, emptyQueue(wires.account, name, { settings, createdAt: wires.clock.now() }));
  },
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
  identify: (logicalId) => ({ ref: logicalId, attributes: { Id: logicalId } }),
  create: ({ properties }) => {
    const document = readPolicy(properties['PolicyDocument']);
    checkPolicy(document, 'sqs');
    const policy = { document, text: JSON.stringify(properties['PolicyDocument']) };
    for (const url of textsOf(properties, 'Queues')) {
      const queue = [...queues.values()].find((candidate) => candidate.url === url);
      if (queue === undefined) throw new Error(`Queues names ${url}, which does not exist`);
      queue.settings = { ...queue.settings, policy };
    }
  },
});
