import type { Instant, Wires } from '../../types.ts';
import { wake } from './accept.ts';
import { expire, isVisible, type Message, type Queue, type Queues } from './queue.ts';

export type Wish = { readonly most: number; readonly visibilitySeconds: number };

/** Takes visible messages, the oldest first, and hides them; what was received too often goes to the dead letters. */
export const take = (wires: Wires, queues: Queues, queue: Queue, { most, visibilitySeconds }: Wish): Message[] => {
  const now = wires.clock.now();
  expire(queue, now);
  for (const message of queue.messages.filter((one) => isVisible(one, now) && isSpent(queue, one))) {
    giveUp(wires, queues, queue, message);
  }
  const taken = queue.messages.filter((message) => isVisible(message, now)).slice(0, most);
  for (const message of taken) {
    message.received += 1;
    message.firstReceivedAt ??= now;
    message.lastReceivedAt = now;
    message.visibleAt = now + visibilitySeconds * 1_000;
    message.receipt = receiptOf(queue, message, wires.seeded.id('sqs receipts'));
  }
  return taken;
};

const isSpent = ({ settings: { redrive } }: Queue, { received }: Message): boolean =>
  redrive !== undefined && received >= redrive.maxReceiveCount;

const giveUp = (wires: Wires, queues: Queues, queue: Queue, message: Message): void => {
  const dead = queues.get(queue.settings.redrive?.deadLetterArn ?? '');
  if (dead === undefined) return;
  queue.messages.splice(queue.messages.indexOf(message), 1);
  // It stays the same message, sent when it was sent.
  dead.messages.push({ ...message, received: 0, visibleAt: wires.clock.now(), sourceArn: queue.arn });
  const why = `it was received ${message.received} times and never deleted`;
  wires.journal.write('dead-letter', { queue: dead.name, from: queue.name, why });
  wake(dead);
};

/** Looks again whenever a message may be there, until one is or the time is over. */
export const waitFor = (
  wires: Wires,
  queue: Queue,
  { until, look, give }: { until: Instant; look: () => Message[]; give: (messages: Message[]) => void },
): void => {
  const { clock } = wires;
  let isOver = false;
  const end = (messages: Message[]): void => {
    isOver = true;
    queue.waiting.delete(attempt);
    give(messages);
  };
  const attempt = (): void => {
    if (isOver) return;
    const taken = look();
    if (taken.length > 0) end(taken);
    else planNext();
  };
  const planNext = (): void => {
    const hidden = queue.messages.map(({ visibleAt }) => visibleAt).filter((time) => time > clock.now());
    const next = Math.min(...hidden);
    if (next < until) clock.at(next, `a message of queue ${queue.name} is visible again`, attempt);
  };
  queue.waiting.add(attempt);
  clock.at(until, `a wait for queue ${queue.name} is over`, () => {
    if (!isOver) end([]);
  });
  planNext();
};

/** A receipt tells queue and message, so that one of another queue, or of nobody's making, is known. */
const receiptOf = ({ name }: Queue, { id }: Message, chance: string): string =>
  Buffer.from(`${name}/${id}/${chance}`).toString('base64');

export const isReceiptOf = ({ name }: Queue, receipt: string): boolean =>
  /^[\w-]+\/[\da-f-]{36}\/[\da-f-]{36}$/.test(Buffer.from(receipt, 'base64').toString()) &&
  Buffer.from(receipt, 'base64').toString().startsWith(`${name}/`);
