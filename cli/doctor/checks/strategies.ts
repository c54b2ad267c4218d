import { lastGood } from '../../../lambdas/domain/last-known-good.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import * as commands from '../../../lambdas/domain/words/commands.ts';
import { UNREAD } from '../../account/unread.ts';
import { listed } from '../../shown/text.ts';
import { type Finding, finding } from '../finding.ts';
import type { Inventory } from '../inventory/inventory.ts';

/** What an endpoint's strategy would miss when a guard breaks. */
export const checkStrategies = (inventory: Inventory): readonly Finding[] =>
  inventory.policies.flatMap((policy) => [
    ...(policy.restore === undefined ? [] : [...soleIn(inventory, policy), ...goodIn(inventory, policy)]),
    ...(policy.strategy === undefined ? [] : ceilingIn(inventory, policy)),
  ]);

const about = ({ endpoint }: Policy) => ({ where: `endpoint ${endpoint}`, endpoint });

const fleetOf = ({ endpoints }: Inventory, { endpoint }: Policy) => {
  const live = endpoints.get(endpoint);
  return live === undefined || live === UNREAD ? undefined : live.fleet;
};

const soleIn = (inventory: Inventory, policy: Policy): readonly Finding[] => {
  const names = fleetOf(inventory, policy)?.variants.map(({ name }) => name) ?? [];
  if (names.length < 2) return [];
  return [
    finding('not-one-variant', {
      ...about(policy),
      what: `it has the variants ${listed(names)}, and an endpoint config is only restored where there is one`,
      mend: 'Take the others out, or name canaries in rollback.config.ts in the place of restore, and deploy.',
    }),
  ];
};

const goodIn = (inventory: Inventory, policy: Policy): readonly Finding[] => {
  const kept = inventory.strategies.good.get(policy.endpoint);
  const fleet = fleetOf(inventory, policy);
  if (kept === undefined || kept === UNREAD || fleet === undefined) return [];
  const target = lastGood(kept, fleet.config, []);
  if (target === undefined)
    return [
      finding('nothing-good-known', {
        ...about(policy),
        what: `no endpoint config but the one in service (${fleet.config}) has been noted as good yet: there is nothing to go back to`,
        mend: `Nothing, after a first deployment: one is noted once it has served for ${policy.restore?.bakeMinutes ?? 60} minutes under its guards. Until a second one has, a person chooses from this list:`,
        command: commands.listConfigs(policy.endpoint),
      }),
    ];
  if (kept.some(({ config, exists }) => config === target.config && exists)) return [];
  return [
    finding('good-config-missing', {
      ...about(policy),
      what: `it would go back to ${target.config}, and SageMaker has no such endpoint config any more`,
      mend: 'Create it again under a new name and deploy that, and let the deploy tool keep old ones: docs/restore.md. Those that there are:',
      command: commands.listConfigs(policy.endpoint),
    }),
  ];
};

const ceilingIn = ({ strategies }: Inventory, policy: Policy): readonly Finding[] => {
  const bounds = strategies.bounds.get(policy.endpoint);
  const most = policy.strategy?.maxInstances ?? 0;
  if (bounds === undefined || bounds === UNREAD || bounds.ceiling >= most) return [];
  return [
    finding('autoscaling-ceiling', {
      ...about(policy),
      what: `the autoscaling of ${policy.stable} has a ceiling of ${bounds.ceiling} instances: it is not raised to the ${most} that maxInstances allows`,
      mend: 'Raise MaxCapacity where the autoscaling is defined, or lower maxInstances in rollback.config.ts and deploy.',
    }),
  ];
};
