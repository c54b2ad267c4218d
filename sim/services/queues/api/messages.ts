import type { Message as MessageEntry, ReceiveMessageRequest, ReceiveMessageResult } from '@aws-sdk/client-sqs';
import { type Api, Later, type MessageAttributes, Refusal } from '../../../types.ts';
import { bytesOf, isBinary, md5OfAttributes, md5OfBody } from '../checksums.ts';
import { type Message, type Queue, queueAt } from '../queue.ts';
import { take, waitFor } from '../receive.ts';
import { type Desk, onQueue } from './desk.ts';

export const messageOperations = (desk: Desk): Api['operations'] => {
  const { wires, queues, touch } = desk;
  return {
    ReceiveMessage: {
      ...onQueue(desk, 'ReceiveMessage'),
      run: (input: ReceiveMessageRequest): ReceiveMessageResult | Later => {
        const queue = queueAt(queues, wires.account, input.QueueUrl);
        const { most, seconds, wait } = wishOf(queue, input);
        const look = (): Message[] => {
          touch(queue);
          return take(wires, queues, queue, { most, visibilitySeconds: seconds });
        };
        const reply = (messages: readonly Message[]): ReceiveMessageResult =>
          messages.length === 0 ? {} : { Messages: messages.map((message) => entryOf(message, input)) };
        const taken = look();
        if (taken.length > 0 || wait === 0) return reply(taken);
        const until = wires.clock.now() + wait * 1_000;
        return new Later((answer) => waitFor(wires, queue, { until, look, give: (late) => answer(reply(late)) }));
      },
    },
  };
};

const wishOf = ({ settings }: Queue, input: ReceiveMessageRequest) => {
  const most = input.MaxNumberOfMessages ?? 1;
  const seconds = input.VisibilityTimeout ?? settings.VisibilityTimeout;
  const wait = input.WaitTimeSeconds ?? settings.ReceiveMessageWaitTimeSeconds;
  if (input.ReceiveRequestAttemptId !== undefined) {
    throw new Error('the small AWS knows no FIFO queues: ReceiveRequestAttemptId of ReceiveMessage');
  }
  if (most < 1 || most > 10) throw invalid('MaxNumberOfMessages', most, 'Must be between 1 and 10, if provided.');
  if (seconds < 0 || seconds > 43_200) {
    throw invalid('VisibilityTimeout', seconds, 'Must be between 0 and 43200, if provided.');
  }
  if (wait < 0 || wait > 20) throw invalid('WaitTimeSeconds', wait, 'Must be >= 0 and <= 20, if provided.');
  return { most, seconds, wait };
};

const invalid = (name: string, value: number, why: string): Refusal =>
  new Refusal('InvalidParameterValue', `Value ${value} for parameter ${name} is invalid. Reason: ${why}`);

const entryOf = (message: Message, input: ReceiveMessageRequest): MessageEntry => {
  const wanted = pick(message.attributes, input.MessageAttributeNames ?? []);
  const md5 = md5OfAttributes(wanted);
  const system = systemAttributes(message, [
    ...(input.AttributeNames ?? []),
    ...(input.MessageSystemAttributeNames ?? []),
  ]);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    MD5OfBody: md5OfBody(message.body),
    Body: message.body,
    ...(Object.keys(system).length === 0 ? {} : { Attributes: system }),
    ...(md5 === undefined ? {} : { MD5OfMessageAttributes: md5, MessageAttributes: valuesOf(wanted) }),
  };
};

/** By name, all of them by `All` or `.*`, or all that begin alike by `begin.*`. */
const pick = (attributes: MessageAttributes, names: readonly string[]): MessageAttributes =>
  Object.fromEntries(
    Object.entries(attributes).filter(([name]) =>
      names.some((one) => one === 'All' || one === name || (one.endsWith('.*') && name.startsWith(one.slice(0, -2)))),
    ),
  );

const valuesOf = (attributes: MessageAttributes) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => [
      name,
      isBinary(attribute)
        ? { DataType: attribute.type, BinaryValue: new Uint8Array(bytesOf(attribute)) }
        : { DataType: attribute.type, StringValue: attribute.value },
    ]),
  );

const systemAttributes = (message: Message, names: readonly string[]): Record<string, string> => {
  const all: Readonly<Record<string, string>> = {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.received),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? ''),
    ...(message.sourceArn === undefined ? {} : { DeadLetterQueueSourceArn: message.sourceArn }),
    ...message.given,
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes('All') || names.includes(name)));
};
