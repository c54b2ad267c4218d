import { findDrilled } from '../domain/drill.ts';
import { freezeOf } from '../domain/freeze.ts';
import type { Deployment, Policy } from '../domain/policy.ts';
import type { Situation } from '../domain/situation.ts';
import { paired, watched } from '../domain/watch-list.ts';
import type { Ports, Version } from '../ports.ts';

export type Look = { readonly situation: Situation; readonly version: Version };

/** Everything that a decision needs, read at this moment and in one round: what a trigger says is never believed. */
export const look = async (ports: Ports, deployment: Deployment, policy: Policy): Promise<Look> => {
  const now = ports.clock();
  const list = watched(deployment, policy);
  const [fleet, alarms, traffic, reading, head] = await Promise.all([
    ports.endpoints.describe(policy.endpoint),
    ports.alarms.named(list.map(({ name }) => name)),
    ports.traffic(policy, now),
    ports.freeze(),
    ports.ledger.head(policy.endpoint),
  ]);
  const guarded = deployment.policies.map(({ endpoint }) => endpoint);
  const freeze = freezeOf({ endpoint: policy.endpoint, guarded }, reading, now);
  const seen = { policy, fleet, alarms: paired(list, alarms), traffic, incident: head.incident, freeze };
  return { situation: await withOrder(ports, seen), version: head.version };
};

/** The one look that takes a second round of reads is a drill's: nothing real waits for it. */
const withOrder = async ({ ledger }: Ports, situation: Situation): Promise<Situation> => {
  const order = findDrilled(situation) && (await ledger.drill(situation.policy.endpoint));
  return order === undefined ? situation : { ...situation, order };
};
