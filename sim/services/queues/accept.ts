import type { MessageAttributeValue, SendMessageRequest } from '@aws-sdk/client-sqs';
import { type MessageAttribute, type MessageAttributes, type Principal, Refusal, type Wires } from '../../types.ts';
import { bytesOf } from './checksums.ts';
import type { Message, Queue } from './queue.ts';

export type Incoming = {
  readonly body: string;
  readonly attributes?: MessageAttributes;
  readonly delaySeconds?: number;
  readonly given?: Readonly<Record<string, string>>;
};

/** Puts a message into the queue, and calls those who wait for one. */
export const accept = (wires: Wires, queue: Queue, who: Principal, incoming: Incoming): Message => {
  const { body, attributes = {}, given = {}, delaySeconds = queue.settings.DelaySeconds } = incoming;
  const now = wires.clock.now();
  const message: Message = {
    id: wires.seeded.id('sqs messages'),
    body,
    attributes,
    given,
    senderId: senderIdOf(who),
    sentAt: now,
    visibleAt: now + delaySeconds * 1_000,
    received: 0,
  };
  queue.messages.push(message);
  wake(queue);
  return message;
};

export const wake = ({ waiting }: Queue): void => {
  // Who finds something stops waiting: the set is copied first.
  for (const look of Array.from(waiting)) look();
};

const senderIdOf = (who: Principal): string => {
  if (who.kind === 'role') return `${who.roleId}:${who.functionName}`;
  return who.kind === 'service' ? who.service : who.name;
};

type Sent = Omit<SendMessageRequest, 'QueueUrl'>;
export type Wording = 'are invalid' | 'cannot be validated';

/** What a sender gives, checked as SendMessage checks it; of an entry of a batch SQS says so in other words. */
export const incomingOf = ({ settings }: Queue, sent: Sent, wording: Wording = 'are invalid'): Incoming => {
  const { MessageBody: body = '', DelaySeconds: delay, MessageDeduplicationId: deduplication } = sent;
  if (body === '') throw new Refusal('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (deduplication !== undefined) throw wrongType('MessageDeduplicationId', deduplication);
  const odd = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.exec(body)?.[0];
  if (odd !== undefined) throw invalidCharacter(odd);
  if (delay !== undefined && !(Number.isInteger(delay) && delay >= 0 && delay <= 900)) {
    throw invalid('DelaySeconds', delay, 'DelaySeconds must be >= 0 and <= 900.');
  }
  const attributes = attributesOf(sent.MessageAttributes ?? {});
  if (sizeOf(body, attributes) > settings.MaximumMessageSize) {
    const why = `One or more parameters ${wording}. Reason: Message must be shorter than ${settings.MaximumMessageSize} bytes.`;
    throw new Refusal('InvalidParameterValue', why);
  }
  return { body, attributes, given: givenIn(sent), ...(delay === undefined ? {} : { delaySeconds: delay }) };
};

/** Names, types and values of attributes count, too. In bytes. */
export const sizeOf = (body: string, attributes: MessageAttributes): number =>
  Object.entries(attributes)
    .map(([name, attribute]) => Buffer.byteLength(name + attribute.type) + bytesOf(attribute).length)
    .reduce((sum, size) => sum + size, Buffer.byteLength(body));

const givenIn = ({ MessageGroupId: group, MessageSystemAttributes: system = {} }: Sent): Record<string, string> => {
  const trace = system['AWSTraceHeader']?.StringValue;
  return {
    ...(group === undefined ? {} : { MessageGroupId: group }),
    ...(trace === undefined ? {} : { AWSTraceHeader: trace }),
  };
};

const MOST_ATTRIBUTES = 10;

const attributesOf = (given: Readonly<Record<string, MessageAttributeValue>>): MessageAttributes => {
  const entries = Object.entries(given);
  if (entries.length > MOST_ATTRIBUTES) {
    const why = `Number of message attributes [${entries.length}] exceeds the allowed maximum [${MOST_ATTRIBUTES}].`;
    throw new Refusal('InvalidParameterValue', why);
  }
  return Object.fromEntries(entries.map(([name, value]) => [name, attributeOf(name, value)]));
};

const attributeOf = (name: string, { DataType: type = '', ...value }: MessageAttributeValue): MessageAttribute => {
  const kind = /^(String|Number|Binary)(\.|$)/.exec(type)?.[1];
  if (kind === undefined) {
    const why = `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`;
    throw new Refusal('InvalidParameterValue', why);
  }
  const text = kind === 'Binary' ? Buffer.from(value.BinaryValue ?? '').toString('base64') : value.StringValue;
  if (text !== undefined && text !== '') return { type, value: text };
  const why = `Message (user) attribute '${name}' must contain a non-empty value of type '${kind}'.`;
  throw new Refusal('InvalidParameterValue', why);
};

const invalidCharacter = (character: string): Refusal => {
  const code = character.codePointAt(0)?.toString(16).toUpperCase();
  return new Refusal(
    'InvalidMessageContents',
    `Invalid binary character '#x${code}' was found in the message body, the set of allowed characters is #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF`,
  );
};

const invalid = (name: string, value: string | number, why: string): Refusal =>
  new Refusal('InvalidParameterValue', `Value ${value} for parameter ${name} is invalid. Reason: ${why}`);

const wrongType = (name: string, value: string): Refusal =>
  invalid(name, value, 'The request include parameter that is not valid for this queue type');
