import { selfAlarmName } from '../../../lambdas/contract.ts';
import { watched } from '../../../lambdas/domain/watch-list.ts';
import { UNREAD } from '../../account/unread.ts';
import type { Area } from '../../doctor/finding.ts';
import type { Inventory } from '../../doctor/inventory/inventory.ts';
import { numbered } from '../../shown/text.ts';

/** What of an area was looked at: silence would look like health. */
export const checkedIn: Readonly<Record<Area, (inventory: Inventory) => string>> = {
  endpoints: ({ policies, endpoints, strategies }) => {
    const read = [...endpoints.values()].filter((one) => one !== UNREAD);
    const variants = policies.reduce((sum, { canaries }) => sum + 1 + canaries.length, 0);
    return `${numbered(read.length, 'endpoint')} with ${numbered(variants, 'variant')}: existence, status, instances and stable's share${strategyWords(strategies)}`;
  },
  alarms: (inventory) =>
    `${numbered(guardsOf(inventory), 'guard alarm')} and ${selfAlarms(inventory)} on the automation itself: definition, actions, mutes and data`,
  hops: ({ rules, handlers, queues }) =>
    `${numbered(counted(rules), 'rule')}, ${numbered(counted(handlers), 'function')} and ${numbered(counted(queues), 'dead-letter queue')}: each link from an alarm to a shift`,
  grants: ({ roles, caller }) => {
    const decisions = Object.values(roles).flatMap((role) =>
      role === undefined || role === UNREAD || role.decisions === UNREAD ? [] : role.decisions,
    );
    const own = caller !== UNREAD && caller.mayShift !== UNREAD && caller.mayShift !== undefined;
    return `${numbered(decisions.length, 'permission')} of ${numbered(counted(roles), 'role')}, as IAM decides them${own ? '; and yours to shift by hand' : ''}`;
  },
  people: ({ policies, webhooks }) => {
    const emails = new Set(policies.flatMap(({ contacts }) => contacts.emails));
    const hooks = webhooks === UNREAD ? 0 : webhooks.size;
    return `${numbered(emails.size, 'address')} on both topics, ${numbered(hooks, 'Slack webhook')}, and who may publish`;
  },
  store: () => 'the ledger and its backups, and the freeze switch',
  config: ({ deployed, own }) =>
    `stack ${deployed.stack}, its version, the drills${own.kind === 'read' ? `, and ${own.file}` : ''}`,
};

const strategyWords = ({ good, bounds }: Inventory['strategies']): string =>
  [
    good.size > 0 ? `; what ${numbered(good.size, 'endpoint')} could go back to` : '',
    bounds.size > 0 ? `; how far ${numbered(bounds.size, 'stable variant')} can be raised` : '',
  ].join('');

const guardsOf = ({ policies, deployed }: Inventory): number =>
  policies.reduce((sum, policy) => sum + watched(deployed.deployment, policy).length, 0);

const selfAlarms = ({ promised, deployed }: Inventory): number => {
  const prefix = selfAlarmName(deployed.deployment.name, '');
  return promised === UNREAD ? 0 : promised.alarms.filter(({ name }) => name.startsWith(prefix)).length;
};

const counted = (read: Readonly<Record<string, unknown>>): number =>
  Object.values(read).filter((one) => one !== undefined && one !== UNREAD).length;
