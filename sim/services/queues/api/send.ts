import type {
  BatchResultErrorEntry,
  SendMessageBatchRequest,
  SendMessageBatchRequestEntry,
  SendMessageBatchResult,
  SendMessageBatchResultEntry,
  SendMessageRequest,
  SendMessageResult,
} from '@aws-sdk/client-sqs';
import { type Api, type Principal, Refusal } from '../../../types.ts';
import { accept, type Incoming, incomingOf, sizeOf } from '../accept.ts';
import { md5OfAttributes, md5OfBody } from '../checksums.ts';
import { type Message, type Queue, queueAt } from '../queue.ts';
import { type Desk, onQueue } from './desk.ts';

export const sendOperations = (desk: Desk): Api['operations'] => {
  const { wires, queues, touch } = desk;
  const send = (queue: Queue, who: Principal, incoming: Incoming): Message => {
    const message = accept(wires, queue, who, incoming);
    touch(queue);
    return message;
  };
  return {
    SendMessage: {
      ...onQueue(desk, 'SendMessage'),
      run: (input: SendMessageRequest, who): SendMessageResult => {
        const queue = queueAt(queues, wires.account, input.QueueUrl);
        return receiptFor(send(queue, who, incomingOf(queue, input)));
      },
    },
    SendMessageBatch: {
      ...onQueue(desk, 'SendMessage'),
      run: ({ QueueUrl: url, Entries: entries = [] }: SendMessageBatchRequest, who): SendMessageBatchResult => {
        const queue = queueAt(queues, wires.account, url);
        checkBatch(entries.map(({ Id: id }) => id));
        checkSize(entries);
        const results = entries.map((entry) =>
          attempt(entry, () => send(queue, who, incomingOf(queue, entry, 'cannot be validated'))),
        );
        return {
          Successful: results.flatMap(({ sent }) => sent ?? []),
          Failed: results.flatMap(({ failed }) => failed ?? []),
        };
      },
    },
  };
};

const receiptFor = ({ id, body, attributes }: Message) => {
  const md5 = md5OfAttributes(attributes);
  return {
    MessageId: id,
    MD5OfMessageBody: md5OfBody(body),
    ...(md5 === undefined ? {} : { MD5OfMessageAttributes: md5 }),
  };
};

type Result = { readonly sent?: SendMessageBatchResultEntry; readonly failed?: BatchResultErrorEntry };

/** One entry's refusal leaves the others alone. */
const attempt = ({ Id: id }: SendMessageBatchRequestEntry, send: () => Message): Result => {
  try {
    return { sent: { Id: id, ...receiptFor(send()) } };
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    return { failed: { Id: id, Code: cause.code, Message: cause.message, SenderFault: true } };
  }
};

const MOST_ENTRIES = 10;
const MOST_BYTES = 1_048_576;

export const checkBatch = (ids: readonly (string | undefined)[]): void => {
  if (ids.length === 0) {
    throw new Refusal('EmptyBatchRequest', 'There should be at least one SendMessageBatchRequestEntry in the request.');
  }
  if (ids.length > MOST_ENTRIES) {
    const why = `Maximum number of entries per request are ${MOST_ENTRIES}. You have sent ${ids.length}.`;
    throw new Refusal('TooManyEntriesInBatchRequest', why);
  }
  if (ids.some((id) => !/^[\w-]{1,80}$/.test(id ?? ''))) {
    const why =
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.';
    throw new Refusal('InvalidBatchEntryId', why);
  }
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new Refusal('BatchEntryIdsNotDistinct', `Id ${twice} repeated.`);
};

const checkSize = (entries: readonly SendMessageBatchRequestEntry[]): void => {
  const bytes = entries.reduce((sum, { MessageBody: body = '' }) => sum + sizeOf(body, {}), 0);
  if (bytes <= MOST_BYTES) return;
  const why = `Batch requests cannot be longer than ${MOST_BYTES} bytes. You have sent ${bytes} bytes.`;
  throw new Refusal('BatchRequestTooLong', why);
};
