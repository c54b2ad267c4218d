import { type Account, type Instant, type MessageAttributes, Refusal } from '../../types.ts';
import type { Settings } from './settings.ts';

export type Message = {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly senderId: string;
  readonly sentAt: Instant;
  /** System attributes that the sender gave: a trace header, a message group. */
  readonly given: Readonly<Record<string, string>>;
  /** The queue that gave it up, of a message that was received too often. */
  readonly sourceArn?: string;
  visibleAt: Instant;
  received: number;
  firstReceivedAt?: Instant;
  lastReceivedAt?: Instant;
  /** The handle of the latest receipt: older ones delete nothing. */
  receipt?: string;
};

export type Queue = {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly createdAt: Instant;
  modifiedAt: Instant;
  settings: Settings;
  readonly messages: Message[];
  purgedAt?: Instant;
  /** Who waits for a message: each looks again when it is called. */
  readonly waiting: Set<() => void>;
};

/** By their ARN. */
export type Queues = Map<string, Queue>;

export const queueArn = ({ partition, region, id }: Account, name: string): string =>
  `arn:${partition}:sqs:${region}:${id}:${name}`;

export const queueUrl = ({ region, id }: Account, name: string): string =>
  `https://sqs.${region}.amazonaws.com/${id}/${name}`;

export const emptyQueue = (account: Account, name: string, made: Pick<Queue, 'createdAt' | 'settings'>): Queue => ({
  ...made,
  name,
  arn: queueArn(account, name),
  url: queueUrl(account, name),
  modifiedAt: made.createdAt,
  messages: [],
  waiting: new Set(),
});

/** A queue's URL may be of any host: a client that speaks to another endpoint makes it so. Its last part is the name. */
export const arnOfUrl = (account: Account, url = ''): string => queueArn(account, url.split('/').at(-1) ?? '');

export const queueAt = (queues: Queues, account: Account, url: string | undefined): Queue => {
  const queue = queues.get(arnOfUrl(account, url));
  if (queue !== undefined) return queue;
  throw new Refusal('QueueDoesNotExist', 'The specified queue does not exist.');
};

/** Forgets what was kept for longer than the queue keeps anything. */
export const expire = ({ messages, settings }: Queue, now: Instant): void => {
  const oldest = now - settings.MessageRetentionPeriod * 1_000;
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    if ((messages[index]?.sentAt ?? now) <= oldest) messages.splice(index, 1);
  }
};

export const isVisible = ({ visibleAt }: Message, now: Instant): boolean => visibleAt <= now;
