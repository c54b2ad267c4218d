import type { Incident } from '../domain/incident.ts';
import type { Alarm } from '../domain/model.ts';
import type { Deployment, Policy } from '../domain/policy.ts';
import { backInTraffic, quarantineOf } from '../domain/quarantine.ts';
import { comparedNow, type Finding, findGaps, type Gap, type Inventory, owesNotice } from '../domain/unguarded.ts';
import { watched } from '../domain/watch-list.ts';
import type { Letter } from '../domain/words/letter.ts';
import { quarantineLetter } from '../domain/words/quarantine-letter.ts';
import { unguardedLetter } from '../domain/words/unguarded-letter.ts';
import type { World } from './step.ts';

/** Compares what the config promises with what exists, for the endpoints whose turn it is. */
export const compare = async (world: World, { alarms, incidents }: Known): Promise<void> => {
  const now = world.ports.clock();
  const due = world.deployment.policies.filter((_, index) => comparedNow(index, now));
  if (due.length === 0) return;
  const confirmed = await world.ports.oncall.confirmed();
  const byName = new Map(alarms.map((alarm) => [alarm.name, alarm]));
  await Promise.all(
    due.map((policy) => {
      const incident = incidents.find(({ endpoint }) => endpoint === policy.endpoint);
      return compareOne(world, policy, { alarms: byName, confirmed, incident });
    }),
  );
};

/** What the sweep has read already. */
export type Known = { readonly alarms: readonly Alarm[]; readonly incidents: readonly Incident[] };

/** What is missing of all that the deployment promises for the endpoint. */
export const gapsOf = (deployment: Deployment, policy: Policy, inventory: Inventory): readonly Gap[] =>
  findGaps(
    policy,
    watched(deployment, policy).map(({ name }) => name),
    inventory,
  );

type Shared = {
  readonly alarms: ReadonlyMap<string, Alarm>;
  readonly confirmed: ReadonlySet<string>;
  /** The endpoint's newest. */
  readonly incident: Incident | undefined;
};

const compareOne = async (world: World, policy: Policy, { incident, ...shared }: Shared): Promise<void> => {
  const { ports, deployment } = world;
  const fleet = await ports.endpoints.describe(policy.endpoint);
  const gaps = gapsOf(deployment, policy, { fleet, ...shared });
  await tellOf(world, policy, { about: 'unguarded', found: gaps, letter: () => unguardedLetter(policy, gaps) });
  const quarantined = quarantineOf(incident, fleet);
  if (quarantined.length === 0) return;
  const back = backInTraffic(quarantined);
  await tellOf(world, policy, { about: 'quarantine', found: back, letter: () => quarantineLetter(policy, back) });
};

type Findings = {
  readonly about: Finding;
  readonly found: readonly { readonly what: string }[];
  readonly letter: () => Letter;
};

const tellOf = async ({ ports }: World, { endpoint }: Policy, { about, found, letter }: Findings): Promise<void> => {
  const before = await ports.ledger.notice(endpoint, about);
  const now = ports.clock();
  const gaps = found.map(({ what }) => what);
  if (owesNotice(before, found, now)) {
    ports.log(about, { endpoint, gaps: found });
    await ports.oncall.publish(letter());
    await ports.ledger.noticed(endpoint, about, { gaps, toldAt: now });
  } else if (before && before.gaps.length > 0 && gaps.length === 0) {
    ports.log(about === 'unguarded' ? 'guarded again' : 'quarantine kept again', { endpoint });
    await ports.ledger.noticed(endpoint, about, { gaps: [], toldAt: now });
  }
};
