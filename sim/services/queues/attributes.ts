import type { Instant } from '../../types.ts';
import { expire, isVisible, type Message, type Queue } from './queue.ts';

/** What GetQueueAttributes tells of a queue: what was set, and what is in it. Times in seconds. */
export const attributesOf = (queue: Queue, now: Instant): Readonly<Record<string, string>> => {
  expire(queue, now);
  const { settings, messages } = queue;
  const { policy, redrive, ...plain } = settings;
  const count = (test: (message: Message) => boolean): string => String(messages.filter(test).length);
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: count((message) => isVisible(message, now)),
    ApproximateNumberOfMessagesNotVisible: count((message) => !isVisible(message, now) && message.received > 0),
    ApproximateNumberOfMessagesDelayed: count((message) => !isVisible(message, now) && message.received === 0),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1_000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1_000)),
    ...Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, String(value)])),
    ...(policy === undefined ? {} : { Policy: policy.text }),
    ...(redrive === undefined ? {} : { RedrivePolicy: redrive.text }),
  };
};
