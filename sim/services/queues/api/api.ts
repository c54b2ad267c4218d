import type { Api, Wires } from '../../../types.ts';
import type { Queue, Queues } from '../queue.ts';
import { messageOperations } from './messages.ts';
import { queueOperations } from './queues.ts';
import { receiptOperations } from './receipts.ts';
import { sendOperations } from './send.ts';

export const queuesApi = (wires: Wires, queues: Queues, touch: (queue: Queue) => void): Api => {
  const desk = { wires, queues, touch };
  return {
    name: 'sqs',
    operations: {
      ...queueOperations(desk),
      ...sendOperations(desk),
      ...messageOperations(desk),
      ...receiptOperations(desk),
    },
  };
};
