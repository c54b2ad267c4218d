import { LOOK_BACK } from '../../../lambdas/aws/traffic.ts';
import { isJudged } from '../../../lambdas/domain/judged.ts';
import { type Fleet, MINUTE } from '../../../lambdas/domain/model.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import { currentWeights, shareOf } from '../../../lambdas/domain/weights.ts';
import { UNREAD } from '../../account/unread.ts';
import { numbered } from '../../shown/text.ts';
import { type Finding, finding } from '../finding.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { minutesOf } from './alarms.ts';

/** Guards that can judge nobody, because no minute has the requests that they ask for. */
export const checkTraffic = (inventory: Inventory): readonly Finding[] =>
  inventory.policies.flatMap((policy) => {
    const live = inventory.endpoints.get(policy.endpoint);
    const traffic = inventory.traffic.get(policy.endpoint);
    if (live === undefined || live === UNREAD || live.fleet === undefined || traffic === UNREAD) return [];
    return blindIn(inventory, policy, live.fleet);
  });

/** A gross guard only saves a minute where there is enough traffic for it. */
const blindIn = (inventory: Inventory, policy: Policy, fleet: Fleet): readonly Finding[] => {
  const weights = currentWeights(fleet);
  const needed = Math.min(
    ...policy.guards.filter(({ gross, compares }) => !gross && !compares).map(({ minRequests }) => minRequests),
  );
  return [policy.stable, ...policy.canaries].flatMap((variant) => {
    if (shareOf(variant, weights) === 0) return [];
    const busiest = Math.max(0, ...minutesOf(inventory, policy, variant).map(({ requests }) => requests));
    if (busiest >= needed) return [];
    return [
      finding('guard-blind', {
        where: `endpoint ${policy.endpoint}`,
        endpoint: policy.endpoint,
        what: `${variant} had at most ${numbered(busiest, 'request')} in any of the last ${LOOK_BACK / MINUTE} minutes, and its guards judge from ${needed} on: ${consequence(policy, variant)}`,
        mend: 'Give it more traffic, or lower guards.minRequests in rollback.config.ts (a few requests are weak evidence), and deploy.',
      }),
    ];
  });
};

const consequence = (policy: Policy, variant: string): string =>
  isJudged(policy, variant) ? 'a bad model would not be noticed' : 'a rollback could not be proved';
