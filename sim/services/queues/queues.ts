import type { Decision, Part, PolicyDocument, Principal, Queues, Wires } from '../../types.ts';
import { arnName, displayName } from '../names.ts';
import { makeActivity } from './activity.ts';
import { queuePolicyProvisioner, queueProvisioner } from './provisioners.ts';

export type QueueBook = Queues & {
  /** Messages in the queue; nobody here ever takes one out. */
  readonly depth: (queueArn: string) => number;
  readonly messages: (queueArn: string) => readonly string[];
};

export type Queue = {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  policy?: PolicyDocument;
  readonly messages: string[];
};

export const makeQueues = (wires: Wires): Part & QueueBook => {
  const queues = new Map<string, Queue>();
  const touch = makeActivity(wires);

  const judge = (who: Principal, arn: string): Decision => {
    const queue = queues.get(arn);
    if (queue === undefined) return { allowed: false, why: `there is no queue ${arn}` };
    return wires.iam.judge(who, { action: 'sqs:SendMessage', resource: arn }, queue.policy);
  };
  const find = (arn: string): Queue => {
    const queue = queues.get(arn);
    if (queue === undefined) throw new Error(`there is no queue ${arn} (queues: ${[...queues.keys()].join(', ')})`);
    return queue;
  };

  return {
    provisioners: [queueProvisioner(wires, queues), queuePolicyProvisioner(queues)],
    depth: (arn) => find(arn).messages.length,
    messages: (arn) => find(arn).messages,
    send: (who, arn, body, why = '') => {
      const decision = judge(who, arn);
      if (decision.allowed) {
        find(arn).messages.push(body);
        touch(find(arn));
        wires.journal.write('dead-letter', { queue: arnName(arn), from: senderOf(who), why });
      } else {
        const hop = hopOf(who, queues.has(arn));
        wires.journal.write('missing-hop', { hop, from: senderOf(who), to: arnName(arn), why: decision.why });
      }
      return decision;
    },
  };
};

const senderOf = (who: Principal): string => {
  if (who.kind === 'role') return displayName(who.functionName);
  return who.kind === 'service' ? arnName(who.sourceArn) : `person ${who.name}`;
};

const hopOf = (who: Principal, exists: boolean): string => {
  if (!exists) return 'queue';
  return who.kind === 'role' ? 'grant' : 'queue-policy';
};
