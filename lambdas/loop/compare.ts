import type { Alarm } from '../domain/model.ts';
import type { Policy } from '../domain/policy.ts';
import { comparedNow, findGaps, owesNotice } from '../domain/unguarded.ts';
import { watched } from '../domain/watch-list.ts';
import { unguardedLetter } from '../domain/words/unguarded-letter.ts';
import type { World } from './step.ts';

/** Compares what the config promises with what exists, for the endpoints whose turn it is. */
export const compare = async (world: World, alarms: readonly Alarm[]): Promise<void> => {
  const now = world.ports.clock();
  const due = world.deployment.policies.filter((_, index) => comparedNow(index, now));
  if (due.length === 0) return;
  const confirmed = await world.ports.oncall.confirmed();
  const byName = new Map(alarms.map((alarm) => [alarm.name, alarm]));
  await Promise.all(due.map((policy) => compareOne(world, policy, { alarms: byName, confirmed })));
};

type Shared = { readonly alarms: ReadonlyMap<string, Alarm>; readonly confirmed: ReadonlySet<string> };

const compareOne = async ({ ports, deployment }: World, policy: Policy, shared: Shared): Promise<void> => {
  const fleet = await ports.endpoints.describe(policy.endpoint);
  const names = watched(deployment, policy).map(({ name }) => name);
  const gaps = findGaps(policy, names, { fleet, ...shared });
  const before = await ports.ledger.notice(policy.endpoint);
  const now = ports.clock();
  if (owesNotice(before, gaps, now)) {
    ports.log('unguarded', { endpoint: policy.endpoint, gaps });
    await ports.oncall.publish(unguardedLetter(policy, gaps));
    await ports.ledger.noticed(policy.endpoint, { gaps: gaps.map(({ what }) => what), toldAt: now });
  } else if (before && before.gaps.length > 0 && gaps.length === 0) {
    ports.log('guarded again', { endpoint: policy.endpoint });
    await ports.ledger.noticed(policy.endpoint, { gaps: [], toldAt: now });
  }
};
