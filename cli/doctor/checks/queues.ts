import { selfAlarmName } from '../../../lambdas/contract.ts';
import { UNREAD } from '../../account/unread.ts';
import { numbered } from '../../shown/text.ts';
import { momentAgo } from '../../shown/times.ts';
import { type Finding, finding, REVERT } from '../finding.ts';
import { type LiveQueue, nameOfQueue } from '../inventory/hops.ts';
import type { Inventory, QueuePart } from '../inventory/inventory.ts';
import { policyTroubles } from './policies.ts';

const PARTS: readonly QueuePart[] = ['handOverDeadLetters', 'executionDeadLetters'];

/** What is lost where a queue does not take it; its alarm goes off with the first dead letter. */
const OF: Readonly<Record<QueuePart, { readonly keeps: string; readonly alarm: string }>> = {
  handOverDeadLetters: {
    keeps: 'an event or a message that could not be handed over is lost silently',
    alarm: 'hand-over-dead-letters',
  },
  executionDeadLetters: {
    keeps: 'what a function failed on for good is lost silently',
    alarm: 'execution-dead-letters',
  },
};

export const checkQueues = (inventory: Inventory): readonly Finding[] =>
  PARTS.flatMap((part) => {
    const url = inventory.deployed.parts[part];
    const where = `queue ${nameOfQueue(url)}`;
    const live = inventory.queues[part];
    if (live === UNREAD) return [];
    if (live === undefined)
      return [finding('queue-missing', { where, what: `it does not exist: ${OF[part].keeps}`, ...REVERT })];
    return [
      ...waitingIn(inventory, { part, url, live }),
      ...policyTroubles(inventory, url, live.policy).map((what) =>
        finding('queue-policy', { where, what: `${what}: ${OF[part].keeps}`, ...REVERT }),
      ),
    ];
  });

type Waiting = { readonly part: QueuePart; readonly url: string; readonly live: LiveQueue };

const waitingIn = ({ alarms, deployed, now }: Inventory, { part, url, live }: Waiting): readonly Finding[] => {
  if (live.waiting === 0) return [];
  const name = selfAlarmName(deployed.deployment.name, OF[part].alarm);
  const alarm = alarms === UNREAD ? undefined : alarms.get(name)?.alarm;
  const since = alarm?.state === 'ALARM' ? `, the first since about ${momentAgo(alarm.transitionedAt, now)}` : '';
  return [
    finding('dead-letters', {
      where: `queue ${nameOfQueue(url)}`,
      what: `${numbered(live.waiting, 'dead letter')} ${live.waiting === 1 ? 'waits' : 'wait'} to be read${since}`,
      mend: 'Read them (they come back after 30 seconds), mend the cause, and then purge the queue:',
      command: `aws sqs receive-message --queue-url ${url} --attribute-names SentTimestamp`,
    }),
  ];
};
