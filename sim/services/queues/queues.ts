import type { Decision, Part, Principal, Queues as QueuesWire, Wires } from '../../types.ts';
import { arnName, displayName } from '../names.ts';
import { accept, type Incoming } from './accept.ts';
import { makeActivity } from './activity.ts';
import { queuesApi } from './api/api.ts';
import { queuePolicyProvisioner, queueProvisioner } from './provisioners.ts';
import type { Queue, Queues } from './queue.ts';

export type QueueBook = QueuesWire & {
  /** Messages in the queue, those included that somebody received and did not delete. */
  readonly depth: (queueArn: string) => number;
  /** Their bodies. */
  readonly messages: (queueArn: string) => readonly string[];
};

export const makeQueues = (wires: Wires): Part & QueueBook => {
  const queues: Queues = new Map();
  const touch = makeActivity(wires);

  const find = (arn: string): Queue => {
    const queue = queues.get(arn);
    if (queue === undefined) throw new Error(`there is no queue ${arn} (queues: ${[...queues.keys()].join(', ')})`);
    return queue;
  };
  const put = (who: Principal, arn: string, incoming: Incoming): Decision => {
    const decision = judge(wires, queues.get(arn), who, arn);
    if (decision.allowed) {
      accept(wires, find(arn), who, incoming);
      touch(find(arn));
    }
    return decision;
  };

  return {
    provisioners: [queueProvisioner(wires, queues), queuePolicyProvisioner(queues)],
    api: queuesApi(wires, queues, touch),
    depth: (arn) => find(arn).messages.length,
    messages: (arn) => find(arn).messages.map(({ body }) => body),
    deliver: (who, arn, body, attributes = {}) => put(who, arn, { body, attributes }),
    send: (who, arn, body, why = '', attributes = {}) => {
      const decision = put(who, arn, { body, attributes });
      if (decision.allowed) wires.journal.write('dead-letter', { queue: arnName(arn), from: senderOf(who), why });
      else {
        const hop = hopOf(who, queues.has(arn));
        wires.journal.write('missing-hop', { hop, from: senderOf(who), to: arnName(arn), why: decision.why });
      }
      return decision;
    },
  };
};

const judge = (wires: Wires, queue: Queue | undefined, who: Principal, arn: string): Decision => {
  if (queue === undefined) return { allowed: false, why: `there is no queue ${arn}`, missing: true };
  return wires.iam.judge(who, { action: 'sqs:SendMessage', resource: arn }, queue.settings.policy?.document);
};

const senderOf = (who: Principal): string => {
  if (who.kind === 'role') return displayName(who.functionName);
  return who.kind === 'service' ? arnName(who.sourceArn) : `person ${who.name}`;
};

const hopOf = (who: Principal, exists: boolean): string => {
  if (!exists) return 'queue';
  return who.kind === 'role' ? 'grant' : 'queue-policy';
};
