import type { Need, PolicyDocument, Wires } from '../../../types.ts';
import { arnOfUrl, type Queue, type Queues } from '../queue.ts';

/** What the operations of SQS share. */
export type Desk = {
  readonly wires: Wires;
  readonly queues: Queues;
  /** Tells that somebody did something with the queue. */
  readonly touch: (queue: Queue) => void;
};

type OfQueue = { readonly QueueUrl?: string | undefined };

/** The right that an operation on one queue needs, and the policy in which the queue itself may give it. */
export const onQueue = ({ wires, queues }: Desk, action: string) => {
  const arnOf = (input: OfQueue): string => arnOfUrl(wires.account, input.QueueUrl);
  return {
    needs: (input: OfQueue): readonly Need[] => [{ action: `sqs:${action}`, resource: arnOf(input) }],
    resourcePolicy: (input: OfQueue): PolicyDocument | undefined => queues.get(arnOf(input))?.settings.policy?.document,
  };
};
