import type { ChangeMessageVisibilityRequest, DeleteMessageRequest } from '@aws-sdk/client-sqs';
import { type Api, Refusal } from '../../../types.ts';
import { wake } from '../accept.ts';
import { isVisible, type Message, type Queue, queueAt } from '../queue.ts';
import { isReceiptOf } from '../receive.ts';
import { type Desk, onQueue } from './desk.ts';

const LONGEST_SECONDS = 43_200;

/** What is done with a message that was received, by the handle of its receipt. */
export const receiptOperations = (desk: Desk): Api['operations'] => {
  const { wires, queues, touch } = desk;
  return {
    DeleteMessage: {
      ...onQueue(desk, 'DeleteMessage'),
      run: ({ QueueUrl: url, ReceiptHandle: receipt = '' }: DeleteMessageRequest) => {
        const queue = queueAt(queues, wires.account, url);
        const message = received(queue, receipt);
        if (message !== undefined) queue.messages.splice(queue.messages.indexOf(message), 1);
        touch(queue);
        return {};
      },
    },
    ChangeMessageVisibility: {
      ...onQueue(desk, 'ChangeMessageVisibility'),
      run: (input: ChangeMessageVisibilityRequest) => {
        const { QueueUrl: url, ReceiptHandle: receipt = '', VisibilityTimeout: seconds = 0 } = input;
        const queue = queueAt(queues, wires.account, url);
        if (seconds < 0 || seconds > LONGEST_SECONDS) {
          throw invalid('VisibilityTimeout', seconds, `Must be between 0 and ${LONGEST_SECONDS}, if provided.`);
        }
        const message = received(queue, receipt);
        const now = wires.clock.now();
        if (message === undefined || isVisible(message, now)) {
          const why = 'Message does not exist or is not available for visibility timeout change.';
          throw invalid('ReceiptHandle', receipt, why);
        }
        const visibleAt = now + seconds * 1_000;
        if (visibleAt - (message.lastReceivedAt ?? now) > LONGEST_SECONDS * 1_000) {
          const why = `Total VisibilityTimeout for the message is beyond the limit [${LONGEST_SECONDS} seconds].`;
          throw invalid('VisibilityTimeout', seconds, why);
        }
        message.visibleAt = visibleAt;
        touch(queue);
        wake(queue);
        return {};
      },
    },
  };
};

/** Undefined for the receipt of a message that is gone, or that was received again since. */
const received = (queue: Queue, receipt: string): Message | undefined => {
  if (!isReceiptOf(queue, receipt)) {
    const why = `The input receipt handle "${receipt}" is not a valid receipt handle.`;
    throw new Refusal('ReceiptHandleIsInvalid', why);
  }
  return queue.messages.find((message) => message.receipt === receipt);
};

const invalid = (name: string, value: string | number, why: string): Refusal =>
  new Refusal('InvalidParameterValue', `Value ${value} for parameter ${name} is invalid. Reason: ${why}`);
