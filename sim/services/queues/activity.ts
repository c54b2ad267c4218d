import type { Instant, Wires } from '../../types.ts';
import { expire, isVisible, type Queue } from './queue.ts';

/** SQS stops sending a queue's metrics once nothing has touched it for so long. */
const ACTIVE_FOR = 6 * 3_600_000;

const MINUTE = 60_000;

/** Answers how a queue is touched: from then on its depth is a metric, each minute, while the queue is active. */
export const makeActivity = (wires: Wires): ((queue: Queue) => void) => {
  const lastTouched = new Map<string, Instant>();

  const report = (queue: Queue, minute: Instant): void =>
    wires.clock.at(minute + MINUTE, `depth of queue ${queue.name}`, () => {
      expire(queue, wires.clock.now());
      wires.metrics.put({
        namespace: 'AWS/SQS',
        name: 'ApproximateNumberOfMessagesVisible',
        dimensions: { QueueName: queue.name },
        at: minute,
        unit: 'Count',
        values: [[queue.messages.filter((message) => isVisible(message, wires.clock.now())).length, 1]],
      });
      const touched = lastTouched.get(queue.arn) ?? 0;
      if (queue.messages.length > 0 || wires.clock.now() - touched < ACTIVE_FOR) report(queue, minute + MINUTE);
      else lastTouched.delete(queue.arn);
    });

  return (queue) => {
    const reporting = lastTouched.has(queue.arn);
    lastTouched.set(queue.arn, wires.clock.now());
    if (!reporting) report(queue, Math.floor(wires.clock.now() / MINUTE) * MINUTE);
  };
};
