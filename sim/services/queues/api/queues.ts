import type {
  CreateQueueRequest,
  CreateQueueResult,
  DeleteQueueRequest,
  GetQueueAttributesRequest,
  GetQueueAttributesResult,
  GetQueueUrlRequest,
  GetQueueUrlResult,
  ListQueuesRequest,
  ListQueuesResult,
  PurgeQueueRequest,
  SetQueueAttributesRequest,
} from '@aws-sdk/client-sqs';
import { type Api, type Instant, Refusal } from '../../../types.ts';
import { attributesOf } from '../attributes.ts';
import { emptyQueue, queueArn, queueAt } from '../queue.ts';
import { DEFAULTS, withAttributes } from '../settings.ts';
import { type Desk, onQueue } from './desk.ts';

/** For so long after it is deleted a queue's name is taken, and after it is purged a queue cannot be purged again. */
const MINUTE = 60_000;

export const queueOperations = (desk: Desk): Api['operations'] => {
  const { wires, queues } = desk;
  const { account, clock } = wires;
  const deletedAt = new Map<string, Instant>();
  const exists = (arn: string): boolean => queues.has(arn);
  return {
    CreateQueue: {
      needs: ({ QueueName: name = '' }: CreateQueueRequest) => [
        { action: 'sqs:CreateQueue', resource: queueArn(account, name) },
      ],
      run: ({ QueueName: name = '', Attributes: attributes = {} }: CreateQueueRequest): CreateQueueResult => {
        checkName(name, attributes);
        const known = queues.get(queueArn(account, name));
        const settings = withAttributes(known?.settings ?? DEFAULTS, attributes, exists);
        if (known !== undefined) {
          checkSame(attributesOf(known, clock.now()), attributes);
          return { QueueUrl: known.url };
        }
        if (clock.now() - (deletedAt.get(name) ?? -MINUTE) < MINUTE) {
          const why =
            'You must wait 60 seconds after deleting a queue before you can create another with the same name.';
          throw new Refusal('QueueDeletedRecently', why);
        }
        const queue = emptyQueue(account, name, { settings, createdAt: clock.now() });
        queues.set(queue.arn, queue);
        return { QueueUrl: queue.url };
      },
    },
    DeleteQueue: {
      ...onQueue(desk, 'DeleteQueue'),
      run: ({ QueueUrl: url }: DeleteQueueRequest) => {
        const queue = queueAt(queues, account, url);
        queues.delete(queue.arn);
        deletedAt.set(queue.name, clock.now());
        return {};
      },
    },
    GetQueueUrl: {
      needs: ({ QueueName: name = '' }: GetQueueUrlRequest) => [
        { action: 'sqs:GetQueueUrl', resource: queueArn(account, name) },
      ],
      run: ({ QueueName: name, QueueOwnerAWSAccountId: owner }: GetQueueUrlRequest): GetQueueUrlResult => {
        const url = owner === undefined || owner === account.id ? name : '';
        return { QueueUrl: queueAt(queues, account, url).url };
      },
    },
    GetQueueAttributes: {
      ...onQueue(desk, 'GetQueueAttributes'),
      run: ({ QueueUrl: url, AttributeNames: names = [] }: GetQueueAttributesRequest): GetQueueAttributesResult => {
        const all = attributesOf(queueAt(queues, account, url), clock.now());
        const wanted = Object.entries(all).filter(([name]) => names.some((one) => one === 'All' || one === name));
        return wanted.length === 0 ? {} : { Attributes: Object.fromEntries(wanted) };
      },
    },
    SetQueueAttributes: {
      ...onQueue(desk, 'SetQueueAttributes'),
      run: ({ QueueUrl: url, Attributes: attributes = {} }: SetQueueAttributesRequest) => {
        const queue = queueAt(queues, account, url);
        queue.settings = withAttributes(queue.settings, attributes, exists);
        queue.modifiedAt = clock.now();
        return {};
      },
    },
    ListQueues: {
      needs: () => [{ action: 'sqs:ListQueues', resource: '*' }],
      run: ({
        QueueNamePrefix: prefix = '',
        MaxResults: most,
        NextToken: token,
      }: ListQueuesRequest): ListQueuesResult => {
        const named = [...queues.values()].filter(({ name }) => name.startsWith(prefix)).map(({ url }) => url);
        const all = named.sort();
        const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64').toString());
        const to = from + (most ?? 1_000);
        if (all.length === 0) return {};
        const more = most !== undefined && to < all.length;
        return {
          QueueUrls: all.slice(from, to),
          ...(more ? { NextToken: Buffer.from(String(to)).toString('base64') } : {}),
        };
      },
    },
    PurgeQueue: {
      ...onQueue(desk, 'PurgeQueue'),
      run: ({ QueueUrl: url }: PurgeQueueRequest) => {
        const queue = queueAt(queues, account, url);
        if (clock.now() - (queue.purgedAt ?? clock.now() - MINUTE) < MINUTE) {
          const why = `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`;
          throw new Refusal('PurgeQueueInProgress', why, 403);
        }
        queue.purgedAt = clock.now();
        queue.messages.splice(0);
        return {};
      },
    },
  };
};

const FIFO_ONLY = ['FifoQueue', 'ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'];

const checkName = (name: string, attributes: Readonly<Record<string, string>>): void => {
  if (name.endsWith('.fifo') || FIFO_ONLY.some((attribute) => attributes[attribute] === 'true')) {
    throw new Error(`the small AWS knows no FIFO queues: ${name}`);
  }
  if (/^[\w-]{1,80}$/.test(name)) return;
  const why = 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length';
  throw new Refusal('InvalidParameterValue', why);
};

const checkSame = (known: Readonly<Record<string, string>>, given: Readonly<Record<string, string>>): void => {
  const other = Object.entries(given).find(([name, value]) => known[name] !== value);
  if (other === undefined) return;
  const why = `A queue already exists with the same name and a different value for attribute ${other[0]}`;
  throw new Refusal('QueueNameExists', why);
};
